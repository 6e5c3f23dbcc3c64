"""Global stewards have a body of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("people", "0006_teams_work_in_countries")]

    operations = [
        migrations.AlterField(
            model_name="body",
            name="kind",
            field=models.CharField(
                choices=[
                    ("secretariat", "secretariat"),
                    ("technical_team", "technical_team"),
                    ("committee", "committee"),
                    ("appeal_panel", "appeal_panel"),
                    ("partner", "partner"),
                    ("stewards", "stewards"),
                ],
                max_length=20,
            ),
        ),
    ]
