"""What was written of a policy issue, and what was said on it, is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly

OPENED = ("place_id", "criterion", "report_id", "need_id", "opened_by_id", "opened_at")
JOINED = ("issue_id", "place_id", "since", "joined_by_id")
SAID = (
    *("id", "issue_id", "voice", "place_id", "body_id", "step", "state", "effect"),
    *("text", "url", "by_id", "at"),
)


class Migration(migrations.Migration):
    """See above. Apart from 0016: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("community", "0016_policy")]

    operations = [
        AppendOnly("community_policyissue", columns=OPENED),
        AppendOnly("community_policyversion"),
        AppendOnly("community_policyjoin", columns=JOINED),
        AppendOnly("community_policyword", columns=SAID),
    ]
