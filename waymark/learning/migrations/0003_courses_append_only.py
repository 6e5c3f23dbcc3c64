"""What was checked of a course is never changed or removed: people are in the midst of it."""

from django.db import migrations

from waymark.base.immutability import AppendOnly


class Migration(migrations.Migration):
    """See above. Apart from 0002: PostgreSQL alters no table while its new rows wait for checks."""

    dependencies = [("learning", "0002_courses")]

    operations = [AppendOnly("learning_revision")]
