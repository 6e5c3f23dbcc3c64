"""Editions, endorsements and comments stay as they are; an adaptation, once it is in public."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("schemes", "0003_adaptations")]

    operations = [
        AppendOnly(
            "schemes_edition",
            columns=("document", "sha256", "version", "scheme_id", "adaptation_id"),
            when="OLD.published_at IS NOT NULL",
        ),
        AppendOnly(
            "schemes_adaptation",
            columns=("document", "sha256", "version", "base_id", "mechanism_id", "scheme_id"),
            when="OLD.state NOT IN ('draft', 'returned')",
        ),
        AppendOnly("schemes_endorsement"),
        AppendOnly(
            "schemes_comment", columns=("text", "criterion", "by_id", "at", "adaptation_id")
        ),
    ]
