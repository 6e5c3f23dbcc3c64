"""Laying an overlay over its base: an ordinary scheme, or every reason why it may not lie there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import singledispatch
from typing import Any

from waymark.schemes.rules.located import Reader
from waymark.schemes.rules.model import (
    Adaptation,
    Criterion,
    Deviation,
    Option,
    Scheme,
    Source,
    Waiver,
)
from waymark.schemes.rules.nodes import (
    All,
    AtLeast,
    EvidenceRule,
    Leaf,
    Rule,
    VerifiedRule,
    leaves,
)
from waymark.schemes.rules.overlay.model import (
    AddCriterion,
    AddEvidenceKind,
    AddRule,
    Localise,
    MapSource,
    Overlay,
    Substitute,
    Tighten,
    Waive,
)
from waymark.schemes.rules.overlay.strict import STRICTER, is_stricter
from waymark.schemes.rules.semantics import check_scheme

_FREE = ("why", "guidance")  # may be said anew in the base's own language


def resolve(base: Scheme, overlay: Overlay) -> Scheme:
    """Lay `overlay` over `base`. Equal inputs give an equal scheme, byte for byte.

    Raises `InvalidDocument` with every operation that is not allowed (`$.ops[3]`) and why: it
    would loosen, it touches the rule of a core criterion, it names what does not exist, it uses a
    name outside its own namespace.
    """
    root = Reader(None)
    if overlay.base.hash != base.hash:
        root.child("base", None).child("hash", None).fail(
            "refused", why="it was made for another edition, or the edition has changed"
        )
    root.done()
    draft = _Draft(base, overlay.id)
    ops = root.child("ops", None)
    for index, op in enumerate(overlay.ops):
        _apply(op, draft, ops.child(index, None))
    root.done()
    scheme = replace(
        base,
        version=f"{base.version}+{overlay.id}.{overlay.version}",
        criteria=tuple(draft.criteria.values()),
        evidence_kinds=(*base.evidence_kinds, *draft.kinds.values()),
        adaptation=Adaptation(
            id=overlay.id,
            version=overlay.version,
            hash=overlay.hash,
            base=base.hash,
            title=overlay.title,
            deviations=tuple(draft.deviations),
            sources=tuple(draft.sources.values()),
        ),
    )
    check_scheme(root, scheme)
    root.done()
    return scheme


class _Draft:
    """What the base becomes, operation by operation."""

    def __init__(self, base: Scheme, namespace: str) -> None:
        self.base, self.namespace = base, namespace
        self.criteria: dict[str, Criterion] = dict(base.by_id)
        self.kinds: dict[str, Option] = {}
        self.deviations: list[Deviation] = []
        self.sources: dict[str, Source] = {}
        self.replaced: set[str] = set()

    def is_own(self, name: str) -> bool:
        """Whether a name lies in the overlay's namespace."""
        return name.startswith(f"{self.namespace}:")

    def of_base(self, name: str, reader: Reader, *, rule: bool) -> Criterion | None:
        """A criterion of the base, whose rule may be changed; None is a noted problem."""
        criterion = self.criteria.get(name)
        if criterion is None or name not in self.base.by_id:
            reader.fail("unknown_ref", what="a criterion of the base", value=name)
            return None
        if rule and criterion.core:
            reader.fail("refused", why=f"{name} is a core criterion, whose rule stays as it is")
            return None
        return criterion

    def ids_are_own(self, rule: Rule, criterion: str, reader: Reader) -> bool:
        """Whether every leaf of a new rule is named `B01/ke-1`, and so never takes another's id."""
        wanted = f"{criterion}/{self.namespace}-"
        wrong = [leaf.id for leaf in leaves(rule) if not leaf.id.startswith(wanted)]
        for name in wrong:
            reader.fail("refused", why=f"the id {name} does not begin with {wanted}")
        return not wrong


@singledispatch
def _apply(op: Any, draft: _Draft, reader: Reader) -> None:
    raise TypeError(f"no way to apply {type(op).__name__}")


@_apply.register
def _localise(op: Localise, draft: _Draft, reader: Reader) -> None:
    criterion = draft.of_base(op.criterion, reader.child("criterion", None), rule=False)
    if criterion is None:
        return
    name, _, number = op.field.partition("_")
    old = criterion.descriptors[int(number)] if number else getattr(criterion, op.field)
    taken = [language for language in op.texts if language in old and op.field not in _FREE]
    for language in taken:
        reader.child("texts", None).child(language, None).fail(
            "refused", why="the base says this in that language, and its words stay"
        )
    new = {**old, **op.texts}
    if number:
        texts = list(criterion.descriptors)
        texts[int(number)] = new
        draft.criteria[op.criterion] = replace(criterion, descriptors=tuple(texts))
    else:
        said: dict[str, Any] = {name: new}
        draft.criteria[op.criterion] = replace(criterion, **said)


@_apply.register
def _map_source(op: MapSource, draft: _Draft, reader: Reader) -> None:
    if op.indicator in draft.sources:
        reader.child("indicator", None).fail("duplicate", value=op.indicator)
    draft.sources[op.indicator] = Source(op.indicator, op.source)


