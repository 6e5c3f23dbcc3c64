"""What a case took over from another stays on record as it was."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("assessments", "0050_carrying")]

    operations = [AppendOnly("assessments_carrying")]
