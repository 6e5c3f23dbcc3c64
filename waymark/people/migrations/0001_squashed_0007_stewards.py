"""What the replaced migrations do, for a database that has none of them yet."""

import django.db.models.deletion
import waymark.base.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_teams'), ('people', '0003_seats'), ('people', '0004_contributors'), ('people', '0005_partners'), ('people', '0006_teams_work_in_countries'), ('people', '0007_stewards')]

    initial = True

    dependencies = [
        ('places', '0003_grid_cells'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=150)),
                ('language', models.CharField(default='en', max_length=10)),
                ('time_zone', models.CharField(default='UTC', max_length=50)),
                ('is_active', models.BooleanField(default=True)),
                ('is_operator', models.BooleanField(default=False)),
                ('demo_role', models.CharField(blank=True, max_length=60)),
                ('mail_notices', models.BooleanField(default=True)),
                ('date_joined', models.DateTimeField()),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=150)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='places.place')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('place', 'name'), name='people_department_name')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('lead', 'lead'), ('editor', 'editor'), ('signatory', 'signatory'), ('viewer', 'viewer'), ('contributor', 'contributor')], max_length=20)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='people.department')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='places.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('lead', 'lead'), ('editor', 'editor'), ('signatory', 'signatory'), ('viewer', 'viewer'), ('contributor', 'contributor')], max_length=20)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='people.department')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='places.place')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('user', 'place'), name='people_membership_one_open'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='people_membership_dates')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('kind', models.CharField(choices=[('city_administration', 'City Administration'), ('ministry', 'Ministry'), ('un_entity', 'Un Entity'), ('network', 'Network'), ('university', 'University'), ('adviser', 'Adviser'), ('civil_society', 'Civil Society'), ('other', 'Other')], default='other', max_length=30)),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='places.country')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='places.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('secretariat', 'secretariat'), ('technical_team', 'technical_team'), ('committee', 'committee'), ('appeal_panel', 'appeal_panel'), ('partner', 'partner'), ('stewards', 'stewards')], max_length=20)),
                ('name', waymark.base.fields.WordsField(blank=True, default=dict)),
                ('created_at', models.DateTimeField()),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='places.country')),
                ('languages', models.JSONField(blank=True, default=list)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='people.organisation')),
                ('part_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='people.body')),
                ('composition', models.JSONField(blank=True, default=dict)),
                ('works_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.country')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('employee', 'Employee'), ('adviser', 'Adviser'), ('family', 'Family'), ('funding', 'Funding'), ('other', 'Other')], max_length=10)),
                ('note', models.TextField(blank=True)),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('declared_at', models.DateTimeField()),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='places.place')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('place__isnull', False), ('organisation__isnull', False), _connector='OR'), name='people_interest_in_something')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('member', 'member'), ('lead', 'lead'), ('chair', 'chair'), ('deputy', 'deputy'), ('observer', 'observer')], max_length=20)),
                ('languages', models.JSONField(blank=True, default=list)),
                ('fields_of_work', models.JSONField(blank=True, default=list)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='people.body')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL)),
                ('seconded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seconded', to='people.organisation')),
                ('deputy_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='people.seat')),
                ('group', models.CharField(blank=True, choices=[('academia', 'academia'), ('civil_society', 'civil_society'), ('local_government', 'local_government'), ('national_government', 'national_government')], default='', max_length=20)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('body', 'user'), name='people_seat_one_open'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='people_seat_dates'), models.CheckConstraint(condition=models.Q(('seconded_by__isnull', True), ('until__isnull', False), _connector='OR'), name='people_seat_secondment_ends'), models.CheckConstraint(condition=models.Q(('role', 'deputy'), ('deputy_for__isnull', True), _connector='XOR'), name='people_seat_deputy_of_somebody')],
            },
        ),
        migrations.CreateModel(
            name='WorkspaceRequest',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('proposed_name', models.CharField(blank=True, max_length=150)),
                ('kind', models.CharField(choices=[('city', 'City'), ('district', 'District'), ('region', 'Region'), ('metropolitan_area', 'Metropolitan')], default='city', max_length=20)),
                ('office', models.CharField(max_length=200)),
                ('message', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('admitted', 'Admitted'), ('refused', 'Refused')], default='pending', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='places.country')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='places.place')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workspace_requests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'pending')), models.Q(models.Q(('state', 'pending'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='people_request_decided')],
            },
        ),
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('most', models.PositiveSmallIntegerField(default=3)),
                ('away_from', models.DateField(blank=True, null=True)),
                ('away_until', models.DateField(blank=True, null=True)),
                ('updated_at', models.DateTimeField()),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='availability', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('away_from__isnull', True), ('away_until__isnull', True)), models.Q(('away_from__isnull', False), ('away_until__gte', models.F('away_from'))), _connector='OR'), name='people_availability_away')],
            },
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
