"""Forms of a committee's calendar, and of a meeting that is moved or called off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import get_day_names, get_month_names
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.committee import PlanForm, words_field
from waymark.assessments.queries.calendar import zones
from waymark.assessments.rules.calendar import BOUNDS, LAST, MOST_DAYS, Calendar, Empty
from waymark.base import reasons, statuses

reasons.register(
    {
        "calendar.no_reason": _("Say why: the members read it."),
        "calendar.out_of_bounds": _("This has to lie between %(least)s and %(most)s days."),
        "calendar.no_months": _("Choose at least one month, or name days."),
        "calendar.no_weekday": _("Choose a week and a day of the week."),
        "calendar.days": _("Name each day once, and at most %(most)s of them."),
        "calendar.order": _(
            "Invite before the cut-off, and remind after it: the cut-off needs fewer days than "
            "the invitation, and at least as many as the reminder."
        ),
        "calendar.no_zone": _("Choose a time zone from the list."),
        "meeting.no_reason": _("Say why: the members read it."),
        "meeting.passed": _("This time has passed."),
    }
)
statuses.register({"cancelled": statuses.Status(_("Called off"))})

WEEKS = [
    (1, _("First")), (2, _("Second")), (3, _("Third")), (4, _("Fourth")), (LAST, _("Last")),
]  # fmt: skip
BEFORE = {
    "invite_days": _("Days before a meeting on which it is called and its members invited"),
    "cutoff_days": _("Days before a meeting by which a report has to be ready for its agenda"),
    "remind_days": _("Days before a meeting on which its members are reminded (0: never)"),
}


def _locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")


def day_names() -> list[tuple[int, str]]:
    """Return the days of the week, Monday first, in the reader's language."""
    names = get_day_names("wide", context="stand-alone", locale=_locale())
    return [(number, names[number]) for number in range(7)]


def month_names() -> list[tuple[int, str]]:
    """Return the months in the reader's language."""
    names = get_month_names("wide", context="stand-alone", locale=_locale())
    return [(number, names[number]) for number in range(1, 13)]


class CalendarForm(forms.Form):
    """When a committee meets, and what happens how long before."""

    months = forms.TypedMultipleChoiceField(
        label=_("Months in which it meets"),
        help_text=_("About four meetings a year are usual."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    week = forms.TypedChoiceField(label=_("Week of the month"), choices=WEEKS, coerce=int)
    weekday = forms.TypedChoiceField(label=_("Day of the week"), coerce=int)
    days = forms.CharField(
        label=_("Or name the days"),
        help_text=_("One each line, such as 2027-03-10. They then stand in the place of months."),
        required=False,
        max_length=20 * MOST_DAYS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
    )
    time = forms.TimeField(
        label=_("Time of day"),
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Give a time such as 14:30.")},
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Members see the time in their own zone too, and calendars convert it."),
    )
    where = forms.CharField(label=_("Place or link"), max_length=300, required=False)
    empty = forms.ChoiceField(
        label=_("If nothing is ready by then"),
        choices=[
            (Empty.CANCEL.value, _("Call the meeting off")),
            (Empty.HOLD.value, _("Hold it all the same")),
        ],
        widget=forms.RadioSelect,
    )
    reason = words_field(_("Why like this"), _("The members read it."))

    def __init__(self, data: Any = None, *, held: Calendar) -> None:
        initial = held.document() | {"days": "\n".join(day.isoformat() for day in held.days)}
        super().__init__(data, initial=initial)
        self.fields["months"].choices = month_names()  # type: ignore[attr-defined]
        self.fields["weekday"].choices = day_names()  # type: ignore[attr-defined]
        self.fields["zone"].choices = [(name, name) for name in zones()]  # type: ignore[attr-defined]
        for name, label in BEFORE.items():
            least, most = BOUNDS[name]
            self.fields[name] = forms.IntegerField(label=label, min_value=least, max_value=most)
        order = ["months", "week", "weekday", "days", "time", "zone", "where", *BEFORE]
        self.order_fields([*order, "empty", "reason"])

    def clean_days(self) -> tuple[date, ...]:
        """Read one day each line."""
        try:
            found = tuple(date.fromisoformat(day) for day in self.cleaned_data["days"].split())
        except ValueError:
            found = (date.min,)
        if any(not 2000 <= day.year < 2200 for day in found):
            raise forms.ValidationError(_("Give a day such as 2027-01-31."))
        return found

    @property
    def calendar(self) -> Calendar:
        """What was filled in."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return Calendar(**data | {"months": tuple(data["months"]), "empty": Empty(data["empty"])})


class MoveForm(forms.Form):
    """When and where a meeting is held instead."""

    starts_at: Any = PlanForm.base_fields["starts_at"]
    where: Any = PlanForm.base_fields["where"]
    reason = words_field(_("Why"), _("The members read it."), rows=2)

    def clean_starts_at(self) -> datetime:
        """A moment of our time: near the ends of the calendar zones can't be converted."""
        found: datetime = self.cleaned_data["starts_at"]
        if not 2000 <= found.year < 2200:
            raise forms.ValidationError(self.fields["starts_at"].error_messages["invalid"])
        return found


class AskForm(forms.Form):
    """Why a member wants a matter talked about."""

    reason = words_field(_("Why"), _("The members read it."), rows=2)


class CancelForm(forms.Form):
    """Why a meeting is not held."""

    reason = words_field(_("Why"), _("The members read it."), rows=2)
