"""What a steward proposed stays as it is."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("schemes", "0009_steward_proposals")]

    operations = [AppendOnly("schemes_endorsementproposal")]
