"""A person's own page and interests."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from waymark.people.models import Interest
from waymark.places import queries as places
from waymark.places.models import Place

DAY = {"type": "date"}


def day_field(label: Any, **extra: Any) -> forms.DateField:
    """Make a field for a day, in the form that browsers send."""
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **extra)


class ProfileForm(forms.Form):
    """Name, language, time zone, mails."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Dates and times are shown in it.")
    )
    mail_notices = forms.BooleanField(label=_("Send me notices by e-mail too"), required=False)
    digest = forms.ChoiceField(
        label=_("A summary of the rest"),
        help_text=_("What is not mailed at once, such as what is new in your groups."),
        choices=[
            ("daily", _("Each day, if there is something")),
            ("weekly", _("Each week, if there is something")),
            ("never", _("Never by e-mail")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        zones = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
        self.fields["time_zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]


class InterestForm(forms.Form):
    """A standing tie to a place or an organisation."""

    kind = forms.ChoiceField(
        label=_("What ties you to it?"),
        widget=forms.RadioSelect,
        choices=[
            (Interest.Kind.EMPLOYEE.value, _("I work or have worked for it")),
            (Interest.Kind.ADVISER.value, _("I advise or have advised it")),
            (Interest.Kind.FAMILY.value, _("Somebody close to me works for it")),
            (Interest.Kind.FUNDING.value, _("Money flows between it and me or my employer")),
            (Interest.Kind.OTHER.value, _("Something else")),
        ],
    )
    place = forms.ModelChoiceField(
        label=_("City or region"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        help_text=_("Its full name, if it is not a city or region of the list."),
        max_length=150,
        required=False,
    )
    note = forms.CharField(label=_("In your words"), widget=forms.Textarea, required=False)
    since = day_field(_("Since"), required=False)
    until = day_field(_("Until"), required=False)

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places.places(viewer)  # type: ignore[attr-defined]


class UntilForm(forms.Form):
    """The day on which a tie ended."""

    until = day_field(_("Ended on"))
