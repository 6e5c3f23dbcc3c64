"""What is asked about a certificate never changes; that it is over is set once."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

ASKED = (
    "case_id",
    "award",
    "succession_id",
    "successor_id",
    "grounds",
    "asked_by_id",
    "asked_at",
)


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("assessments", "0044_inheritance")]

    operations = [
        AppendOnly("assessments_inheritance", columns=ASKED),
        AppendOnly(
            "assessments_inheritance",
            when="OLD.closed_at IS NOT NULL",
            name="assessments_inheritance_over",
        ),
    ]
