"""Forms of spaces, and the words of what is refused there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.committee import words_field
from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.community.actions.spaces import About
from waymark.community.rules.spaces import MOST_TEXT, MOST_TITLE, Access, Sort
from waymark.kernel.flow import Refused
from waymark.kernel.text import LANGUAGES
from waymark.library.forms.topics import topics_field
from waymark.people.models import Body
from waymark.places.queries import search_places

if TYPE_CHECKING:
    from waymark.community.models import Space

reasons.register(
    {
        "space.bad_text": _("The text holds characters that can’t be stored. Remove them."),
        "space.too_long": _("Use at most %(most)s characters."),
        "space.no_title": _("Give it a name."),
        "space.no_purpose": _("Say in a few sentences what it is for."),
        "space.no_note": _("Say why it ends, and what came of it: the members read it."),
        "space.not_open": _("It is not open now."),
        "space.too_few": _("Not enough members have said yes yet."),
        "space.has_time": _("There is still time to answer."),
        "space.offer_over": _("It has been answered meanwhile, or the time to answer has passed."),
        "space.in_already": _("Is a member already."),
        "space.asked_already": _("Has been asked and has not answered yet."),
        "space.left_already": _("Has left already."),
        "space.last_member": _(
            "You are the last member. Close the group with a note in the place of leaving it."
        ),
        "space.not_of_members": _("Choose one of the members’ people."),
        "space.facilitators": _("Facilitates already, or there are %(most)s facilitators."),
        "space.hubs_by_desk": _(
            "An exchange of hubs is run by a secretariat. Choose another kind."
        ),
        "space.last_facilitator": _("Name another facilitator first, or close the group."),
    }
)
ACCESS = [
    (Access.MEMBERS, _("Everybody finds it and may join; its members read what is in it")),
    (Access.CLOSED, _("Only its members find it, and those that it invites")),
    (Access.PUBLIC, _("Everybody reads; its members write")),
]
SORTS = [
    (Sort.GROUP, _("A learning group: a few cities with the same question, for a time")),
    (Sort.PRACTICE, _("A community of practice: whoever works on a subject")),
    (
        Sort.HUBS,
        _("An exchange of hubs: who leads one, and whom you invite; a secretariat runs it"),
    ),
]
SPOKEN = [(language.code, language.autonym) for language in LANGUAGES]


def put_on(form: forms.Form, refused: Refused) -> None:
    """Show what an action refused at its field, or above the form."""
    for reason in refused.reasons:
        field = str(reason.params.get("field", ""))
        form.add_error(field if field in form.fields else None, reasons.sentence(reason))


class AboutForm(forms.Form):
    """What a space says of itself."""

    title = forms.CharField(
        label=_("Name"), max_length=MOST_TITLE, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    purpose = words_field(_("What it is for"), _("Whoever finds it reads this before joining."))
    sort = forms.ChoiceField(
        label=_("What it is"), choices=SORTS, widget=forms.RadioSelect, initial=Sort.GROUP
    )
    access = forms.ChoiceField(
        label=_("Who finds it and reads"),
        choices=ACCESS,
        widget=forms.RadioSelect,
        initial=Access.MEMBERS,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which its members work"),
        choices=SPOKEN,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = topics_field(required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["purpose"].max_length = MOST_TEXT  # type: ignore[attr-defined]

    @staticmethod
    def given(row: Space) -> dict[str, Any]:
        """What holds now."""
        return {
            "title": row.title.get(row.original, str(row.title)),
            "purpose": row.purpose,
            "sort": row.sort,
            "access": row.access,
            "languages": list(row.languages),
            "topics": list(row.topics),
        }

    def about(self, language: str = "") -> About:
        """What the action takes; `language` is that of the texts, else the reader's."""
        read = self.cleaned_data
        return About(
            title=read["title"],
            purpose=read["purpose"],
            language=language or short_language(),
            sort=read["sort"],
            access=read["access"],
            topics=tuple(read["topics"]),
            languages=tuple(read["languages"]),
        )


class OpenForm(AboutForm):
    """A new space."""

    host: Any = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Body.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, hosts: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["host"].queryset = hosts  # type: ignore[attr-defined]
        self.order_fields(["host"])


class SideForm(forms.Form):
    """For which city or body somebody joins or leaves."""

    side = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, sides: list[Any]) -> None:
        super().__init__(data, initial={"side": sides[0].pk} if sides else None)
        self.sides = {side.pk: side for side in sides}
        self.fields["side"].choices = [(side.pk, str(side)) for side in sides]  # type: ignore[attr-defined]

    def chosen(self) -> Any:
        """The city, body or party that was chosen."""
        return self.sides[self.cleaned_data["side"]]


class WordsForm(forms.Form):
    """The note on closing."""

    words = words_field(_("Closing note"), _("Why it ends, and what came of it."))


def place_named(words: str) -> Any:
    """Return the one place of a name. Raises forms.ValidationError for none and for several."""
    found = list(search_places(None, words).exclude(kind="grid_cell")[:9])
    exact = [row for row in found if words.casefold() in _names(row)] or found
    if len(exact) != 1:
        wrong = _("There are several: write more of it.") if exact else _("No such city.")
        raise forms.ValidationError(wrong)
    return exact[0]


class InviteForm(forms.Form):
    """A city by its name, or a partner."""

    city = forms.CharField(
        label=_("A city, by its name"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    partner: Any = forms.ModelChoiceField(
        label=_("Or a partner"), queryset=Body.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, partners: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the one that is meant; whether it works here is nobody's to learn."""
        read: dict[str, Any] = super().clean() or {}
        city, partner = (read.get("city") or "").strip(), read.get("partner")
        if bool(city) == bool(partner):
            self.add_error(None, _("Name a city, or choose a partner: one of the two."))
        elif city:
            try:
                read["side"] = place_named(city)
            except forms.ValidationError as wrong:
                self.add_error("city", wrong)
        else:
            read["side"] = partner
        return read


def _names(row: Any) -> set[str]:
    return {row.slug, *(name.casefold() for name in row.name.values())}


class FacilitatorForm(forms.Form):
    """One of the members' people."""

    person: Any = forms.ModelChoiceField(
        label=_("A further facilitator"), queryset=None, empty_label=_("Choose")
    )

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
