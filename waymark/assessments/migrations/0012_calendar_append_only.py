"""A calendar, and what was changed about a meeting, is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above. Apart from 0011: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("assessments", "0011_calendar")]

    operations = [
        AppendOnly("assessments_meetingcalendar"),
        AppendOnly("assessments_meetingchange"),
    ]
