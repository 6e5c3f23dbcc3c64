"""The global committee's word on national certificates, and whether one is needed."""

import django.db.models.deletion
import waymark.base.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0020_doubts_append_only'),
        ('schemes', '0005_appeal_panel'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OversightRule',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('document', models.TextField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mechanism', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schemes.mechanism')),
            ],
            options={
                'ordering': ['mechanism', 'version'],
            },
        ),
        migrations.CreateModel(
            name='GlobalWord',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('seq', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('endorse', 'endorse'), ('silence', 'silence'), ('object', 'object')], max_length=10)),
                ('reasons', models.TextField(blank=True)),
                ('opened', models.CharField(blank=True, max_length=80)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='global_words', to='assessments.decision')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.oversightrule')),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.AddConstraint(
            model_name='oversightrule',
            constraint=models.UniqueConstraint(fields=('mechanism', 'version'), name='assessments_oversightrule_version'),
        ),
        migrations.AddConstraint(
            model_name='globalword',
            constraint=models.UniqueConstraint(fields=('decision', 'seq'), name='assessments_globalword_seq'),
        ),
        migrations.AddConstraint(
            model_name='globalword',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', True), ('kind', 'silence'), ('reasons', '')), models.Q(models.Q(('kind', 'silence'), _negated=True), ('by__isnull', False), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='assessments_globalword_said_by'),
        ),
        migrations.AddConstraint(
            model_name='globalword',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'object'), ('opened', ''), _connector='XOR'), name='assessments_globalword_opens'),
        ),
    ]
