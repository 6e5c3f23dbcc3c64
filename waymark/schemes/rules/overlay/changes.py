"""What changed between two editions, of which class that is, and what it means for an overlay.

The class follows from the rules alone, so that nobody can call a change of rules editorial:
*editorial* changes no result; after a *minor* one whoever met the old edition meets the new one;
everything else is *major*. Source: change classes of the Digital Public Goods Standard
(governance, 3B), made mechanical.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from waymark.schemes.rules.located import InvalidDocument, Problem
from waymark.schemes.rules.model import Criterion, Scheme
from waymark.schemes.rules.overlay.model import (
    AddCriterion,
    AddEvidenceKind,
    Base,
    MapSource,
    Op,
    Overlay,
    Substitute,
    Tighten,
)
from waymark.schemes.rules.overlay.resolving import resolve
from waymark.schemes.rules.overlay.strict import implies


class ChangeClass(StrEnum):
    """How far a change reaches, from least to most."""

    EDITORIAL = "editorial"
    MINOR = "minor"
    MAJOR = "major"


_REACH = {ChangeClass.EDITORIAL: 0, ChangeClass.MINOR: 1, ChangeClass.MAJOR: 2}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `key` is a message key, `name` the id of what changed, `detail` more of it.

    `detail` holds names of fields for texts, and levels for stages.
    """

    key: str
    name: str
    weight: ChangeClass
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebased:
    """An overlay over a new base, as far as it goes by itself.

    `overlay` holds the operations that carry over; `stuck` are the others, each with what is in
    its way. It is safe to take without a look only where nothing is stuck and the change of the
    base was editorial.
    """

    overlay: Overlay
    stuck: tuple[tuple[Op, Problem], ...]
    change: ChangeClass

    @property
    def by_itself(self) -> bool:
        """Whether nobody needs to look at it."""
        return not self.stuck and self.change is ChangeClass.EDITORIAL


_TEXTS = ("title", "text", "why", "guidance", "descriptors", "questions")
_BESIDE = (
    *("evidence_kinds", "indicators", "drivers", "paragraphs", "sources", "provenance"),
    *("registers", "checks", "requirement", "origin"),
)


def changes(old: Scheme, new: Scheme) -> tuple[Change, ...]:
    """Every difference between two editions, in the order of the new document."""
    found = [*_criteria(old, new), *_levels(old, new)]
    for name in ("title", "summary", "provenance", "language", "evidence_kinds", "vocabularies"):
        if getattr(old, name) != getattr(new, name):
            found.append(Change("edition.part", name, ChangeClass.EDITORIAL))
    for name in ("indicator_sets", "registers"):
        if getattr(old, name) != getattr(new, name):
            found.append(Change("edition.part", name, ChangeClass.EDITORIAL))
    return tuple(found)


def class_of(old: Scheme, new: Scheme) -> ChangeClass:
    """The class of a new edition: that of its weightiest difference."""
    weights = [change.weight for change in changes(old, new)]
    return max(weights, key=_REACH.__getitem__, default=ChangeClass.EDITORIAL)


def _criteria(old: Scheme, new: Scheme) -> Iterator[Change]:
    for name, criterion in new.by_id.items():
        before = old.by_id.get(name)
        if before is None:
            yield Change("criterion.added", name, ChangeClass.MAJOR)
        elif before != criterion:
            yield from _criterion(before, criterion)
    for name in old.by_id:
        if name not in new.by_id:
            yield Change("criterion.removed", name, ChangeClass.MINOR)


def _criterion(old: Criterion, new: Criterion) -> Iterator[Change]:
    if old.rule != new.rule:
        looser = implies(old.rule, new.rule)
        key = "criterion.rule_looser" if looser else "criterion.rule"
        yield Change(key, new.id, ChangeClass.MINOR if looser else ChangeClass.MAJOR)
    if old.not_relevant != new.not_relevant:
        weight = ChangeClass.MINOR if new.not_relevant else ChangeClass.MAJOR
        yield Change("criterion.not_relevant", new.id, weight, (str(new.not_relevant).lower(),))
    if [q.id for q in old.questions] != [q.id for q in new.questions]:
        yield Change("criterion.question", new.id, ChangeClass.MAJOR)
    if old.stage != new.stage:
        yield Change("criterion.stage", new.id, ChangeClass.MAJOR, (old.stage, new.stage))
    if old.core != new.core:
        yield Change("criterion.core", new.id, ChangeClass.MAJOR, (str(new.core).lower(),))
    if old.waived != new.waived:
        yield Change("criterion.waived", new.id, ChangeClass.MAJOR)
    texts = tuple(name for name in _TEXTS if getattr(old, name) != getattr(new, name))
    if texts:
        yield Change("criterion.texts", new.id, ChangeClass.EDITORIAL, texts)
    beside = tuple(name for name in _BESIDE if getattr(old, name) != getattr(new, name))
    if beside:
        yield Change("criterion.beside", new.id, ChangeClass.EDITORIAL, beside)


def _levels(old: Scheme, new: Scheme) -> Iterator[Change]:
    before = {level.id: level for level in old.levels}
    for level in new.levels:
        was = before.pop(level.id, None)
        if was is None or set(was.stages) != set(level.stages):
            yield Change("level.changed", level.id, ChangeClass.MAJOR, level.stages)
        elif was != level:
            yield Change("level.name", level.id, ChangeClass.EDITORIAL)
    for name in before:
        yield Change("level.removed", name, ChangeClass.MAJOR)
    if [stage.id for stage in old.stages] != [stage.id for stage in new.stages]:
        yield Change("stages.changed", "stages", ChangeClass.MAJOR)


def rebase(overlay: Overlay, old: Scheme, new: Scheme) -> Rebased:
    """Lay an overlay over the next edition of its base.

    An operation carries over where the criterion that it speaks of decides as before and the new
    base still allows it; `overlay.version` stays, for whoever takes it gives it a new one. Raises
    ValueError where `old` is not the base of the overlay.
    """
    if overlay.base.hash != old.hash:
        raise ValueError("the overlay lies over another edition")
    start = replace(overlay, base=Base(new.id, new.version, new.hash), ops=())
    kept: list[Op] = []
    stuck: list[tuple[Op, Problem]] = []
    for index, op in enumerate(overlay.ops):
        try:
            _same_rule(op, index, old, new)
            resolve(new, replace(start, ops=(*kept, op)))
        except InvalidDocument as error:
            stuck.append((op, error.problems[0]))
        else:
            kept.append(op)
    return Rebased(replace(start, ops=tuple(kept)), tuple(stuck), class_of(old, new))


def _same_rule(op: Op, index: int, old: Scheme, new: Scheme) -> None:
    """Refuse an operation on a rule that is no longer what it was made for."""
    name = criterion_of(op)
    if not name:
        return
    before, after = old.by_id.get(name), new.by_id.get(name)
    if after is None or (before is not None and before.rule_hash != after.rule_hash):
        why = "the new edition has dropped it" if after is None else "its rule has changed"
        raise InvalidDocument([Problem(f"$.ops[{index}]", "refused", {"why": f"{name}: {why}"})])


def criterion_of(op: Op) -> str:
    """The criterion of the base that an operation speaks of; "" for one that speaks of none."""
    if isinstance(op, AddCriterion | AddEvidenceKind | MapSource):
        return ""
    if isinstance(op, Tighten):
        return op.target if op.param == "not_relevant" else op.target.rpartition("/")[0]
    return op.leaf.rpartition("/")[0] if isinstance(op, Substitute) else op.criterion
