"""What was said and decided on a certificate is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

HEARD = ("case_id", "award", "grounds", "answer_by", "opened_by_id", "opened_at")
LODGED = ("case_id", "decision_id", "ground", "text", "lodged_by_id", "lodged_at", "need")


class Migration(migrations.Migration):
    """See above. Two tables were altered: SQLite has lost their triggers, which are set again."""

    dependencies = [("assessments", "0005_life")]

    operations = [
        AppendOnly("assessments_decision"),
        AppendOnly("assessments_publication"),
        AppendOnly("assessments_lifeterms"),
        AppendOnly("assessments_hearing", columns=HEARD),
        AppendOnly("assessments_statement"),
        AppendOnly("assessments_condition"),
        AppendOnly("assessments_conditionfinding"),
        AppendOnly("assessments_effect"),
        AppendOnly("assessments_appeal", columns=LODGED),
        AppendOnly("assessments_appealvote"),
        AppendOnly("assessments_appealoutcome"),
    ]
