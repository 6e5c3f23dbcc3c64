"""What a side said to a cooperation record, and what it was asked, is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above. Apart from 0019: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("community", "0019_cooperation")]

    operations = [
        AppendOnly("community_cooperation", columns=("opened_by_id", "opened_at")),
        AppendOnly("community_cooperationword"),
    ]
