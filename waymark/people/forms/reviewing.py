"""How available somebody is, and what an organisation is and where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.base.fields import short_language
from waymark.people.forms.profile import day_field
from waymark.people.models import Organisation
from waymark.people.rules import LIMIT_REVIEWS, MOST_REVIEWS
from waymark.places import queries as places
from waymark.places.models import Country, Place

ORGANISATIONS = {
    Organisation.Kind.CITY_ADMINISTRATION: _("The administration of a city"),
    Organisation.Kind.MINISTRY: _("A ministry"),
    Organisation.Kind.UN_ENTITY: _("An entity of the United Nations"),
    Organisation.Kind.NETWORK: _("A network"),
    Organisation.Kind.ASSOCIATION: _("An association of cities or regions"),
    Organisation.Kind.UNIVERSITY: _("A university"),
    Organisation.Kind.ADVISER: _("An adviser"),
    Organisation.Kind.CIVIL_SOCIETY: _("Civil society"),
    Organisation.Kind.OTHER: _("Something else"),
}


class AvailabilityForm(forms.Form):
    """How many reviews at once, and days without any."""

    most = forms.IntegerField(
        label=_("Reviews that you take at once"),
        help_text=_("0 for none until further notice."),
        min_value=0,
        max_value=LIMIT_REVIEWS,
        initial=MOST_REVIEWS,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    away_from = day_field(_("Away from"), required=False)
    away_until = day_field(_("Away until"), required=False, help_text=_("The last day."))


class NewOrganisationForm(forms.Form):
    """The name and kind of an organisation that nobody has named yet."""

    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, label) for kind, label in ORGANISATIONS.items()]
    )

    def clean_name(self) -> dict[str, str]:
        """Return the name in the language in which it was typed."""
        return {short_language(): self.cleaned_data["name"]}


class OrganisationForm(forms.Form):
    """What an organisation is, and where."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, label) for kind, label in ORGANISATIONS.items()]
    )
    place = forms.ModelChoiceField(
        label=_("City or region in which it sits"),
        help_text=_("Whoever has a tie to it is then known to have one to this city."),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    country = forms.ChoiceField(label=_("Country or area"), required=False)

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places.places(viewer)  # type: ignore[attr-defined]
        self.countries = {c.pk: c for c in places.countries(viewer)}
        choices = [("", _("Not known")), *((pk, str(c)) for pk, c in self.countries.items())]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    def clean_country(self) -> Country | None:
        """Return the country itself."""
        return self.countries.get(self.cleaned_data["country"])
