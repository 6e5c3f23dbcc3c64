"""Partners that advise cities are bodies too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_contributors'),
    ]

    operations = [
        migrations.AlterField(
            model_name='body',
            name='kind',
            field=models.CharField(choices=[('secretariat', 'secretariat'), ('technical_team', 'technical_team'), ('committee', 'committee'), ('appeal_panel', 'appeal_panel'), ('partner', 'partner')], max_length=20),
        ),
    ]
