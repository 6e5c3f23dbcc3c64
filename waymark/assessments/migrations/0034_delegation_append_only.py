"""To whom a decision was delegated, and why, is never changed or removed; its end is set once."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("assessments", "0033_delegation")]

    operations = [
        AppendOnly(
            "assessments_delegation",
            columns=("case_id", "to_id", "item_id", "seats", "able", "percent", "at"),
        ),
        AppendOnly(
            "assessments_delegation",
            when="OLD.ended_at IS NOT NULL",
            name="assessments_delegation_over",
        ),
    ]
