"""A value, a target, and what a city says of an indicator."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.indicators.forms.about import SeriesFields
from waymark.indicators.forms.fields import ReadField
from waymark.indicators.rules import cells
from waymark.indicators.rules.facts import (
    MAX_NOTE,
    MAX_PERIOD,
    MAX_QUALITY,
    MAX_SOURCE,
    MAX_TEXT,
    Goal,
    Value,
)
from waymark.indicators.wording import (
    SOURCE_TYPE_NAMES,
    STATUS_NAMES,
)

STATUS_CHOICES = [(code, name) for code, name in STATUS_NAMES.items()]
SOURCE_TYPE_CHOICES = [("", _("Not said")), *SOURCE_TYPE_NAMES.items()]
TOLD = (
    *("period", "value", "text", "status", "source", "source_type", "method", "sample_size"),
    *("margin", "quality", "next_update", "note"),
)
"""The fields of a value, in the order in which they are asked."""


def _period(text: str) -> str:
    cells.read_period(text)
    return " ".join(text.split())


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
        help_text=_("Leave it empty for a missing or suppressed value, and for an entry in words."),
        read=cells.read_number,
    )
    text = forms.CharField(
        label=_("Entry in words"),
        help_text=_(
            "For what can’t be put into a number. It is shown as it is and never reckoned."
        ),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    status = forms.ChoiceField(label=_("Status"), choices=STATUS_CHOICES, initial="A")
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Who published it, and where."),
        max_length=MAX_SOURCE,
        required=False,
    )
    source_type = forms.ChoiceField(
        label=_("Type of source"), choices=SOURCE_TYPE_CHOICES, required=False
    )
    method = forms.CharField(label=_("Method"), max_length=MAX_SOURCE, required=False)
    sample_size = ReadField(label=_("Sample size"), read=cells.read_count)
    margin = ReadField(
        label=_("Margin of error"), help_text=_("In the unit of the value."), read=cells.read_margin
    )
    quality = forms.CharField(
        label=_("Quality"),
        help_text=_("A short word of the source’s own, such as A or “reliable”."),
        max_length=MAX_QUALITY,
        required=False,
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
            source_type=data["source_type"],
            quality=data["quality"],
            text=data["text"],
        )

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields of the value itself, in order."""
        return [self[name] for name in TOLD]


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
    counts_people = forms.BooleanField(
        label=_("Counts the people of each group or area"),
        help_text=_(
            "Such as the population by sex, age or district. Its values then weigh the groups of "
            "other indicators when gaps are worked out."
        ),
        required=False,
    )
    holder = forms.CharField(
        label=_("Who holds the data"),
        help_text=_("The office or institution that has it."),
        max_length=200,
        required=False,
    )
