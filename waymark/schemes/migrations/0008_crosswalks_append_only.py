"""A crosswalk stays as it is once it has been proposed; a decision on it, always."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("schemes", "0007_crosswalks")]

    operations = [
        AppendOnly(
            "schemes_crosswalk",
            columns=("document", "sha256", "version", "other", "scheme_id", "made_by_id"),
            when="OLD.state <> 'draft'",
        ),
        AppendOnly("schemes_crosswalkword"),
    ]
