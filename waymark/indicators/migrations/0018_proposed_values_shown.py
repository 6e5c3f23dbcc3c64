"""Public values say which of them were proposed from outside, those already public too."""

from typing import Any

from django.db import migrations, models

from waymark.indicators.rules.cells import days_of

ALONE = "indicators_public_withheld_alone"
SAID = ("source", "source_type", "method", "quality", "note")
UNKNOWN = ("sample_size", "margin", "next_update")


def _alone(**more: Any) -> models.CheckConstraint:
    nothing = dict.fromkeys(SAID, "") | dict.fromkeys(UNKNOWN) | more
    return models.CheckConstraint(
        condition=~models.Q(status="Q") | models.Q(**nothing), name=ALONE
    )


def mark(apps: Any, schema_editor: Any) -> None:
    """Mark what an acceptance made and still holds, where it is public and not withheld."""
    steps = apps.get_model("indicators", "ProposalStep").objects
    values = apps.get_model("indicators", "PublicValue").objects.exclude(status="Q")
    accepted = steps.filter(kind="accept", observation__retired_at=None)
    for step in accepted.select_related("observation__series"):
        series, (start, end) = step.observation.series, days_of(step.observation.period)
        values.filter(
            start=start,
            end=end,
            series__publication__place=series.place_id,
            series__publication__indicator=series.indicator_id,
            series__publication__withdrawn_at=None,
            series__area=series.area_id,
            series__dimensions=series.dimensions,
            series__unit=series.unit,
        ).update(proposed=True)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0017_proposals")]

    operations = [
        migrations.AddField(
            model_name="publicvalue", name="proposed", field=models.BooleanField(default=False)
        ),
        migrations.RemoveConstraint(model_name="publicvalue", name=ALONE),
        migrations.AddConstraint(model_name="publicvalue", constraint=_alone(proposed=False)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
