"""A baseline has a value and a period, or neither. Half of one, if there is any, is kept in words."""

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

WHOLE = Q(baseline_value__isnull=False) & ~Q(baseline_period="")
NONE = Q(baseline_value__isnull=True, baseline_period="")


def mend(apps: Any, schema_editor: Any) -> None:
    """Write half a baseline into the note of its target, so that the constraint can hold.

    Without a period no method took the value for a base, and no chart drew it.
    """
    for row in list(apps.get_model("indicators", "Target").objects.exclude(WHOLE | NONE)):
        if row.baseline_period:
            half = f"Baseline without a value: {row.baseline_period}"
        else:
            half = f"Baseline without a period: {row.baseline_value:.15g}"
        row.note = f"{row.note} ({half})" if row.note else half
        row.baseline_value, row.baseline_period = None, ""
        row.save(update_fields=["note", "baseline_value", "baseline_period"])


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0014_indexes_of_what_is_said"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=WHOLE | NONE, name="indicators_target_baseline_whole"
            ),
        ),
    ]
