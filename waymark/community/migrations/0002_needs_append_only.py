"""What was written of a need, and what was said in a request, is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

SENT = ("place_id", "need_id", "partner_id", "offer_id", "subject", "sent_by_id", "sent_at")


class Migration(migrations.Migration):
    """See above. Apart from 0001: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("community", "0001_needs")]

    operations = [
        AppendOnly("community_needversion"),
        AppendOnly("community_supportrequest", columns=SENT),
        AppendOnly("community_requestword"),
    ]
