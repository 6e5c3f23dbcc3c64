"""What a side types of a cooperation, what it says to a record, and the filters of the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.community import wording_cooperation as wording
from waymark.community.rules.cooperation import MOST, CooperationKind, Told
from waymark.library.forms.topics import topics_field
from waymark.library.wording import TOPICS, name


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CooperationForm(forms.Form):
    """A record as the side that drafts it writes it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    title = forms.CharField(
        label=_("Title"),
        help_text=_("In a few words: who did what together."),
        max_length=MOST["title"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=list(wording.KINDS.items()),
        widget=forms.RadioSelect,
        initial=CooperationKind.PARTNERSHIP,
    )
    topics = topics_field()
    since = _day(_("Since"))
    until = _day(_("Until"), _("Empty while it goes on."), required=False)
    told = forms.CharField(
        label=_("What was exchanged, and what came of it"),
        help_text=_("So that others can learn from it: what each side gave, and what is left."),
        max_length=MOST["told"],
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    url = forms.CharField(
        label=_("Public address"),
        help_text=_("Where everybody can read more, if there is such a page."),
        required=False,
        max_length=MOST["url"],
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )

    def written(self) -> Told:
        """What was typed, as rules read it."""
        data = self.cleaned_data
        return Told(
            data["title"],
            data["kind"],
            tuple(data["topics"]),
            data["since"],
            data["until"],
            data["told"],
            data["url"],
        )


def given(told: Told, version: int) -> dict[str, Any]:
    """What the form holds of a record before anybody types."""
    return {**vars(told), "topics": list(told.topics), "seen": version}


class TurnForm(forms.Form):
    """What a side does next, with its words."""

    turn = forms.ChoiceField(label=_("What you do"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Words to the other sides"),
        help_text=_("As you like. Only the sides read them."),
        required=False,
        max_length=MOST["why"],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, data: Any = None, *, turns: list[tuple[str, Any]]) -> None:
        super().__init__(data, initial={"turn": turns[0][0]} if len(turns) == 1 else None)
        self.fields["turn"].choices = turns  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, str]:
        """The step, and the id of the side that takes it."""
        step, _dot, side = self.cleaned_data["turn"].partition(".")
        return step, side


class FilterForm(forms.Form):
    """The filters of the public list as they stand in the address."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, asked: Mapping[str, str], *, countries: Mapping[str, Any]) -> None:
        super().__init__(asked)
        topics = {tag: name(TOPICS, tag) for tag in TOPICS}
        for field, known in (("topic", topics), ("country", countries)):
            pairs = sorted(known.items(), key=lambda pair: str(pair[1]).casefold())
            named = [(code, str(said)) for code, said in pairs]
            self.fields[field].choices = [("", _("All")), *named]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("All")), *wording.KINDS.items()]  # type: ignore[attr-defined]
