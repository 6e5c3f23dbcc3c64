"""What the replaced migrations do, for a database that has none of them yet."""

import django.db.models.deletion
import waymark.base.fields
import waymark.base.immutability
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('awards', '0001_initial'), ('awards', '0002_append_only'), ('awards', '0003_replaces')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Issuer',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('did', models.CharField(max_length=200, unique=True)),
                ('name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('url', models.URLField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StatusList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=1)),
                ('length', models.PositiveIntegerField(default=131072)),
                ('credential', models.JSONField(blank=True, null=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='status_lists', to='awards.issuer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('issuer', 'number'), name='awards_statuslist_number')],
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('decision', models.CharField(max_length=80, unique=True)),
                ('subject', models.CharField(db_index=True, max_length=80)),
                ('subject_name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('country', models.CharField(db_index=True, max_length=2)),
                ('level', models.CharField(max_length=40)),
                ('level_name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('stage', models.CharField(max_length=10)),
                ('claim', models.TextField()),
                ('claim_sha256', models.CharField(max_length=64)),
                ('status_index', models.PositiveIntegerField()),
                ('valid_from', models.DateTimeField()),
                ('valid_until', models.DateTimeField()),
                ('intended_at', models.DateTimeField()),
                ('credential', models.JSONField(blank=True, null=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('fictional', models.BooleanField(default=False)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='awards.issuer')),
                ('status_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='awards.statuslist')),
                ('replaces', models.CharField(blank=True, db_index=True, default='', max_length=40)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('status_list', 'status_index'), name='awards_status_index'), models.CheckConstraint(condition=models.Q(models.Q(('credential__isnull', True), ('signed_at__isnull', True)), models.Q(('credential__isnull', False), ('signed_at__isnull', False)), _connector='OR'), name='awards_signed_with_credential')],
            },
        ),
        migrations.CreateModel(
            name='AwardEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('decision', models.CharField(blank=True, max_length=80)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='awards.award')),
            ],
            options={
                'ordering': ['seq'],
                'constraints': [models.UniqueConstraint(fields=('award', 'seq'), name='awards_event_seq')],
            },
        ),
        migrations.CreateModel(
            name='IssuerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fragment', models.CharField(max_length=40)),
                ('public_multikey', models.CharField(max_length=120)),
                ('created_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('compromised_at', models.DateTimeField(blank=True, null=True)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='awards.issuer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('issuer', 'fragment'), name='awards_key_fragment')],
            },
        ),
        waymark.base.immutability.AppendOnly(
            table='awards_awardevent',
            columns=(),
            when='',
            name='awards_awardevent',
        ),
        waymark.base.immutability.AppendOnly(
            table='awards_award',
            columns=('number', 'decision', 'subject', 'claim', 'claim_sha256', 'status_list_id', 'status_index', 'valid_from', 'valid_until', 'replaces'),
            when='',
            name='awards_award',
        ),
        waymark.base.immutability.AppendOnly(
            table='awards_award',
            columns=('credential', 'signed_at'),
            when='OLD.signed_at IS NOT NULL',
            name='awards_award_signed',
        ),
        waymark.base.immutability.AppendOnly(
            table='awards_issuerkey',
            columns=('issuer_id', 'fragment', 'public_multikey'),
            when='',
            name='awards_issuerkey',
        ),
    ]
