"""An adaptation beside its base, in sentences of the active language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.base.fields import listed
from waymark.schemes.rules import Scheme, leaves
from waymark.schemes.rules.nodes import Leaf
from waymark.schemes.rules.overlay import (
    AddCriterion,
    AddEvidenceKind,
    AddRule,
    Change,
    Localise,
    MapSource,
    Op,
    Overlay,
    Substitute,
    Tighten,
    Waive,
)
from waymark.schemes.wording import leaf_words, pick

KINDS: Mapping[str, str | Promise] = {
    "localise": gettext_lazy("Say a text in another language"),
    "tighten": gettext_lazy("Ask for more"),
    "add_rule": gettext_lazy("Ask for further evidence"),
    "map_source": gettext_lazy("Say where figures are found"),
    "substitute": gettext_lazy("Put a national equivalent in place"),
    "waive": gettext_lazy("Waive for a time"),
}
"""The changes that have a form of their own; a new criterion comes with the document."""

PART_NAMES: Mapping[str, str | Promise] = {
    "texts": gettext_lazy("Texts"),
    "rule": gettext_lazy("When it is met"),
    "sources": gettext_lazy("Agreed texts it rests on"),
    "facts": gettext_lazy("Stage, evidence, indicators"),
    "retire": gettext_lazy("Retire it"),
    "new": gettext_lazy("A new criterion"),
    "edition": gettext_lazy("Title and summary of the edition"),
}
"""The parts of an edition that have a form of their own."""
FIELDS: Mapping[str, Any] = {
    "title": gettext_lazy("Title"),
    "text": gettext_lazy("What is asked"),
    "why": gettext_lazy("Why"),
    "guidance": gettext_lazy("Guidance"),
    "descriptor_0": gettext_lazy("Description of level 0"),
    "descriptor_1": gettext_lazy("Description of level 1"),
    "descriptor_2": gettext_lazy("Description of level 2"),
    "descriptor_3": gettext_lazy("Description of level 3"),
}
PARAMS: Mapping[str, Any] = {
    "min": gettext_lazy("at least"),
    "kinds": gettext_lazy("kinds of evidence"),
    "max_age_days": gettext_lazy("not older than, in days"),
    "share_percent": gettext_lazy("share in per cent"),
    "dims": gettext_lazy("split by"),
    "min_change": gettext_lazy("change by at least"),
    "min_reviewers": gettext_lazy("reviewers who accept"),
    "not_relevant": gettext_lazy("may be answered “not relevant”"),
}


@dataclass(frozen=True)
class Side:
    """One change: where, what the common edition says and what the adaptation says instead.

    `tone` is `neutral`, `tighter` or `deviation`.
    """

    index: int
    criterion: str
    title: str
    tone: str
    before: str
    after: str
    why: str = ""


def sides(base: Scheme, overlay: Overlay) -> list[Side]:
    """Return every operation of an overlay beside what it is laid over, in order."""
    own = {kind.id: pick(kind.label) for kind in _kinds(overlay)}
    told = _Telling(base, own)
    return [_side(op, told, index) for index, op in enumerate(overlay.ops)]


def _kinds(overlay: Overlay) -> list[AddEvidenceKind]:
    return [op for op in overlay.ops if isinstance(op, AddEvidenceKind)]


@dataclass(frozen=True)
class _Telling:
    base: Scheme
    kinds: Mapping[str, str]  # the overlay's own

    def found(self, name: str) -> Leaf | None:
        """A leaf of the base."""
        criterion = self.base.by_id.get(name.rpartition("/")[0])
        listed = leaves(criterion.rule) if criterion else ()
        return next((leaf for leaf in listed if leaf.id == name), None)

    def leaf(self, name: str) -> str:
        """What a leaf of the base asks."""
        leaf = self.found(name)
        return leaf_words(self.base, leaf) if leaf else ""

    def tighter(self, op: Tighten) -> str:
        """What the leaf asks once it is tightened."""
        leaf = self.found(op.target)
        change: dict[str, Any] = {op.param: op.to}
        return leaf_words(self.base, replace(leaf, **change)) if leaf else str(op.to)

    def rule(self, parts: list[Leaf]) -> str:
        """What new leaves ask, kinds of the overlay's own included."""
        texts = [leaf_words(self.base, leaf) for leaf in parts]
        words = " ".join(texts)
        for name, label in self.kinds.items():
            words = words.replace(name, label)
        return words


