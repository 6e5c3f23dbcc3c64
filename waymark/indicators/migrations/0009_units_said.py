"""Writes down the unit of series whose unit nobody had said: it was the list's all the time."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def say(apps: Any, schema_editor: Any) -> None:
    """Give them the list's unit, so that the unit tells series apart."""
    listed = apps.get_model("indicators", "Indicator").objects.filter(pk=OuterRef("indicator_id"))
    apps.get_model("indicators", "Series").objects.filter(unit="").update(
        unit=Subquery(listed.values("unit")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0008_series_by_unit")]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
