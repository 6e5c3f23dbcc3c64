"""What happened to a place is a record; a mistake is set right by a further row."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("places", "0004_succession")]

    operations = [
        AppendOnly("places_succession"),
        AppendOnly("places_successionplace"),
        AppendOnly("places_successionundo"),
    ]