@singledispatch
def _side(op: Any, told: _Telling, index: int) -> Side:
    raise TypeError(f"no words for {type(op).__name__}")


@_side.register
def _localise(op: Localise, told: _Telling, index: int) -> Side:
    criterion = told.base.by_id.get(op.criterion)
    name, _bar, number = op.field.partition("_")
    old: Mapping[str, str] = {}
    if criterion is not None:
        old = criterion.descriptors[int(number)] if number else getattr(criterion, name)
    title = _("%(what)s, in: %(languages)s") % {
        "what": FIELDS[op.field],
        "languages": listed(op.texts),
    }
    return Side(index, op.criterion, title, "neutral", pick(old), " / ".join(op.texts.values()))


@_side.register
def _map_source(op: MapSource, told: _Telling, index: int) -> Side:
    title = _("Where figures of %(indicator)s are found") % {"indicator": op.indicator}
    return Side(index, "", title, "neutral", "–", pick(op.source))


@_side.register
def _evidence_kind(op: AddEvidenceKind, told: _Telling, index: int) -> Side:
    return Side(index, "", _("A kind of evidence"), "neutral", "–", pick(op.label))


@_side.register
def _add_criterion(op: AddCriterion, told: _Telling, index: int) -> Side:
    one = op.criterion
    return Side(index, one.id, _("A criterion of its own"), "tighter", "–", pick(one.title))


@_side.register
def _add_rule(op: AddRule, told: _Telling, index: int) -> Side:
    after = told.rule(list(leaves(op.rule)))
    return Side(index, op.criterion, _("Asked besides"), "tighter", "–", after)


@_side.register
def _tighten(op: Tighten, told: _Telling, index: int) -> Side:
    title = _("Asks for more: %(what)s") % {"what": PARAMS[op.param]}
    if op.param == "not_relevant":
        return Side(index, op.target, title, "tighter", _("Yes"), _("No"))
    name = op.target.rpartition("/")[0]
    return Side(index, name, title, "tighter", told.leaf(op.target), told.tighter(op))


@_side.register
def _substitute(op: Substitute, told: _Telling, index: int) -> Side:
    after = f"{told.rule(list(leaves(op.rule)))} ({op.basis})"
    name, title = op.leaf.rpartition("/")[0], _("National equivalent")
    return Side(index, name, title, "deviation", told.leaf(op.leaf), after, pick(op.reason))


@_side.register
def _waive(op: Waive, told: _Telling, index: int) -> Side:
    after = _("Does not apply until %(day)s.") % {"day": op.until.isoformat()}
    before = pick(told.base.by_id[op.criterion].title) if op.criterion in told.base.by_id else ""
    title = _("Waived for a time")
    return Side(index, op.criterion, title, "deviation", before, after, pick(op.reason))


CHANGES: Mapping[str, str | Promise] = {
    "criterion.added": gettext_lazy("%(name)s is new."),
    "criterion.removed": gettext_lazy("%(name)s is gone."),
    "criterion.rule": gettext_lazy("%(name)s: what has to hold has changed."),
    "criterion.rule_looser": gettext_lazy("%(name)s asks for less than before."),
    "criterion.not_relevant": gettext_lazy("%(name)s: whether it may be not relevant has changed."),
    "criterion.question": gettext_lazy("%(name)s asks another question."),
    "criterion.stage": gettext_lazy("%(name)s has moved to another stage."),
    "criterion.core": gettext_lazy("%(name)s: whether it is a core criterion has changed."),
    "criterion.waived": gettext_lazy("%(name)s: its waiver has changed."),
    "criterion.texts": gettext_lazy("%(name)s: texts have changed."),
    "criterion.beside": gettext_lazy("%(name)s: what stands beside the rule has changed."),
    "level.changed": gettext_lazy("The level %(name)s needs other stages."),
    "level.name": gettext_lazy("The level %(name)s has another name."),
    "level.removed": gettext_lazy("The level %(name)s is gone."),
    "stages.changed": gettext_lazy("The stages are others, or in another order."),
    "edition.part": gettext_lazy("Changed: %(name)s."),
}


def change_words(change: Change) -> str:
    """Say one difference between two editions."""
    return str(CHANGES[change.key]) % {"name": change.name}


def op_words(base: Scheme, op: Op) -> str:
    """Say what an operation is about, in a line."""
    side = _side(op, _Telling(base, {}), 0)
    return f"{side.criterion} {side.title}".strip()
