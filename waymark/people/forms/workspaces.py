"""Asking for a workspace, and the people in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.people import queries
from waymark.people.models import Department
from waymark.people.rules import WorkspaceRole
from waymark.places import queries as places
from waymark.places.models import Country, Place

NEW = "new"
ROLES = [
    (WorkspaceRole.LEAD.value, _("Lead: works on everything, invites and removes colleagues")),
    (WorkspaceRole.EDITOR.value, _("Editor: enters data, answers and evidence")),
    (WorkspaceRole.SIGNATORY.value, _("Signatory: edits, and signs and submits for the city")),
    (WorkspaceRole.VIEWER.value, _("Viewer: reads everything, changes nothing")),
]
OUTSIDE = (
    WorkspaceRole.CONTRIBUTOR.value,
    _("Contributor: from outside, proposes values, and sees nothing of the workspace"),
)
"""Offered where the city takes contributions, and where somebody has that role already."""
KINDS = [
    (Place.Kind.CITY.value, _("City or municipality")),
    (Place.Kind.DISTRICT.value, _("District of a city")),
    (Place.Kind.REGION.value, _("Region")),
    (Place.Kind.METROPOLITAN.value, _("Metropolitan area")),
]


class FindForm(forms.Form):
    """First step: which country, which place."""

    country = forms.ChoiceField(label=_("Country or area"))
    name = forms.CharField(label=_("Name of the city or region"), max_length=150)

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.countries = {c.pk: c for c in places.countries(viewer)}
        choices = [("", ""), *((pk, str(c)) for pk, c in self.countries.items())]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    def clean_country(self) -> Country:
        """Return the country itself."""
        return self.countries[self.cleaned_data["country"]]


class AskForm(forms.Form):
    """Second step: one of the places found or a new one, and who is asking."""

    place = forms.ChoiceField(label=_("Is it one of these?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What is it?"), choices=KINDS, initial=Place.Kind.CITY)
    office = forms.CharField(
        label=_("Your office"),
        help_text=_("The department and position in which you work for it."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    message = forms.CharField(
        label=_("Message to the secretariat"),
        help_text=_("Whatever helps to see that you speak for it, such as an official web page."),
        max_length=4000,
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, name: str, found: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {place.pk: place for place in found}
        field = self.fields["place"]
        new = _("No, “%(name)s” is new here") % {"name": name}
        field.choices = [*((pk, str(p)) for pk, p in self.found.items()), (NEW, new)]  # type: ignore[attr-defined]
        if not self.found:
            field.widget = forms.HiddenInput()
            field.initial = NEW

    def clean_place(self) -> Place | None:
        """Return the chosen place; None for a new one."""
        return self.found.get(self.cleaned_data["place"])


class ReasonForm(forms.Form):
    """Why a request is refused."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person who asked will read it."),
        max_length=4000,
        widget=forms.Textarea,
    )


class MemberForm(forms.Form):
    """A member's role and department."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, viewer: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = queries.departments(viewer, place)  # type: ignore[attr-defined]
        if self.initial.get("role") == OUTSIDE[0] or queries.takes_contributions(viewer, place):
            self.fields["role"].choices = [*ROLES, OUTSIDE]  # type: ignore[attr-defined]


class InviteForm(MemberForm):
    """Whom to invite, in which role and department."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ["email", "role", "department"]


class DepartmentForm(forms.Form):
    """A department's name."""

    name = forms.CharField(label=_("Name of the department"), max_length=150)
