"""Questions about the unknown columns and words of a file, one field for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.base import reasons
from waymark.indicators.rules.answers import (
    BREAKDOWN,
    LEAVE_OUT,
    Answers,
    Question,
)
from waymark.indicators.rules.columns import HEADERS
from waymark.indicators.rules.groups import VOCABULARY
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.wording import dimension_name, group_name
from waymark.kernel.flow import Reason

UNSAID, WHOLE = "", "whole"
CODES = "codes"
"""Id of the list of codes to choose from, which the page draws once."""

Resolve = Callable[[str], str]
"""From what somebody typed to framework:code. Raises Unreadable."""


class QuestionFields(forms.Form):
    """One field for each question; what is left open stays a question."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question] = (),
        areas: Mapping[str, Any],
        resolve: Resolve,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.areas, self.resolve = questions, areas, resolve
        for one in questions:
            if one.kind == "indicator":
                self._indicator(one)
            else:
                self.fields[one.field] = forms.ChoiceField(
                    label=_label(one),
                    help_text=_rows(one),
                    choices=self._choices(one.kind),
                    required=False,
                    initial=WHOLE if one.answer == "" else one.answer,
                )

    def _choices(self, kind: str) -> list[Any]:
        if kind == "column":
            known = [(name, header) for name, header in HEADERS.items() if name != "label"]
            return [
                (UNSAID, _("Say what it is")),
                (BREAKDOWN, _("A breakdown: it splits the values")),
                (LEAVE_OUT, _("Nothing that we need: leave it out")),
                (_("One of our columns"), known),
            ]
        if kind == "area":
            said = [(WHOLE, _("Whole city")), *((pk, str(one)) for pk, one in self.areas.items())]
        else:
            said = [(WHOLE, _("Everybody"))]
            said += [(group, group_name(kind, group)) for group in VOCABULARY[kind]]
        return [(UNSAID, _("Say what it is")), *said, (LEAVE_OUT, _("Leave these rows out"))]

    def _indicator(self, one: Question) -> None:
        given = one.answer or ""
        self.fields[one.field] = forms.CharField(
            label=_label(one),
            help_text=_rows(one),
            widget=forms.TextInput(attrs={"list": CODES, "autocomplete": "off"}),
            required=False,
            initial="" if given == LEAVE_OUT else given,
        )
        self.fields[f"{one.field}-out"] = forms.BooleanField(
            label=_("Leave out the rows with “%(word)s”") % {"word": one.word},
            required=False,
            initial=given == LEAVE_OUT,
        )

    def clean(self) -> dict[str, Any]:
        """Find the indicators that were named; a name that nobody knows is said at its field."""
        data = super().clean() or {}
        for one in self.questions:
            text = data.get(one.field, "")
            if one.kind == "indicator" and text and not data.get(f"{one.field}-out"):
                try:
                    data[one.field] = self.resolve(text)
                except Unreadable as error:
                    sentence = reasons.sentence(Reason(error.key, error.params))
                    self.add_error(one.field, sentence)
        return data

    @property
    def answers(self) -> Answers:
        """What was said, without what was left open."""
        said: dict[str, dict[str, str]] = {}
        for one in self.questions:
            given = self.cleaned_data.get(one.field) or UNSAID
            if one.kind == "indicator" and self.cleaned_data.get(f"{one.field}-out"):
                given = LEAVE_OUT
            if given != UNSAID:
                kind = {"column": "columns"}.get(one.kind, one.kind)
                kind = "group" if kind in VOCABULARY else kind
                said.setdefault(kind, {})[one.key] = "" if given == WHOLE else given
        return Answers(**said)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of open questions, in order."""
        return self._bound(one for one in self.questions if one.answer is None)

    @property
    def answered(self) -> list[forms.BoundField]:
        """The fields of questions that have an answer."""
        return self._bound(one for one in self.questions if one.answer is not None)

    def _bound(self, questions: Iterable[Question]) -> list[forms.BoundField]:
        names = [name for one in questions for name in (one.field, f"{one.field}-out")]
        return [self[name] for name in names if name in self.fields]

    @property
    def asks_for_codes(self) -> bool:
        """Whether a code is asked for anywhere."""
        return any(one.kind == "indicator" for one in self.questions)


def _label(one: Question) -> Any:
    names = {
        "column": _("The column “%(word)s” is"),
        "indicator": _("The code “%(word)s” is"),
        "area": _("The area “%(word)s” is"),
    }
    words = names.get(one.kind, _("%(dimension)s: “%(word)s” is"))
    return words % {"word": one.word, "dimension": dimension_name(one.kind)}


def _rows(one: Question) -> Any:
    if not one.rows:
        return ""
    words = ngettext("In %(rows)s row.", "In %(rows)s rows.", one.rows) % {"rows": one.rows}
    if one.kind == "indicator":
        return _("%(words)s Write a code or a name of our lists.") % {"words": words}
    return words
