"""What a provider handed in, and what cities said to each other, is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

TOLD = ("provider_id", "told", "sent_by_id", "sent_at")
ASKED = ("asker_id", "peer_id", "criterion", "goals", "asked_by_id", "asked_at")


class Migration(migrations.Migration):
    """See above. Apart from the tables: PostgreSQL alters none while its new rows wait."""

    dependencies = [("community", "0007_helping")]

    operations = [
        AppendOnly("community_providerdraft", columns=TOLD),
        AppendOnly("community_exchange", columns=ASKED),
        AppendOnly("community_exchangeword"),
    ]
