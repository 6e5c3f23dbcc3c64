"""When something takes place: days and times in a zone that is chosen."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.queries.calendar import zones


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    """A field for a day."""
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def time_field(label: Any) -> Any:
    """A field for a time of the day."""
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Give a time such as 14:30.")},
    )


class WhenForm(forms.Form):
    """From when to when; the times are those of the zone that is chosen."""

    day = day_field(_("Day"))
    begins = time_field(_("Begins"))
    last_day = day_field(
        _("Last day"), required=False, help_text=_("Only if it takes several days.")
    )
    until = time_field(_("Ends"))
    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Members see the time in their own zone too.")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["zone"].choices = [(name, name) for name in zones()]  # type: ignore[attr-defined]

    @staticmethod
    def given_when(starts: datetime, ends: datetime, named: str) -> dict[str, Any]:
        """What holds now, in the zone in which it is spoken of."""
        zone = ZoneInfo(named)
        first, last = starts.astimezone(zone), ends.astimezone(zone)
        return {
            "day": first.date(),
            "begins": first.time(),
            "last_day": last.date() if last.date() != first.date() else None,
            "until": last.time(),
            "zone": named,
        }

    def clean(self) -> dict[str, Any]:
        """Days of our time: near the ends of the calendar zones can't be converted."""
        read: dict[str, Any] = super().clean() or {}
        for name in ("day", "last_day"):
            if (found := read.get(name)) and not 2000 <= found.year < 2200:
                self.add_error(name, _("Give a day between the years 2000 and 2199."))
        return read

    def moments(self) -> tuple[datetime, datetime]:
        """Beginning and end, with their zone."""
        read = self.cleaned_data
        zone, last = ZoneInfo(read["zone"]), read["last_day"] or read["day"]
        return (
            datetime.combine(read["day"], read["begins"], zone),
            datetime.combine(last, read["until"], zone),
        )
