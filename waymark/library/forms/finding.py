"""What the address of the list asks for, and the choices that its filters offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.library import wording
from waymark.library.queries.items import STATES, Present, Wanted
from waymark.library.rules.vocabulary import KINDS, STAGES, TOPICS

LIMITS = {"kind": 20, "topic": 30, "language": 3, "stage": 1, "criterion": 20}
LIMITS |= {"state": 10, "publisher": 80}


def wanted(given: Mapping[str, Any], *, curator: bool) -> Wanted:
    """Read a query; what does not occur simply finds nothing."""
    told = {name: str(given.get(name, ""))[:most].strip() for name, most in LIMITS.items()}
    if told["state"] not in STATES or (told["state"] == "hidden" and not curator):
        told["state"] = ""
    return Wanted(words=str(given.get("q", ""))[:100].strip(), **told)


def filters_in_words(asked: Wanted) -> str:
    """Say what is looked for, as a title does; "" for everything."""
    said = (
        asked.words,
        wording.name(wording.KINDS, asked.kind) if asked.kind else "",
        wording.name(wording.TOPICS, asked.topic) if asked.topic else "",
        wording.language_name(asked.language) if asked.language else "",
        asked.stage,
        asked.criterion,
        asked.publisher,
    )
    return " · ".join(filter(None, said))


class FindForm(forms.Form):
    """The filters as they stand in the address."""

    q = forms.CharField(
        label=__("Words"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )
    kind = forms.ChoiceField(label=__("Kind"), required=False)
    topic = forms.ChoiceField(label=__("Topic"), required=False)
    language = forms.ChoiceField(label=__("Language"), required=False)
    stage = forms.ChoiceField(label=__("Stage"), required=False)
    criterion = forms.ChoiceField(label=__("Helps with"), required=False)
    state = forms.ChoiceField(label=__("State"), required=False)
    publisher = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        asked: Wanted,
        present: Present,
        criteria: Iterable[tuple[str, str]],
        *,
        curator: bool,
    ) -> None:
        told = {name: getattr(asked, name) for name in LIMITS} | {"q": asked.words}
        super().__init__(initial=told)
        criteria = list(criteria)
        if asked.criterion and asked.criterion not in dict(criteria):
            criteria.append((asked.criterion, asked.criterion))
        states = [("unchecked", _("Address not checked")), ("checked", _("Address checked"))]
        if curator:
            states.append(("hidden", _("Hidden")))
        self._offer("kind", _named(wording.KINDS, KINDS, present.kinds))
        self._offer("topic", _named(wording.TOPICS, TOPICS, present.topics))
        self._offer("language", _languages(present.languages))
        self._offer("stage", [(stage, stage) for stage in STAGES])
        self._offer("criterion", criteria)
        self._offer("state", states)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *choices]


def _named(
    words: Mapping[str, wording.Label], tags: Iterable[str], present: frozenset[str]
) -> list[tuple[str, str]]:
    found = [(tag, wording.name(words, tag)) for tag in tags if tag in present]
    return sorted(found, key=lambda choice: choice[1])


def _languages(codes: frozenset[str]) -> list[tuple[str, str]]:
    return sorted(((code, wording.language_name(code)) for code in codes), key=lambda one: one[1])
