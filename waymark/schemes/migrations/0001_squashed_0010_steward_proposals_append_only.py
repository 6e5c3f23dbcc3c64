"""What the replaced migrations do, for a database that has none of them yet."""

import django.db.models.deletion
import waymark.base.fields
import waymark.base.immutability
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('schemes', '0001_initial'), ('schemes', '0002_append_only'), ('schemes', '0003_adaptations'), ('schemes', '0004_adaptations_append_only'), ('schemes', '0005_appeal_panel'), ('schemes', '0006_editions_in_public'), ('schemes', '0007_crosswalks'), ('schemes', '0008_crosswalks_append_only'), ('schemes', '0009_steward_proposals'), ('schemes', '0010_steward_proposals_append_only')]

    initial = True

    dependencies = [
        ('awards', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('slug', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Mechanism',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('global', 'Global'), ('national', 'National')], max_length=10)),
                ('name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('languages', models.JSONField(default=list)),
                ('validity_months', models.PositiveSmallIntegerField(default=36)),
                ('quorum_percent', models.PositiveSmallIntegerField(default=50)),
                ('reviewers_per_case', models.PositiveSmallIntegerField(default=2)),
                ('adviser_months', models.PositiveSmallIntegerField(default=36)),
                ('review_days', models.PositiveSmallIntegerField(default=30)),
                ('created_at', models.DateTimeField()),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.body')),
                ('country', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='places.country')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='awards.issuer')),
                ('secretariat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.body')),
                ('technical_team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.body')),
                ('appeal_panel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.body')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('country__isnull', True), ('kind', 'global')), models.Q(('country__isnull', False), ('kind', 'national')), _connector='OR'), name='schemes_mechanism_country')],
            },
        ),
        migrations.CreateModel(
            name='Crosswalk',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('other', models.SlugField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('document', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Proposed'), ('in_force', 'In Force'), ('replaced', 'Replaced'), ('withdrawn', 'Withdrawn'), ('discarded', 'Discarded')], default='draft', max_length=10)),
                ('in_force_from', models.DateField(blank=True, null=True)),
                ('in_force_until', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crosswalks', to='schemes.scheme')),
            ],
            options={
                'ordering': ['name', 'other', '-version'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'other', 'version'), name='schemes_crosswalk_version'), models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('scheme', 'other'), name='schemes_crosswalk_in_force'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'proposed', 'discarded']), ('in_force_from__isnull', False), _connector='OR'), name='schemes_crosswalk_dated')],
            },
        ),
        migrations.CreateModel(
            name='CrosswalkWord',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('seq', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=12)),
                ('sha256', models.CharField(max_length=64)),
                ('reasons', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('crosswalk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='schemes.crosswalk')),
            ],
            options={
                'ordering': ['seq'],
                'constraints': [models.UniqueConstraint(fields=('crosswalk', 'seq'), name='schemes_crosswalkword_seq')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('version', models.CharField(max_length=60)),
                ('document', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('consultation', 'Consultation'), ('approved', 'Approved'), ('published', 'Published'), ('superseded', 'Superseded'), ('retired', 'Retired')], default='draft', max_length=12)),
                ('effective_from', models.DateField(blank=True, null=True)),
                ('sunset_at', models.DateField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='schemes.scheme')),
                ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schemes.edition')),
                ('change_class', models.CharField(blank=True, max_length=10)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('comments_until', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_up', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scheme', 'version'), name='schemes_edition_version'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'consultation', 'approved', 'retired']), ('published_at__isnull', False), _connector='OR'), name='schemes_edition_published')],
            },
        ),
        migrations.CreateModel(
            name='Adaptation',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('version', models.CharField(max_length=20)),
                ('document', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('consultation', 'Consultation'), ('submitted', 'Submitted'), ('returned', 'Returned'), ('refused', 'Refused'), ('endorsed', 'Endorsed'), ('outdated', 'Outdated'), ('suspended', 'Suspended'), ('withdrawn', 'Withdrawn'), ('replaced', 'Replaced')], default='draft', max_length=12)),
                ('comments_until', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('base', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adaptations', to='schemes.edition')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mechanism', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adaptations', to='schemes.mechanism')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adaptations', to='schemes.scheme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mechanism', 'scheme', 'version'), name='schemes_adaptation_version'), models.UniqueConstraint(condition=models.Q(('state__in', ['endorsed', 'outdated'])), fields=('mechanism', 'scheme'), name='schemes_adaptation_in_force')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('criterion', models.CharField(blank=True, max_length=80)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('reply', models.TextField(blank=True)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('adaptation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='schemes.adaptation')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='schemes.edition')),
                ('group', models.CharField(blank=True, max_length=16)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hidden_why', models.TextField(blank=True)),
                ('outcome', models.CharField(blank=True, max_length=16)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('replied_by__isnull', True), ('reply', '')), models.Q(('replied_at__isnull', False), ('replied_by__isnull', False), models.Q(('reply', ''), _negated=True)), _connector='OR'), name='schemes_comment_reply'), models.CheckConstraint(condition=models.Q(models.Q(('adaptation__isnull', True), ('edition__isnull', False)), models.Q(('adaptation__isnull', False), ('edition__isnull', True)), _connector='OR'), name='schemes_comment_one'), models.CheckConstraint(condition=models.Q(models.Q(('hidden_at__isnull', True), ('hidden_by__isnull', True), ('hidden_why', '')), models.Q(('hidden_at__isnull', False), ('hidden_by__isnull', False), models.Q(('hidden_why', ''), _negated=True)), _connector='OR'), name='schemes_comment_hidden')],
            },
        ),
        migrations.CreateModel(
            name='Endorsement',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('seq', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=12)),
                ('overlay_sha256', models.CharField(max_length=64)),
                ('base_sha256', models.CharField(blank=True, max_length=64)),
                ('deviations', models.JSONField(default=list)),
                ('reasons', models.TextField()),
                ('at', models.DateTimeField()),
                ('adaptation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='schemes.adaptation')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='schemes.edition')),
            ],
            options={
                'ordering': ['seq'],
                'constraints': [models.UniqueConstraint(fields=('adaptation', 'seq'), name='schemes_endorsement_seq'), models.UniqueConstraint(fields=('edition', 'seq'), name='schemes_decision_seq'), models.CheckConstraint(condition=models.Q(models.Q(('adaptation__isnull', True), ('edition__isnull', False)), models.Q(('adaptation__isnull', False), ('edition__isnull', True)), _connector='OR'), name='schemes_endorsement_one')],
            },
        ),
        migrations.CreateModel(
            name='EndorsementProposal',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('overlay_sha256', models.CharField(max_length=64)),
                ('reasons', models.TextField()),
                ('at', models.DateTimeField()),
                ('adaptation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='schemes.adaptation')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='edition',
            name='adaptation',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='edition', to='schemes.adaptation'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('adaptation__isnull', True), ('state', 'published')), fields=('scheme',), name='schemes_edition_in_force'),
        ),
        waymark.base.immutability.AppendOnly(
            table='schemes_edition',
            columns=('document', 'sha256', 'version', 'scheme_id', 'adaptation_id', 'base_id'),
            when="OLD.state <> 'draft'",
            name='schemes_edition',
        ),
        waymark.base.immutability.AppendOnly(
            table='schemes_adaptation',
            columns=('document', 'sha256', 'version', 'base_id', 'mechanism_id', 'scheme_id'),
            when="OLD.state NOT IN ('draft', 'returned')",
            name='schemes_adaptation',
        ),
        waymark.base.immutability.AppendOnly(
            table='schemes_endorsement',
            columns=(),
            when='',
            name='schemes_endorsement',
        ),
        waymark.base.immutability.AppendOnly(
            table='schemes_comment',
            columns=('text', 'criterion', 'group', 'by_id', 'at', 'adaptation_id', 'edition_id'),
            when='',
            name='schemes_comment',
        ),
        waymark.base.immutability.AppendOnly(
            table='schemes_crosswalk',
            columns=('document', 'sha256', 'version', 'other', 'scheme_id', 'made_by_id'),
            when="OLD.state <> 'draft'",
            name='schemes_crosswalk',
        ),
        waymark.base.immutability.AppendOnly(
            table='schemes_crosswalkword',
            columns=(),
            when='',
            name='schemes_crosswalkword',
        ),
        waymark.base.immutability.AppendOnly(
            table='schemes_endorsementproposal',
            columns=(),
            when='',
            name='schemes_endorsementproposal',
        ),
    ]
