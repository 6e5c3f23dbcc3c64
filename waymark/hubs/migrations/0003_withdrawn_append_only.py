"""A withdrawn call stays withdrawn, with its reason and its texts."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("hubs", "0002_calls_append_only")]

    operations = [
        AppendOnly("hubs_call", when="OLD.withdrawn_at IS NOT NULL", name="hubs_call_withdrawn")
    ]
