"""What a published call says, a question and its answer are never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

TERMS = (
    *("id", "original", "opens_at", "closes_at", "zone", "languages", "leaders", "standings"),
    *("topics", "axes", "focus", "seed_money", "currency", "criteria_version"),
    *("criteria_sha256", "published_by_id", "published_at"),
)


class Migration(migrations.Migration):
    """See above. Apart from 0001: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("hubs", "0001_calls")]

    operations = [
        AppendOnly("hubs_call", columns=TERMS, when="OLD.published_at IS NOT NULL"),
        AppendOnly(
            "hubs_callquestion", columns=("id", "call_id", "text", "asked_by_id", "asked_at")
        ),
        AppendOnly(
            "hubs_callquestion",
            columns=("answer", "answered_by_id", "answered_at", "withdrawn_at"),
            when="OLD.answered_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL",
            name="hubs_callquestion_end",
        ),
    ]
