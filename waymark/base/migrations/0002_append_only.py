"""The ledger only grows."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("base", "0001_initial")]

    operations = [
        AppendOnly("base_record"),
        AppendOnly("base_leaf"),
        AppendOnly("base_treenode"),
        AppendOnly("base_checkpoint"),
    ]
