"""A quarterly report, and that it was before a meeting, are never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above. Apart from 0024: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("assessments", "0024_quarterly")]

    operations = [
        AppendOnly("assessments_quarterlyreport"),
        AppendOnly("assessments_tabledreport"),
    ]
