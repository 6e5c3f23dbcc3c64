"""What was agreed on, who said so, and what a hub came from are never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("hubs", "0004_hubs")]

    operations = [
        AppendOnly("hubs_agreement"),
        AppendOnly("hubs_agreementanswer"),
        AppendOnly(
            "hubs_hub", columns=("id", "case_id", "call_id", "place_id", "made_by_id", "made_at")
        ),
        AppendOnly(
            "hubs_hub",
            columns=("award", "labelled_at", "starts"),
            when="OLD.labelled_at IS NOT NULL",
            name="hubs_hub_labelled",
        ),
    ]
