"""A wording of minutes and what was said of it are never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above. Apart from 0009: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("assessments", "0009_minutes")]

    operations = [
        migrations.RemoveField(model_name="meeting", name="minutes"),
        AppendOnly("assessments_minutesrevision"),
        AppendOnly("assessments_minutesopinion"),
    ]
