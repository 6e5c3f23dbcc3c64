"""What was put into a group is never changed or removed; taking it back is noted."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

PUT = (
    *("id", "space_id", "thread_id", "event_id", "title", "about", "blob_id", "name", "url"),
    *("search", "by_id", "party_id", "at"),
)


class Migration(migrations.Migration):
    """See above. Apart from the table: PostgreSQL alters none while its new rows wait."""

    dependencies = [("community", "0010_materials_and_trainings")]

    operations = [AppendOnly("community_material", columns=PUT)]
