"""That a case was held, and what a committee chose, never changes; its end is set once."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("assessments", "0036_holds")]

    operations = [
        AppendOnly("assessments_hold", columns=("case_id", "word_id", "at")),
        AppendOnly(
            "assessments_hold", when="OLD.ended_at IS NOT NULL", name="assessments_hold_over"
        ),
        AppendOnly("assessments_holdchoice"),
    ]
