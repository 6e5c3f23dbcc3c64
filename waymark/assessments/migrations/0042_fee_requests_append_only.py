"""What a city asked, and what it was answered, is never changed; an answer is given once."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("assessments", "0041_fee_requests")]

    operations = [
        AppendOnly("assessments_feerequest", columns=("case_id", "reason", "by_id", "at")),
        AppendOnly(
            "assessments_feerequest",
            when="OLD.answered_at IS NOT NULL",
            name="assessments_feerequest_answered",
        ),
    ]
