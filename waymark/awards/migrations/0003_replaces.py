"""An award may stand in for an earlier one, and names it."""

from django.db import migrations, models

from waymark.base.immutability import AppendOnly

CLAIMED = (
    "number",
    "decision",
    "subject",
    "claim",
    "claim_sha256",
    "status_list_id",
    "status_index",
    "valid_from",
    "valid_until",
    "replaces",
)


class Migration(migrations.Migration):
    """See above. SQLite loses a table's triggers when a column comes: they are set again."""

    dependencies = [("awards", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="award",
            name="replaces",
            field=models.CharField(blank=True, db_index=True, default="", max_length=40),
        ),
        AppendOnly("awards_award", columns=CLAIMED),
        AppendOnly(
            "awards_award",
            columns=("credential", "signed_at"),
            when="OLD.signed_at IS NOT NULL",
            name="awards_award_signed",
        ),
    ]
