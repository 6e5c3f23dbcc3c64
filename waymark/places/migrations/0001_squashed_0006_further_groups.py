"""What the replaced migrations do, for a database that has none of them yet."""

import django.db.models.deletion
import waymark.base.fields
import waymark.base.immutability
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('places', '0001_initial'), ('places', '0002_codes_of_areas'), ('places', '0003_grid_cells'), ('places', '0004_succession'), ('places', '0005_succession_append_only'), ('places', '0006_further_groups')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Country',
            fields=[
                ('iso2', models.CharField(max_length=2, primary_key=True, serialize=False)),
                ('iso3', models.CharField(max_length=3, unique=True)),
                ('m49', models.CharField(max_length=3, unique=True)),
                ('name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('status', models.CharField(blank=True, max_length=60)),
                ('region', models.CharField(blank=True, max_length=60)),
                ('region_code', models.CharField(blank=True, max_length=3)),
                ('subregion', models.CharField(blank=True, max_length=80)),
                ('subregion_code', models.CharField(blank=True, max_length=3)),
                ('intermediate', models.CharField(blank=True, max_length=80)),
                ('un_language', models.CharField(blank=True, max_length=5)),
                ('verified', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['iso3'],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('name_skeleton', models.CharField(blank=True, db_index=True, max_length=200)),
                ('kind', models.CharField(choices=[('city', 'City'), ('district', 'District'), ('region', 'Region'), ('metropolitan_area', 'Metropolitan'), ('grid_cell', 'Grid Cell')], default='city', max_length=20)),
                ('population', models.PositiveBigIntegerField(blank=True, null=True)),
                ('population_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('urbanisation', models.CharField(blank=True, choices=[('city', 'City'), ('town_or_semi_dense', 'Town'), ('rural', 'Rural')], max_length=20)),
                ('boundary', models.JSONField(blank=True, null=True)),
                ('area_km2', models.FloatField(blank=True, null=True)),
                ('website', models.URLField(blank=True)),
                ('fictional', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='places.country')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='places.place')),
                ('code', models.CharField(blank=True, max_length=40)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('parent', 'code'), name='places_place_code_once')],
            },
        ),
        migrations.CreateModel(
            name='CountryGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(max_length=40)),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='places.country')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('country', 'group', 'since'), name='places_countrygroup_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('merge', 'merge'), ('split', 'split'), ('rename', 'rename'), ('boundary', 'boundary')], max_length=10)),
                ('effective_on', models.DateField()),
                ('act', models.CharField(max_length=300)),
                ('act_url', models.URLField(blank=True, max_length=400)),
                ('former_name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('former_skeleton', models.CharField(blank=True, db_index=True, max_length=200)),
                ('new_name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SuccessionUndo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('succession', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='undo', to='places.succession')),
            ],
        ),
        migrations.CreateModel(
            name='SuccessionPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('after', models.BooleanField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='places.place')),
                ('succession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sides', to='places.succession')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('succession', 'place', 'after'), name='places_successionplace_once')],
            },
        ),
        migrations.CreateModel(
            name='FurtherGroup',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('sha256', models.CharField(max_length=64)),
                ('taken_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        waymark.base.immutability.AppendOnly(
            table='places_succession',
            columns=(),
            when='',
            name='places_succession',
        ),
        waymark.base.immutability.AppendOnly(
            table='places_successionplace',
            columns=(),
            when='',
            name='places_successionplace',
        ),
        waymark.base.immutability.AppendOnly(
            table='places_successionundo',
            columns=(),
            when='',
            name='places_successionundo',
        ),
    ]
