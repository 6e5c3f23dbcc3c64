"""Why a decision is doubted, and who is said to have had a tie, is never changed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

HEARD = (
    "case_id",
    "award",
    "grounds",
    "cause",
    "tied_id",
    "answer_by",
    "opened_by_id",
    "opened_at",
)


class Migration(migrations.Migration):
    """See above. The table was altered: SQLite has lost its triggers, which are set again."""

    dependencies = [("assessments", "0019_doubts")]

    operations = [AppendOnly("assessments_hearing", columns=HEARD)]
