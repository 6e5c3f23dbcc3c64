"""The full-text index of SQLite or PostgreSQL."""

from django.db import migrations

from waymark.search.fulltext import FirstFullText


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("search", "0001_initial")]

    operations = [FirstFullText()]
