"""A value, a target, and what a city says of an indicator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.base import reasons
from waymark.indicators.forms.fields import ReadField
from waymark.indicators.rules import cells
from waymark.indicators.rules.facts import (
    DIMENSIONS,
    MAX_NOTE,
    MAX_PERIOD,
    MAX_SOURCE,
    Dims,
    Goal,
    Value,
    dims_of,
)
from waymark.indicators.rules.groups import VOCABULARY, read_group
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.wording import DIMENSION_NAMES, STATUS_NAMES, group_name, named
from waymark.kernel.flow import Reason

STATUS_CHOICES = [(code, name) for code, name in STATUS_NAMES.items()]


def _period(text: str) -> str:
    cells.read_period(text)
    return " ".join(text.split())


class SeriesFields(forms.Form):
    """Which area and group a value or target is about."""

    def __init__(self, *args: Any, areas: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = areas
        if areas:
            self.fields["area"] = forms.ChoiceField(
                label=named(DIMENSION_NAMES, "area"),
                choices=[("", _("Whole city")), *((pk, str(part)) for pk, part in areas.items())],
                required=False,
            )
        for name in DIMENSIONS:
            self.fields[name] = self._group_field(name)

    def _group_field(self, name: str) -> forms.Field:
        offered = [("", str(_("All")))]
        offered += [(group, group_name(name, group)) for group in VOCABULARY[name]]
        field = forms.ChoiceField(
            label=named(DIMENSION_NAMES, name), choices=offered, required=False
        )
        if name in ("age", "income", "group"):
            # A group of the city's own comes from a file or the field below; keep it selectable.
            given = self.data.get(name) or self.initial.get(name)
            if given and given not in VOCABULARY[name]:
                field.choices = [*offered, (given, given)]
        return field

    def clean(self) -> dict[str, Any]:
        """Gather the breakdown into `dims` and the area into `area`."""
        data = super().clean() or {}
        groups = {name: data.get(name, "") for name in DIMENSIONS}
        if own := data.get("own_group"):
            groups["group"] = own
        try:
            groups = {name: read_group(name, text) for name, text in groups.items()}
        except Unreadable as error:
            self.add_error(None, reasons.sentence(Reason(error.key, error.params)))
        data["dims"] = dims_of(groups)
        data["area"] = self.areas.get(data.get("area") or "")
        return data

    @property
    def dims(self) -> Dims:
        """The breakdown that was chosen."""
        return dims_of(dict(self.cleaned_data["dims"]))

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields that say which area and group, for the template to draw together."""
        names = ("area", *DIMENSIONS, "own_group")
        return [self[name] for name in names if name in self.fields]


class ValueFields(forms.Form):
    """A value and what is known of it."""

    period = ReadField(
        label=_("Period"),
        help_text=_("A year such as 2024, or 2024/25, 2024 Q1, 2024-06."),
        read=_period,
        required=True,
        max_length=MAX_PERIOD,
    )
    value = ReadField(
        label=_("Value"),
        help_text=_("Leave it empty for a missing or suppressed value."),
        read=cells.read_number,
    )
    status = forms.ChoiceField(label=_("Status"), choices=STATUS_CHOICES, initial="A")
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Who published it, and where."),
        max_length=MAX_SOURCE,
        required=False,
    )
    method = forms.CharField(label=_("Method"), max_length=MAX_SOURCE, required=False)
    sample_size = ReadField(label=_("Sample size"), read=cells.read_count)
    margin = ReadField(
        label=_("Margin of error"), help_text=_("In the unit of the value."), read=cells.read_margin
    )
    next_update = ReadField(
        label=_("Next update"), help_text=_("A day such as 2027-06-30."), read=cells.read_day
    )
    note = forms.CharField(
        label=_("Note"), max_length=MAX_NOTE, widget=forms.Textarea, required=False
    )

    @property
    def value_told(self) -> Value:
        """The value as the rules know it."""
        data = self.cleaned_data
        return Value(
            period=data["period"],
            value=data["value"],
            status=data["status"],
            source=data["source"],
            method=data["method"],
            sample_size=data["sample_size"],
            margin=data["margin"],
            next_update=data["next_update"],
            note=data["note"],
        )

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields of the value itself, in order."""
        names = ("period", "value", "status", "source", "method", "sample_size", "margin")
        return [self[name] for name in (*names, "next_update", "note")]


class EditValueForm(ValueFields):
    """A value of a series that is settled."""


class ValueForm(ValueFields, SeriesFields):
    """A new value of any series."""

    own_group = forms.CharField(
        label=_("Or a group of your own"),
        help_text=_("Write it the same way each time."),
        max_length=80,
        required=False,
    )


class GoalFields(forms.Form):
    """Baseline, target and milestones."""

    baseline_period = ReadField(
        label=_("Baseline period"), help_text=_("A year such as 2015."), read=_period
    )
    baseline_value = ReadField(label=_("Baseline value"), read=cells.read_number)
    target_year = ReadField(label=_("Target year"), read=cells.read_year, initial=2030)
    target_value = ReadField(label=_("Target value"), read=cells.read_number)
    milestones = ReadField(
        label=_("Milestones"),
        help_text=_("Year and value, such as 2027=40; 2028=45."),
        read=cells.read_milestones,
        short=False,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Why this target: the plan or decision that sets it."),
        max_length=MAX_NOTE,
        widget=forms.Textarea,
        required=False,
    )
    replaces = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def goal(self) -> Goal:
        """The target as the rules know it."""
        data = self.cleaned_data
        return Goal(
            baseline_period=data["baseline_period"] or "",
            baseline_value=data["baseline_value"],
            target_year=data["target_year"] or 2030,
            target_value=data["target_value"],
            milestones=data["milestones"] or (),
            note=data["note"],
        )

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields of the target itself, in order."""
        names = ("baseline_period", "baseline_value", "target_year", "target_value")
        return [self[name] for name in (*names, "milestones", "note")]


class EditTargetForm(GoalFields):
    """The target of a series that is settled."""


class TargetForm(GoalFields, SeriesFields):
    """The target of any series."""


class DescribeForm(forms.Form):
    """What a city says of an indicator."""

    priority = forms.BooleanField(
        label=_("One of our key values"),
        help_text=_("Key values are what the city steers by; they are split by groups first."),
        required=False,
    )
    holder = forms.CharField(
        label=_("Who holds the data"),
        help_text=_("The office or institution that has it."),
        max_length=200,
        required=False,
    )
