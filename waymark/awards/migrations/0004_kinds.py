"""An award is of a kind: a certificate, or the label of a hub."""

from django.db import migrations, models

from waymark.base.immutability import AppendOnly

CLAIMED = (
    *("kind", "number", "decision", "subject", "claim", "claim_sha256", "status_list_id"),
    *("status_index", "valid_from", "valid_until", "replaces"),
)
KINDS = [("certificate", "certificate"), ("label", "label")]


class Migration(migrations.Migration):
    """See above. SQLite loses a table's triggers when a column comes: they are set again."""

    dependencies = [("awards", "0003_replaces")]

    operations = [
        migrations.AddField(
            model_name="award",
            name="kind",
            field=models.CharField(choices=KINDS, default="certificate", max_length=15),
        ),
        AppendOnly("awards_award", columns=CLAIMED),
        AppendOnly(
            "awards_award",
            columns=("credential", "signed_at"),
            when="OLD.signed_at IS NOT NULL",
            name="awards_award_signed",
        ),
    ]
