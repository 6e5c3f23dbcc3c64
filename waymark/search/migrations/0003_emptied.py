"""The index is emptied before it gets another shape; its job fills it again within minutes."""

from django.db import migrations

from waymark.search.fulltext import NoFullText


def empty(apps, schema_editor):
    """Take everything out: rooms hand it in again within minutes."""
    for name in ("Slip", "KnownWord", "Facet", "Document"):
        apps.get_model("search", name).objects.all().delete()


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("search", "0002_full_text")]

    operations = [
        NoFullText(),
        migrations.RunPython(empty, migrations.RunPython.noop),
    ]
