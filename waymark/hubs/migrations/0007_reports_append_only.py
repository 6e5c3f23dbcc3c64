"""A report that was handed in stays as it is."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("hubs", "0006_reports")]

    operations = [AppendOnly("hubs_hubreport", when="OLD.handed_in_at IS NOT NULL")]
