"""What was claimed and signed stays; what happens later is a new row."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("awards", "0001_initial")]

    operations = [
        AppendOnly("awards_awardevent"),
        AppendOnly(
            "awards_award",
            columns=(
                "number",
                "decision",
                "subject",
                "claim",
                "claim_sha256",
                "status_list_id",
                "status_index",
                "valid_from",
                "valid_until",
            ),
        ),
        AppendOnly(
            "awards_award",
            columns=("credential", "signed_at"),
            when="OLD.signed_at IS NOT NULL",
            name="awards_award_signed",
        ),
        AppendOnly("awards_issuerkey", columns=("issuer_id", "fragment", "public_multikey")),
    ]
