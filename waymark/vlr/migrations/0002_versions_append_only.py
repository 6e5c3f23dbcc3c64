"""How a section read is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("vlr", "0001_initial")]

    operations = [AppendOnly("vlr_sectionversion")]
