"""The answers of one page of a diagnostic, as a city types them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.actions.diagnosing import Typed
from waymark.assessments.rules.diagnosing import ELSEWHERE, LEVELS, MOST_NOTE, Said, token
from waymark.schemes.rules import Criterion


@dataclass(frozen=True)
class Asked:
    """One question with its fields, for the page."""

    question: Criterion
    level: forms.BoundField
    note: forms.BoundField
    shown: str  # the token of the answer that the page knows

    @property
    def options(self) -> list[tuple[str, Any]]:
        """The four descriptions by their level."""
        return list(zip(LEVELS, self.question.descriptors, strict=True))


class TopicForm(forms.Form):
    """The questions of one topic: a description to choose for each, and words."""

    def __init__(
        self, data: Any = None, *, questions: Iterable[Criterion], said: Mapping[str, Said]
    ) -> None:
        super().__init__(data)
        self.questions, self.said = tuple(questions), said
        self.told: frozenset[str] = frozenset()  # of which a page drawn again says what stands
        for one in self.questions:
            now = said.get(one.id, Said())
            self.fields[f"level-{one.id}"] = forms.ChoiceField(
                choices=[(level, level) for level in ("", *LEVELS, ELSEWHERE)],
                required=False,
                initial=now.level,
                error_messages={"invalid_choice": _("Choose one of the descriptions.")},
            )
            self.fields[f"note-{one.id}"] = forms.CharField(
                required=False, max_length=MOST_NOTE, initial=now.note
            )
            self.fields[f"shown-{one.id}"] = forms.CharField(required=False, max_length=40)

    def asked(self) -> Iterator[Asked]:
        """The questions in order."""
        for one in self.questions:
            level, note = self[f"level-{one.id}"], self[f"note-{one.id}"]
            yield Asked(one, level, note, self._known(one.id))

    def _known(self, question: str) -> str:
        """What is drawn again with what was typed knows no more than before, unless it is told."""
        if self.is_bound and question not in self.told:
            return str(self[f"shown-{question}"].value() or "")
        return token(self.said.get(question, Said()))

    def known(self, questions: Iterable[str]) -> dict[str, str]:
        """What a page that stays open knows of some questions from now on, by field."""
        return {f"shown-{name}": token(self.said.get(name, Said())) for name in questions}

    def typed(self) -> dict[str, Typed]:
        """What was typed, by question; line ends are those of Unix."""
        read = self.cleaned_data
        return {
            one.id: Typed(
                Said(read[f"level-{one.id}"], read[f"note-{one.id}"].replace("\r\n", "\n").strip()),
                read[f"shown-{one.id}"],
            )
            for one in self.questions
        }
