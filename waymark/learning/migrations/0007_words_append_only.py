"""What trainers said to a cohort is never changed or removed."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above."""

    dependencies = [("learning", "0006_cohorts_and_coaching")]

    operations = [AppendOnly("learning_cohortword")]
