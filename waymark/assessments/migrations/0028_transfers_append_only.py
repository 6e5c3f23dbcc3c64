"""Who asked for a transfer and why, and who agreed, is never changed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

ASKED = (
    "case_id",
    "source_id",
    "target_id",
    "edition_sha256",
    "cause",
    "reason",
    "by_id",
    "at",
)


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("assessments", "0027_transfers")]

    operations = [
        AppendOnly("assessments_transfer", columns=ASKED),
        AppendOnly("assessments_transferword"),
    ]
