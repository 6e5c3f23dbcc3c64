"""What an association told and asked its members, and whom, is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

INVITED = ("body_id", "place_id", "invited_by_id", "invited_at")
ASKED = ("body_id", "title", "questions", "closes_on", "opened_by_id", "opened_at")


class Migration(migrations.Migration):
    """See above. Apart from the tables: PostgreSQL alters none while its new rows wait."""

    dependencies = [("community", "0012_associations")]

    operations = [
        AppendOnly("community_associationmember", columns=INVITED),
        AppendOnly("community_associationmessage"),
        AppendOnly("community_associationmessage_places"),
        AppendOnly("community_survey", columns=ASKED),
        AppendOnly("community_survey_places"),
    ]
