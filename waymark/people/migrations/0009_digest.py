"""Everybody gets a summary each week, unless she chooses otherwise; it is never an empty one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("people", "0008_associations")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="digest",
            field=models.CharField(
                choices=[("daily", "Daily"), ("weekly", "Weekly"), ("never", "Never")],
                default="weekly",
                max_length=6,
            ),
        ),
    ]
