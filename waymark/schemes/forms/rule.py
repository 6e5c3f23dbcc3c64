"""The rule of a criterion through a form: the closed language, and nothing else can be entered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from waymark.schemes.forms.changes import number
from waymark.schemes.forms.drafts import Draft, PartForm, in_order, kinds, several
from waymark.schemes.rules import edits
from waymark.schemes.rules.drafting import free_leaf_id
from waymark.schemes.rules.nodes import (
    All,
    AnswerRule,
    AtLeast,
    EvidenceRule,
    Leaf,
    ProgressRule,
    ReportedRule,
    Rule,
    VerifiedRule,
    rule_document,
)
from waymark.schemes.sidebyside import PARAMS
from waymark.schemes.wording import leaf_words

KINDS: Mapping[str, str | Promise] = {
    "answer": _("A level that the city gives itself"),
    "evidence": _("Evidence"),
    "reported": _("Figures of indicators"),
    "progress": _("Progress of an indicator"),
    "verified": _("Reviewers who accept it"),
}
_LEVELS = [(str(level), str(level)) for level in range(4)]
_PATH = re.compile(r"\.rule\.(?:all|of)\[(\d+)\](?:\.(\w+))?")
_LISTS = ("indicators", "dims")


def _label(name: str) -> str:
    """A parameter's name at the beginning of a line."""
    return capfirst(str(PARAMS[name]))


def _whole(label: Any, *, required: bool = True, most: int = 36_600) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=most, required=required)


def _words(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=2_000)


Make = Callable[[Draft], Mapping[str, forms.Field]]
_FIELDS: Mapping[type, Make] = {
    AnswerRule: lambda draft: {
        "min": forms.ChoiceField(label=_("Level, at least"), choices=_LEVELS)
    },
    EvidenceRule: lambda draft: {
        "kinds": forms.MultipleChoiceField(
            label=_label("kinds"),
            choices=[one for one in kinds(draft.scheme) if one[0] in draft.one.evidence_kinds],
            widget=forms.CheckboxSelectMultiple,
        ),
        "min": _whole(_("How many at least"), most=1000),
        "max_age_days": _whole(_label("max_age_days"), required=False),
    },
    ReportedRule: lambda draft: {
        "indicators": _words(_("Indicators")),
        "share_percent": _whole(_label("share_percent"), most=100),
        "max_age_days": _whole(_label("max_age_days"), required=False),
        "dims": _words(_label("dims"), required=False),
    },
    ProgressRule: lambda draft: {
        "indicator": _words(_("Indicator")),
        "direction": forms.ChoiceField(
            label=_("Better is"), choices=[("up", _("more")), ("down", _("less"))]
        ),
        "min_change": _words(_label("min_change")),
    },
    VerifiedRule: lambda draft: {"min_reviewers": _whole(_label("min_reviewers"), most=15)},
}


