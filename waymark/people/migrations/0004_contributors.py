"""Contributors: a role from outside, and whether a city takes them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """See above."""

    dependencies = [
        ('people', '0003_seats'),
        ('places', '0003_grid_cells'),
    ]

    operations = [
        migrations.AlterField(
            model_name='invitation',
            name='role',
            field=models.CharField(choices=[('lead', 'lead'), ('editor', 'editor'), ('signatory', 'signatory'), ('viewer', 'viewer'), ('contributor', 'contributor')], max_length=20),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('lead', 'lead'), ('editor', 'editor'), ('signatory', 'signatory'), ('viewer', 'viewer'), ('contributor', 'contributor')], max_length=20),
        ),
        migrations.CreateModel(
            name='Contributing',
            fields=[
                ('place', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='contributing', serialize=False, to='places.place')),
                ('open', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
