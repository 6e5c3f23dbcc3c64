"""A published edition stays as it is; only its state may move on."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("schemes", "0001_initial")]

    operations = [
        AppendOnly(
            "schemes_edition",
            columns=("document", "sha256", "version", "scheme_id"),
            when="OLD.published_at IS NOT NULL",
        ),
    ]
