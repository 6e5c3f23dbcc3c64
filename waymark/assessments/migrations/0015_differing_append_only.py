"""What reviewers say to each other, and every verdict, is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above. Verdicts were altered: SQLite has lost their triggers, which are set again."""

    dependencies = [("assessments", "0014_differing")]

    operations = [
        AppendOnly("assessments_verdict"),
        AppendOnly("assessments_remark"),
        AppendOnly("assessments_talkdone"),
    ]
