"""What was declared and what was ruled on it is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above. Declarations were altered: SQLite has lost their triggers, which are set again."""

    dependencies = [("assessments", "0007_rulings")]

    operations = [AppendOnly("assessments_declaration"), AppendOnly("assessments_ruling")]
