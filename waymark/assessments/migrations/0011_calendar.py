"""Committees have calendars; meetings can be moved and called off."""

import django.db.models.deletion
import waymark.assessments.rules.case
import waymark.base.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """See above."""

    dependencies = [
        ('assessments', '0010_minutes_append_only'),
        ('people', '0002_teams'),
        ('schemes', '0005_appeal_panel'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MeetingChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=10)),
                ('before', models.DateTimeField()),
                ('after', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='filled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='meeting',
            name='occasion',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='meeting',
            name='zone',
            field=models.CharField(blank=True, default='', max_length=50),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='planned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='state',
            field=models.CharField(choices=[('planned', 'planned'), ('convened', 'convened'), ('closed', 'closed'), ('published', 'published'), ('adjourned', 'adjourned'), ('cancelled', 'cancelled')], default=waymark.assessments.rules.case.MeetingState['PLANNED'], max_length=10),
        ),
        migrations.CreateModel(
            name='MeetingCalendar',
            fields=[
                ('id', models.CharField(default=waymark.base.fields.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('document', models.TextField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mechanism', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schemes.mechanism')),
            ],
            options={
                'ordering': ['mechanism', 'version'],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='calendar',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='assessments.meetingcalendar'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(condition=models.Q(('occasion__isnull', False)), fields=('mechanism', 'occasion'), name='assessments_meeting_one_per_occasion'),
        ),
        migrations.AddField(
            model_name='meetingchange',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='meetingchange',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='assessments.meeting'),
        ),
        migrations.AddConstraint(
            model_name='meetingcalendar',
            constraint=models.UniqueConstraint(fields=('mechanism', 'version'), name='assessments_calendar_version'),
        ),
        migrations.AddConstraint(
            model_name='meetingchange',
            constraint=models.UniqueConstraint(fields=('meeting', 'seq'), name='assessments_meetingchange_seq'),
        ),
    ]
