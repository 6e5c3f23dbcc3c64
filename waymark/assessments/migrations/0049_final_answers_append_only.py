"""What was answered in a finished diagnostic never changes, as its run does not."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above. Apart from 0048, which writes to the table first."""

    dependencies = [("assessments", "0048_diagnosticanswer_final")]

    operations = [AppendOnly("assessments_diagnosticanswer", when="OLD.final")]
