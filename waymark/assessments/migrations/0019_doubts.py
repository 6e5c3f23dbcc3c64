"""A decision can be doubted, and the committee votes on whether it stands."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0017_written'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='agendaitem',
            name='hearing',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='assessments.hearing'),
        ),
        migrations.AddField(
            model_name='hearing',
            name='cause',
            field=models.CharField(blank=True, choices=[('', ''), ('tie', 'tie'), ('flaw', 'flaw')], default='', max_length=5),
        ),
        migrations.AddField(
            model_name='hearing',
            name='tied',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='ballot',
            name='choice',
            field=models.CharField(choices=[('grant', 'grant'), ('refuse', 'refuse'), ('defer', 'defer'), ('abstain', 'abstain'), ('confirm', 'confirm'), ('suspend', 'suspend'), ('annul', 'annul')], max_length=10),
        ),
        migrations.AlterField(
            model_name='boxedvote',
            name='choice',
            field=models.CharField(choices=[('grant', 'grant'), ('refuse', 'refuse'), ('defer', 'defer'), ('abstain', 'abstain'), ('confirm', 'confirm'), ('suspend', 'suspend'), ('annul', 'annul')], max_length=10),
        ),
    ]
