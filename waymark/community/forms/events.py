"""Forms of events and tasks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.committee import words_field
from waymark.assessments.queries.calendar import zones
from waymark.base import reasons
from waymark.community.actions.events import Plan
from waymark.community.rules.events import MOST_WHERE
from waymark.community.rules.spaces import MOST_TITLE

if TYPE_CHECKING:
    from waymark.community.models import Event

reasons.register(
    {
        "event.backwards": _("It ends before it begins."),
        "event.too_long": _("An event lasts at most %(most)s days."),
        "event.passed": _("This time has passed."),
        "event.cancelled": _("It was called off."),
        "training.no_aim": _("Say what those who take part will know or be able to do."),
        "training.is_none": _("This is no training."),
        "training.closed": _("This training is closed; nothing is changed in it."),
        "training.not_begun": _("Who takes part can be noted once it has begun."),
        "training.not_over": _("A training is closed when it is over."),
    }
)
TEXT = {"dir": "auto"}


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def _time(label: Any) -> Any:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Give a time such as 14:30.")},
    )


class EventForm(forms.Form):
    """When and where; the times are those of the zone that is chosen."""

    title = forms.CharField(
        label=_("Name of the event"), max_length=MOST_TITLE, widget=forms.TextInput(attrs=TEXT)
    )
    day = _day(_("Day"))
    begins = _time(_("Begins"))
    last_day = _day(_("Last day"), required=False, help_text=_("Only if it takes several days."))
    until = _time(_("Ends"))
    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Members see the time in their own zone too.")
    )
    where = forms.CharField(
        label=_("Place or link"),
        required=False,
        max_length=MOST_WHERE,
        widget=forms.TextInput(attrs=TEXT),
    )
    about = words_field(_("What it is about"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["zone"].choices = [(name, name) for name in zones()]  # type: ignore[attr-defined]

    @staticmethod
    def given(row: Event) -> dict[str, Any]:
        """What holds now, in the zone in which it is spoken of."""
        zone = ZoneInfo(row.zone)
        first, last = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
        return {
            "title": row.title,
            "day": first.date(),
            "begins": first.time(),
            "last_day": last.date() if last.date() != first.date() else None,
            "until": last.time(),
            "zone": row.zone,
            "where": row.where,
            "about": row.about,
            "aim": row.aim,
        }

    def clean(self) -> dict[str, Any]:
        """Days of our time: near the ends of the calendar zones can't be converted."""
        read: dict[str, Any] = super().clean() or {}
        for name in ("day", "last_day"):
            if (found := read.get(name)) and not 2000 <= found.year < 2200:
                self.add_error(name, _("Give a day between the years 2000 and 2199."))
        return read

    def plan(self) -> Plan:
        """What the action takes."""
        read = self.cleaned_data
        zone, last = ZoneInfo(read["zone"]), read["last_day"] or read["day"]
        return Plan(
            title=read["title"],
            starts=datetime.combine(read["day"], read["begins"], zone),
            ends=datetime.combine(last, read["until"], zone),
            zone=read["zone"],
            where=read["where"],
            about=read["about"],
            aim=read.get("aim", ""),
        )


class TrainingForm(EventForm):
    """A joint training: an event with an aim."""

    aim = words_field(_("Aim"), _("What those who take part will know or be able to do."))
    field_order = ["title", "aim"]


class PartsForm(forms.Form):
    """Who of the members' people took part."""

    there: Any = forms.ModelMultipleChoiceField(
        label=_("Who took part"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["there"].queryset = people  # type: ignore[attr-defined]


class ClosingForm(forms.Form):
    """The closing note of a training."""

    words = words_field(_("Closing note"), _("What was learned, and what follows from it."))


class TaskForm(forms.Form):
    """Something to do, by when and by whom."""

    title = forms.CharField(
        label=_("What is to do"), max_length=MOST_TITLE, widget=forms.TextInput(attrs=TEXT)
    )
    due = _day(_("By when"), required=False)
    who: Any = forms.ModelChoiceField(
        label=_("Who does it"), queryset=None, required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["who"].queryset = people  # type: ignore[attr-defined]
