"""A scheme says what it is for; all that there are, certify."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("schemes", "0010_steward_proposals_append_only")]

    operations = [
        migrations.AddField(
            model_name="scheme",
            name="purpose",
            field=models.CharField(
                choices=[("certificate", "certificate"), ("hub", "hub")],
                default="certificate",
                max_length=12,
            ),
        )
    ]
