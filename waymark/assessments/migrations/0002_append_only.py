"""Frozen inputs, verdicts, reports, ballots and decisions are never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("assessments", "0001_initial")]

    operations = [
        AppendOnly("assessments_answerrevision"),
        AppendOnly("assessments_registerrevision"),
        AppendOnly("assessments_submission"),
        AppendOnly("assessments_declaration"),
        AppendOnly("assessments_verdict"),
        AppendOnly("assessments_report"),
        AppendOnly("assessments_recusal"),
        AppendOnly("assessments_ballot"),
        AppendOnly("assessments_decision"),
        AppendOnly("assessments_publication"),
    ]
