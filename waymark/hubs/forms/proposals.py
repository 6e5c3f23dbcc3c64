"""Forms of proposals: beginning one, and what the secretariat does with a first step."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.base import statuses
from waymark.hubs.forms.calls import day_field, text_field, time_field
from waymark.hubs.models import Call
from waymark.hubs.rules.calls import MOST
from waymark.kernel.text import LANGUAGES
from waymark.places.models import Place


class ProposeForm(forms.Form):
    """For which place, and in which language."""

    place = forms.ChoiceField(label=_("For whom?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the proposal"), help_text=_("The call names these.")
    )

    def __init__(self, *args: Any, call: Call, places: list[Place], **more: Any) -> None:
        super().__init__(*args, **more)
        autonyms = {one.code: one.autonym for one in LANGUAGES}
        choices = {
            "place": [(place.pk, str(place)) for place in places],
            "language": [(code, autonyms.get(code, code)) for code in call.languages],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
            if len(found) == 1:
                self.initial.setdefault(name, found[0][0])


class AskForm(forms.Form):
    """Until when the second step is taken, in the zone of the call."""

    until_day = day_field(_("Second step to be handed in on"))
    until_time = time_field(
        _("at"), time(23, 59, 59), _("What arrives within this second is in time.")
    )

    def __init__(self, *args: Any, zone: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.zone = ZoneInfo(zone)
        self.fields["until_day"].required = True
        self.fields["until_day"].help_text = _("In the time zone of the call: %(zone)s.") % {
            "zone": zone
        }

    def clean(self) -> dict[str, Any]:
        """A day of our time."""
        read: dict[str, Any] = super().clean() or {}
        if (day := read.get("until_day")) and not 2000 <= day.year < 2200:
            self.add_error("until_day", _("Give a day between the years 2000 and 2199."))
        return read

    def until(self) -> datetime:
        """The last second."""
        data = self.cleaned_data
        hour = data["until_time"] if data["until_time"] is not None else time(23, 59, 59)
        return datetime.combine(data["until_day"], hour, self.zone)


class TurnDownForm(forms.Form):
    """Why a proposal is not taken further."""

    reason = text_field(_("Why it is not taken further"), MOST["why"], _("Its leader reads this."))


class ListForm(forms.Form):
    """How the list of proposals is narrowed."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("By the day of handing in")), ("name", _("By name"))],
    )

    def __init__(self, *args: Any, states: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        found = [(state, statuses.find(state).label) for state in states]
        self.fields["state"].choices = [("", _("All")), *found]  # type: ignore[attr-defined]
