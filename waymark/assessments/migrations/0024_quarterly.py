"""Quarterly reports, and the meetings that read them."""

import django.db.models.deletion
import waymark.base.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0023_oversight_append_only'),
        ('schemes', '0005_appeal_panel'),
    ]

    operations = [
        migrations.CreateModel(
            name='QuarterlyReport',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('quarter', models.CharField(max_length=7)),
                ('document', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('mechanism', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schemes.mechanism')),
            ],
            options={
                'ordering': ['-quarter', 'mechanism'],
            },
        ),
        migrations.CreateModel(
            name='TabledReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='assessments.meeting')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tabled', to='assessments.quarterlyreport')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='quarterlyreport',
            constraint=models.UniqueConstraint(fields=('mechanism', 'quarter'), name='assessments_quarterly_once'),
        ),
        migrations.AddConstraint(
            model_name='tabledreport',
            constraint=models.UniqueConstraint(fields=('report', 'meeting'), name='assessments_tabledreport_once'),
        ),
    ]