class RuleForm(PartForm):
    """What has to hold: each demand with its parameters, how many of them, and one more."""

    join = forms.ChoiceField(
        label=_("How many of these have to hold"),
        choices=[("all", _("All of them")), ("at_least", _("At least so many"))],
    )
    n = _whole(_("So many"), required=False, most=50)
    add = forms.ChoiceField(
        label=_("One more demand"), choices=[("", _("None")), *KINDS.items()], required=False
    )

    @property
    def parts(self) -> tuple[Rule, ...]:
        """The demands that are there."""
        rule = self.draft.one.rule
        return rule.parts if isinstance(rule, All | AtLeast) else (rule,)

    def leaves(self) -> Iterator[tuple[int, Leaf]]:
        """Those that have a form; others hold further demands and are kept as they are."""
        for place, part in enumerate(self.parts):
            if not isinstance(part, All | AtLeast):
                yield place, part

    def now(self, draft: Draft) -> dict[str, Any]:
        """How the demands are joined, and their parameters."""
        rule = draft.one.rule
        found: dict[str, Any] = {"join": "at_least" if isinstance(rule, AtLeast) else "all"}
        found["n"] = rule.n if isinstance(rule, AtLeast) else None
        for place, leaf in self.leaves():
            for name in _FIELDS[type(leaf)](draft):
                value = getattr(leaf, name)
                found[f"{place}-{name}"] = ", ".join(value) if name in _LISTS else value
        return found

    def fill(self) -> None:
        """Fields of each demand, and a box that takes it out."""
        for place, leaf in self.leaves():
            for name, field in _FIELDS[type(leaf)](self.draft).items():
                self.fields[f"{place}-{name}"] = field
            out = forms.BooleanField(label=_("Take this demand out"), required=False)
            self.fields[f"{place}-out"] = out

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each demand with its fields, then how they are joined, then one more."""
        found = []
        for place, part in enumerate(self.parts):
            names = [name for name in self.fields if name.startswith(f"{place}-")]
            heading = (
                __("Demands within a demand: they can be changed in the whole document.")
                if isinstance(part, All | AtLeast)
                else leaf_words(self.draft.scheme, part)
            )
            found.append((f"{place + 1}. {heading}", [self[name] for name in names]))
        return [*found, (__("Together"), [self["join"], self["n"], self["add"]])]

    def clean(self) -> dict[str, Any]:
        """Something has to be left, and no more can be asked for than there is."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        parts = len(self._kept()) + bool(data.get("add"))
        if not parts:
            self.add_error("add", __("At least one demand has to stay."))
        if data.get("join") == "at_least":
            if not data.get("n"):
                self.add_error("n", __("Say how many."))
            elif data["n"] > parts:
                self.add_error("n", __("There are fewer demands than that."))
        return data

    def _kept(self) -> list[int]:
        return [n for n in range(len(self.parts)) if not self.cleaned_data.get(f"{n}-out")]

    def made(self) -> edits.Document:
        """The criterion with this rule."""
        data = self.cleaned_data
        parts = [self._part(place) for place in self._kept()]
        if data["add"]:
            parts.append(self._usual(data["add"]))
        rule: dict[str, Any] = {"all": parts}
        if data["join"] == "at_least":
            rule = {"at_least": data["n"], "of": parts}
        return edits.with_members(self.draft.document, self.draft.one.id, {"rule": rule})

    def _part(self, place: int) -> dict[str, Any]:
        part = self.parts[place]
        made: dict[str, Any] = rule_document(part)
        if isinstance(part, All | AtLeast):
            return made
        for name in _FIELDS[type(part)](self.draft):
            made[name] = self._value(name, self.cleaned_data[f"{place}-{name}"])
        if isinstance(part, EvidenceRule):
            made["kinds"] = in_order(made["kinds"], part.kinds)
        return {name: value for name, value in made.items() if value not in (None, [])}

    def _value(self, name: str, value: Any) -> Any:
        if name in _LISTS:
            return several(value)
        return number(value) if name in ("min", "min_change") else value

    def _usual(self, kind: str) -> dict[str, Any]:
        """A demand of a kind as it usually is; its parameters can be changed next."""
        one = self.draft.one
        first = next((name for name in one.indicators if not name.startswith("set:")), "")
        body: Mapping[str, dict[str, Any]] = {
            "answer": {"question": one.questions[0].id, "min": 2},
            "evidence": {"kinds": list(one.evidence_kinds), "min": 1},
            "reported": {"indicators": list(one.indicators), "share_percent": 80},
            "progress": {"indicator": first, "direction": "up", "min_change": 1},
            "verified": {"min_reviewers": 2},
        }
        return {"kind": kind, "id": free_leaf_id(one, self.draft.used), **body[kind]}

    def field_of(self, path: str) -> str | None:
        """The parameter of the demand that a problem speaks of."""
        found = _PATH.search(path)
        if found is None:
            return None
        kept = self._kept()
        place = int(found[1])
        if place >= len(kept):
            return "add"
        name = f"{kept[place]}-{found[2]}"
        return name if name in self.fields else None
