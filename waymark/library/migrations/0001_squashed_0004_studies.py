"""What the replaced migrations do, for a database that has none of them yet."""

import django.db.models.deletion
import waymark.base.fields
import waymark.library.models
import waymark.library.rules.vocabulary
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('library', '0001_initial'), ('library', '0002_private'), ('library', '0003_sizes'), ('library', '0004_studies')]

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('places', '0003_grid_cells'),
    ]

    operations = [
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=10, unique=True)),
                ('shelf', models.CharField(choices=[('resource', 'resource'), ('offer', 'offer'), ('study', 'study')], max_length=10)),
                ('original', models.CharField(default='en', max_length=3)),
                ('title', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('publisher', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('description', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('audience', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('kinds', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('topics', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('stages', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('languages', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('criteria', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('named', models.BooleanField(default=True)),
                ('only_for', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('cost', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('url', models.CharField(blank=True, max_length=500)),
                ('basis', models.CharField(choices=[('address_seen', 'address_seen'), ('document_seen', 'document_seen'), ('own_knowledge', 'own_knowledge'), ('named', 'named'), ('ask_provider', 'ask_provider'), ('curator', 'curator'), ('city', 'city')], max_length=20)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('address', models.CharField(choices=[('unchecked', 'unchecked'), ('works', 'works'), ('moved', 'moved'), ('gone', 'gone')], default=waymark.library.rules.vocabulary.Address['UNCHECKED'], max_length=10)),
                ('checked_on', models.DateField(blank=True, null=True)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('origin', models.CharField(choices=[('shipped', 'Shipped'), ('curated', 'Curated')], max_length=10)),
                ('edition', models.CharField(blank=True, max_length=20)),
                ('curated', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('version', models.PositiveIntegerField(default=1)),
                ('search', models.TextField(blank=True)),
                ('sort_title', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('private', models.BooleanField(default=False)),
                ('readers', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('sizes', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('story', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('address', 'unchecked'), ('checked_by__isnull', True), ('checked_on__isnull', True)), models.Q(models.Q(('address', 'unchecked'), _negated=True), ('checked_on__isnull', False)), _connector='OR'), name='library_item_checked'), models.CheckConstraint(condition=models.Q(models.Q(('url', ''), _negated=True), ('address', 'unchecked'), _connector='OR'), name='library_item_address'), models.CheckConstraint(condition=models.Q(('private', True), ('readers', ''), _connector='OR'), name='library_item_readers')],
            },
        ),
        migrations.CreateModel(
            name='Study',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=10, unique=True)),
                ('original', models.CharField(default='en', max_length=3)),
                ('award', models.CharField(blank=True, db_index=True, max_length=40)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('topics', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('criteria', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('series', waymark.library.models.TagsField(blank=True, default=tuple)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('offered', 'offered'), ('public', 'public'), ('taken_back', 'taken_back')], default='draft', max_length=10)),
                ('note', models.TextField(blank=True)),
                ('consented_at', models.DateTimeField(blank=True, null=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('consented_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='study', to='library.item')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='studies', to='places.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('consented_at__isnull', True), ('consented_by__isnull', True)), models.Q(('consented_at__isnull', False), ('consented_by__isnull', False)), _connector='OR'), name='library_study_consent'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('offered', 'public')), _negated=True), ('consented_at__isnull', False), _connector='OR'), name='library_study_with_consent'), models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', True), ('checked_by__isnull', True)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='library_study_checked')],
            },
        ),
        migrations.CreateModel(
            name='StudyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=3)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('follows', models.PositiveIntegerField(default=0)),
                ('parts', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='library.study')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('study', 'language'), name='library_text_of_language')],
            },
        ),
    ]
