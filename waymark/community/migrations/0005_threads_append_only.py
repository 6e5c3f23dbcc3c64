"""What somebody said in a space is never changed or removed; it can be taken out of sight."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

SAID = ("id", "thread_id", "text", "search", "by_id", "party_id", "at")


class Migration(migrations.Migration):
    """See above. Apart from 0004: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("community", "0004_threads")]

    operations = [AppendOnly("community_post", columns=SAID)]
