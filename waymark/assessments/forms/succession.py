"""The forms by which a secretariat enters what became of a place, and takes a mistake back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.life import long_text
from waymark.base import reasons, statuses
from waymark.kernel import text
from waymark.people.forms.workspaces import ROLES
from waymark.places.rules.succession import Kind

reasons.register(
    {
        "carry.not_followed": _("That city does not follow on this one."),
        "carry.other_scheme": _("That case is of another scheme."),
        "carry.done": _("It has taken over from this case already."),
        "carry.handed_in": _("That case has been handed in: its answers stay as they are."),
        "carry.nothing": _("There is nothing that would go along."),
        "carry.changed": _("Something has changed meanwhile. Look again at what would go along."),
        "carry.not_yours": _("You don’t work for the city that ended."),
        "case.place_ended": _(
            "The city has ended: it became part of another or was divided. A case can be opened "
            "for what it became."
        ),
    }
)
statuses.register(
    {
        "succession.merge": statuses.Status(_("Merger"), "info"),
        "succession.split": statuses.Status(_("Division"), "info"),
        "succession.rename": statuses.Status(_("New name"), "info"),
        "succession.boundary": statuses.Status(_("Changed boundary"), "info"),
        "succession.undone": statuses.Status(_("Undone"), "warn"),
        "place.ended": statuses.Status(_("Has ended"), "warn"),
    }
)
KINDS = {
    Kind.MERGE: _("Other places became part of it"),
    Kind.SPLIT: _("It was divided"),
    Kind.RENAME: _("It has a new name"),
    Kind.BOUNDARY: _("Its boundary was changed"),
}
OTHERS = {
    Kind.MERGE: _("Which places became part of it, and ended?"),
    Kind.SPLIT: _("Which places did it become?"),
    Kind.BOUNDARY: _("Which places gained or lost area by it?"),
}
LANGUAGES = [(one.code, one.autonym) for one in text.LANGUAGES]


class ChangeForm(forms.Form):
    """What happened, to which places, when, and by which act of law."""

    others = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one place."),
            "invalid_choice": _("Choose from the places that are shown."),
        },
    )
    goes_on = forms.BooleanField(
        label=_("It goes on itself, smaller"),
        help_text=_("It keeps its certificates, cases and people."),
        required=False,
    )
    new_name = forms.CharField(label=_("New name"), max_length=150)
    language = forms.ChoiceField(label=_("In which language is that?"), choices=LANGUAGES)
    second_name = forms.CharField(
        label=_("The same in another language"), max_length=150, required=False
    )
    second_language = forms.ChoiceField(
        label=_("In which language is that?"), choices=[("", "–"), *LANGUAGES], required=False
    )
    effective_on = forms.DateField(
        label=_("From which day on?"),
        help_text=_("The day on which it took effect, as the act says."),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )
    act = forms.CharField(
        label=_("By which law, decree or decision?"),
        help_text=_("As it is cited. Everybody reads it."),
        max_length=300,
    )
    act_url = forms.URLField(
        label=_("Its address on the web"),
        required=False,
        max_length=400,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://"}),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, kind: Kind, places: Sequence[Any], **kwargs: Any):
        super().__init__(data, **kwargs)
        drop = {"goes_on"} if kind != Kind.SPLIT else set()
        if kind == Kind.RENAME:
            drop.add("others")
        else:
            drop |= {"new_name", "language", "second_name", "second_language"}
            field = self.fields["others"]
            field.label = OTHERS[kind]
            field.required = kind != Kind.BOUNDARY
            field.choices = [(place.pk, str(place)) for place in places]  # type: ignore[attr-defined]
        for name in drop:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Two names are of two languages."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("second_name") and data.get("second_language") in {"", data.get("language")}:
            self.add_error("second_language", _("Choose another language for the second name."))
        return data

    @property
    def names(self) -> dict[str, str]:
        """The new name by language, empty where it is no new name."""
        data = self.cleaned_data
        found = {data.get("language", ""): data.get("new_name", "")}
        if data.get("second_name"):
            found[data["second_language"]] = data["second_name"]
        return {code: name for code, name in found.items() if name}


class UndoForm(forms.Form):
    """Why what was entered was a mistake."""

    reason = long_text(_("What was wrong with it"), _("It stays on record beside the entry."))


class HeirForm(forms.Form):
    """Who of a successor gets into the workspace of the place that ended, as what, and why."""

    person = forms.ChoiceField(
        label=_("Who of what it became?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a person.")},
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)
    reason = long_text(_("Why"), _("It stays on record."))

    def __init__(self, data: Any = None, *, people: Sequence[tuple[Any, Any]]) -> None:
        super().__init__(data)
        named = [(user.pk, f"{user.name} ({place})") for user, place in people]
        self.fields["person"].choices = named  # type: ignore[attr-defined]
