"""HTTP text to plain values: a place's figures and its boundary."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.places.models import Place
from waymark.places.rules.boundary import MAX_BYTES

URBANISATION = [
    ("", _("Not known")),
    (Place.Urbanisation.CITY.value, _("City (densely populated)")),
    (Place.Urbanisation.TOWN.value, _("Town or semi-dense area")),
    (Place.Urbanisation.RURAL.value, _("Rural area")),
]


class PlaceForm(forms.Form):
    """Population, degree of urbanisation, web page."""

    population = forms.IntegerField(
        label=_("Population"), min_value=1, max_value=10**10, required=False
    )
    population_year = forms.IntegerField(
        label=_("In the year"), min_value=1900, max_value=2100, required=False
    )
    urbanisation = forms.ChoiceField(
        label=_("Degree of urbanisation"), choices=URBANISATION, required=False
    )
    website = forms.URLField(label=_("Official web page"), required=False, assume_scheme="https")


class BoundaryForm(forms.Form):
    """A GeoJSON file."""

    file = forms.FileField(
        label=_("File with the boundary"),
        help_text=_("GeoJSON in WGS 84, one area, at most 2 MB. Any mapping program can save it."),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )

    def clean_file(self) -> bytes:
        """Return the bytes, one more than may be at most, so that the rules see too much."""
        return bytes(self.cleaned_data["file"].read(MAX_BYTES + 1))
