"""Who hosts a mechanism's secretariat, and who pays for the mechanism."""

import django.db.models.deletion
import waymark.base.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0030_consultations_append_only'),
        ('people', '0005_partners'),
        ('schemes', '0006_editions_in_public'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Arrangement',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('funding', models.TextField(blank=True)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('mechanism', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schemes.mechanism')),
            ],
            options={
                'ordering': ['mechanism', 'version'],
                'constraints': [models.UniqueConstraint(fields=('mechanism', 'version'), name='assessments_arrangement_version')],
            },
        ),
    ]
