"""Procedures in writing, and the box of secret votes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """See above."""

    dependencies = [
        ('assessments', '0016_handovers'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='answer_by',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='BoxedVote',
            fields=[
                ('code', models.CharField(max_length=26, primary_key=True, serialize=False)),
                ('choice', models.CharField(choices=[('grant', 'grant'), ('refuse', 'refuse'), ('defer', 'defer'), ('abstain', 'abstain'), ('confirm', 'confirm'), ('suspend', 'suspend')], max_length=10)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='box', to='assessments.agendaitem')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
    ]
