"""What the global committee said, and the rules by which, are never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above. Apart from 0022: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("assessments", "0022_oversight")]

    operations = [
        AppendOnly("assessments_oversightrule"),
        AppendOnly("assessments_globalword"),
    ]
