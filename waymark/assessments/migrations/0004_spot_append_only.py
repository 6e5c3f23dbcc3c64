"""What a draw rests on and what a spot check came to is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

ANNOUNCED = (
    "mechanism_id",
    "name",
    "announcement",
    "sha256",
    "reviewers",
    "announced_by_id",
    "announced_at",
    "commit_by",
    "reveal_by",
    "beacon_at",
)
ASKED = ("case_id", "report_id", "kind", "entry_id", "reason", "reviewers", "made_by_id", "made_at")


class Migration(migrations.Migration):
    """See above. Of a draw and of a check only the state may change."""

    dependencies = [("assessments", "0003_spot_checks")]

    operations = [
        AppendOnly("assessments_checkpolicy"),
        AppendOnly("assessments_draw", columns=ANNOUNCED),
        AppendOnly("assessments_frameentry"),
        AppendOnly("assessments_drawparty"),
        AppendOnly("assessments_commitment"),
        AppendOnly("assessments_reveal"),
        AppendOnly("assessments_drawseal"),
        AppendOnly("assessments_drawresult"),
        AppendOnly("assessments_spotcheck", columns=ASKED),
        AppendOnly("assessments_spotresult"),
        AppendOnly("assessments_spotwithdrawal"),
    ]
