"""Values proposed from outside, and each step of their way."""

import django.db.models.deletion
import waymark.base.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """See above."""

    dependencies = [
        ('base', '0002_append_only'),
        ('indicators', '0016_import_groups'),
        ('places', '0003_grid_cells'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('dimensions', models.JSONField(blank=True, default=dict)),
                ('dimensions_key', models.CharField(blank=True, max_length=500)),
                ('unit', models.CharField(blank=True, max_length=80)),
                ('period', models.CharField(max_length=40)),
                ('value', models.FloatField(blank=True, null=True)),
                ('text', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('A', 'Normal'), ('B', 'Break'), ('E', 'Estimated'), ('P', 'Provisional'), ('M', 'Missing'), ('Q', 'Suppressed')], max_length=1)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('method', models.CharField(blank=True, max_length=300)),
                ('sample_size', models.PositiveIntegerField(blank=True, null=True)),
                ('margin', models.FloatField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('file_name', models.CharField(blank=True, max_length=255)),
                ('row', models.PositiveIntegerField(blank=True, null=True)),
                ('proposed_at', models.DateTimeField()),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('blob', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='base.blob')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='indicators.indicator')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='places.place')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ProposalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('accept', 'Accept'), ('decline', 'Decline'), ('withdraw', 'Withdraw'), ('undo', 'Undo')], max_length=10)),
                ('state', models.CharField(max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('changed', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('observation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accepted_by', to='indicators.observation')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='indicators.proposal')),
                ('replaced', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.observation')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['place', 'proposed_at'], name='proposal_of_place'),
        ),
        migrations.AddConstraint(
            model_name='proposalstep',
            constraint=models.UniqueConstraint(fields=('proposal', 'number'), name='proposal_step_once'),
        ),
        migrations.AddConstraint(
            model_name='proposalstep',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'accept')), fields=('observation',), name='proposal_of_a_value'),
        ),
        migrations.AddConstraint(
            model_name='proposalstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'accept'), _negated=True), ('observation__isnull', False), _connector='XOR'), name='proposal_accepted_as_a_value'),
        ),
        migrations.AddConstraint(
            model_name='proposalstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'decline'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='proposal_declined_why'),
        ),
    ]