@_apply.register
def _evidence_kind(op: AddEvidenceKind, draft: _Draft, reader: Reader) -> None:
    here = reader.child("id", None)
    if not draft.is_own(op.id):
        here.fail("refused", why=f"a new kind is named {draft.namespace}:…")
    if op.id in draft.kinds:
        here.fail("duplicate", value=op.id)
    draft.kinds[op.id] = Option(op.id, op.label)


@_apply.register
def _add_criterion(op: AddCriterion, draft: _Draft, reader: Reader) -> None:
    criterion = op.criterion
    here = reader.child("criterion", None)
    if not draft.is_own(criterion.id):
        here.child("id", None).fail("refused", why=f"a new criterion is named {draft.namespace}:…")
    if criterion.id in draft.criteria:
        here.child("id", None).fail("duplicate", value=criterion.id)
    if criterion.waived is not None:
        here.child("waived", None).fail("refused", why="a new criterion needs no waiver")
    draft.criteria[criterion.id] = replace(criterion, origin=draft.namespace)


@_apply.register
def _add_rule(op: AddRule, draft: _Draft, reader: Reader) -> None:
    criterion = draft.of_base(op.criterion, reader.child("criterion", None), rule=True)
    if criterion is None or not draft.ids_are_own(op.rule, op.criterion, reader):
        return
    old = criterion.rule
    parts = (*old.parts, op.rule) if isinstance(old, All) else (old, op.rule)
    draft.criteria[op.criterion] = _with_rule(criterion, All(parts), draft)


@_apply.register
def _tighten(op: Tighten, draft: _Draft, reader: Reader) -> None:
    name, _, _ = op.target.rpartition("/")
    here = reader.child("target", None)
    if op.param == "not_relevant":
        criterion = draft.of_base(op.target, here, rule=True)
        if criterion is not None and (op.to or not criterion.not_relevant):
            reader.child("to", None).fail("refused", why="only a change to false asks for more")
        elif criterion is not None:
            draft.criteria[op.target] = replace(criterion, not_relevant=False)
        return
    criterion = draft.of_base(name, here, rule=True)
    if criterion is None:
        return
    leaf = next((leaf for leaf in leaves(criterion.rule) if leaf.id == op.target), None)
    if leaf is None or op.target in draft.replaced:
        here.fail("unknown_ref", what="a rule of the base", value=op.target)
    elif op.param not in STRICTER[type(leaf)]:
        reader.child("param", None).fail(
            "choice", options=", ".join(STRICTER[type(leaf)]) or "nothing"
        )
    elif not is_stricter(leaf, op.param, op.to):
        now = getattr(leaf, op.param)
        reader.child("to", None).fail("refused", why=f"it asks for no more than {now} does")
    else:
        change = _swap(op.target, lambda old: replace(old, **{op.param: op.to}))
        draft.criteria[name] = replace(criterion, rule=change(criterion.rule))


@_apply.register
def _substitute(op: Substitute, draft: _Draft, reader: Reader) -> None:
    name, _, _ = op.leaf.rpartition("/")
    here = reader.child("leaf", None)
    criterion = draft.of_base(name, here, rule=True)
    if criterion is None or not draft.ids_are_own(op.rule, name, reader.child("rule", None)):
        return
    leaf = next((leaf for leaf in leaves(draft.base.by_id[name].rule) if leaf.id == op.leaf), None)
    if leaf is None or op.leaf in draft.replaced:
        here.fail("unknown_ref", what="a rule of the base", value=op.leaf)
        return
    if isinstance(leaf, VerifiedRule):
        here.fail("refused", why="nothing stands in for the reviewers")
        return
    draft.replaced.add(op.leaf)
    changed = _swap(op.leaf, lambda old: op.rule)(criterion.rule)
    draft.criteria[name] = _with_rule(criterion, changed, draft)
    draft.deviations.append(Deviation(name, "substitute", op.reason, op.leaf, op.basis))


@_apply.register
def _waive(op: Waive, draft: _Draft, reader: Reader) -> None:
    criterion = draft.of_base(op.criterion, reader.child("criterion", None), rule=True)
    if criterion is None:
        return
    if criterion.waived is not None:
        reader.child("criterion", None).fail("duplicate", value=op.criterion)
    draft.criteria[op.criterion] = replace(criterion, waived=Waiver(op.reason, op.until))
    draft.deviations.append(Deviation(op.criterion, "waive", op.reason, until=op.until))


def _swap(name: str, change: Callable[[Any], Rule]) -> Callable[[Rule], Rule]:
    """A function that changes the leaf of a name, wherever in a rule it stands."""

    def walk(rule: Rule) -> Rule:
        if isinstance(rule, All):
            return All(tuple(map(walk, rule.parts)))
        if isinstance(rule, AtLeast):
            return AtLeast(rule.n, tuple(map(walk, rule.parts)))
        return change(rule) if rule.id == name else rule

    return walk


def _with_rule(criterion: Criterion, rule: Rule, draft: _Draft) -> Criterion:
    """The criterion with a rule, and with the national kinds of evidence that the rule asks for."""
    asked = dict.fromkeys(kind for leaf in leaves(rule) for kind in _kinds(leaf))
    more = [k for k in asked if k in draft.kinds and k not in criterion.evidence_kinds]
    return replace(criterion, rule=rule, evidence_kinds=(*criterion.evidence_kinds, *more))


def _kinds(leaf: Leaf) -> Iterator[str]:
    if isinstance(leaf, EvidenceRule):
        yield from leaf.kinds
