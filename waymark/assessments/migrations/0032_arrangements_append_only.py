"""What was said of a mechanism's host and funds is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above. Apart from 0031: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("assessments", "0031_arrangements")]

    operations = [AppendOnly("assessments_arrangement")]
