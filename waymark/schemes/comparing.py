"""Two editions beside each other, in sentences of the active language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.base.fields import listed
from waymark.kernel.diff import ADDED, REMOVED, Piece, compare, excerpt
from waymark.schemes.rules import Criterion, Scheme
from waymark.schemes.rules.agreed import AgreedText
from waymark.schemes.rules.overlay import Change, changes
from waymark.schemes.sidebyside import FIELDS, change_words
from waymark.schemes.wording import Asked, asked, pick

PARTS: Mapping[str, str | Promise] = {
    "questions": gettext_lazy("The question"),
    "evidence_kinds": gettext_lazy("What can prove it"),
    "indicators": gettext_lazy("Indicators"),
    "drivers": gettext_lazy("Drivers of change"),
    "paragraphs": gettext_lazy("Paragraphs of the founding document"),
    "sources": gettext_lazy("Agreed texts it rests on"),
    "provenance": gettext_lazy("Where this comes from, and how far it is verified"),
    "registers": gettext_lazy("Tables to fill in"),
    "checks": gettext_lazy("Checks of the platform"),
    "requirement": gettext_lazy("Mandatory or as relevant"),
    "origin": gettext_lazy("Origin"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "language": gettext_lazy("Language"),
    "vocabularies": gettext_lazy("Lists of options"),
    "indicator_sets": gettext_lazy("Lists of indicators"),
}
REQUIREMENTS: Mapping[str, str | Promise] = {
    "mandatory": gettext_lazy("Mandatory"),
    "as_relevant": gettext_lazy("As relevant"),
}


@dataclass(frozen=True)
class Line:
    """What one thing was and is. Of texts, `before` and `after` are marked word by word."""

    what: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True)
class Difference:
    """One difference in a sentence, and what was and is; `weight` is the class of the change."""

    sentence: str
    weight: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Part:
    """All differences of one criterion, or ("" as code) of the edition as a whole."""

    code: str
    title: str
    found: tuple[Difference, ...]


def differences(old: Scheme, new: Scheme) -> list[Part]:
    """Return what differs between two editions, criterion by criterion, the whole at the end."""
    parts: dict[str, list[Difference]] = {}
    for change in changes(old, new):
        code = change.name if change.key.startswith("criterion.") else ""
        lines = tuple(_lines(old, new, change))
        found = Difference(change_words(change), str(change.weight), lines)
        parts.setdefault(code, []).append(found)
    return [
        Part(code, _title(old, new, code), tuple(found))
        for code, found in sorted(parts.items(), key=lambda item: not item[0])
    ]


def _title(old: Scheme, new: Scheme, code: str) -> str:
    one = new.by_id.get(code) or old.by_id.get(code)
    return pick(one.title) if one else _("The edition as a whole")


def _line(what: str | Promise, before: str, after: str) -> Line:
    """A line whose two sides differ as wholes."""
    return Line(str(what), *((Piece("same", side or "–"),) for side in (before, after)))


def _texts(what: str | Promise, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Line]:
    """A line for each language in which a text differs."""
    several = len({*old, *new}) > 1
    for language in dict.fromkeys((*new, *old)):
        before, after = old.get(language, ""), new.get(language, "")
        if before == after:
            continue
        named = _("%(what)s (%(language)s)") % {"what": what, "language": language}
        pieces = excerpt(compare(before, after))
        yield Line(
            named if several else str(what),
            tuple(piece for piece in pieces if piece.kind != ADDED),
            tuple(piece for piece in pieces if piece.kind != REMOVED),
        )


def _lines(old: Scheme, new: Scheme, change: Change) -> Iterable[Line]:
    before, after = old.by_id.get(change.name), new.by_id.get(change.name)
    if before is not None and after is not None and change.key.startswith("criterion."):
        return _of_criterion(old, new, before, after, change)
    if after is not None and change.key == "criterion.added":
        return _whole(new, after)
    if before is not None and change.key == "criterion.removed":
        return [_line(FIELDS["text"], pick(before.text), "")]
    if change.key == "edition.part":
        return _of_edition(old, new, change.name)
    if change.key.startswith("level."):
        what = _("Stages it needs")
        return [_line(what, *(_stages_of(scheme, change.name) for scheme in (old, new)))]
    return []


def _whole(scheme: Scheme, one: Criterion) -> Iterator[Line]:
    yield _line(FIELDS["text"], "", pick(one.text))
    yield _line(_("When it is met"), "", demands(scheme, one))
    yield _line(PARTS["requirement"], "", str(REQUIREMENTS[one.requirement]))
    if one.sources:
        yield _line(PARTS["sources"], "", _sources(one.sources))


def _of_criterion(
    old: Scheme, new: Scheme, before: Criterion, after: Criterion, change: Change
) -> Iterator[Line]:
    kind = change.key.removeprefix("criterion.")
    if kind in ("rule", "rule_looser"):
        yield _line(_("When it is met"), demands(old, before), demands(new, after))
    elif kind in ("not_relevant", "core"):
        sides = (_("Yes") if getattr(one, kind) else _("No") for one in (before, after))
        yield _line(change_words(change), *sides)
    elif kind == "stage":
        yield _line(_("Stage"), _stage(old, before.stage), _stage(new, after.stage))
    elif kind == "question":
        labels = (", ".join(pick(q.label) for q in one.questions) for one in (before, after))
        yield _line(PARTS["questions"], *labels)
    elif kind == "texts":
        for name in change.detail:
            yield from _criterion_text(name, before, after)
    elif kind == "beside":
        for name in change.detail:
            yield _line(PARTS[name], _beside(old, before, name), _beside(new, after, name))


def _criterion_text(name: str, before: Criterion, after: Criterion) -> Iterator[Line]:
    if name == "descriptors":
        for number, pair in enumerate(zip(before.descriptors, after.descriptors, strict=True)):
            yield from _texts(FIELDS[f"descriptor_{number}"], *pair)
    elif name == "questions":
        for was, now in zip(before.questions, after.questions, strict=False):
            yield from _texts(PARTS["questions"], was.label, now.label)
    else:
        yield from _texts(FIELDS[name], getattr(before, name), getattr(after, name))


def demands(scheme: Scheme, one: Criterion) -> str:
    """Say in sentences when a criterion is met."""

    def told(part: Asked) -> str:
        return " ".join((part.sentence, *map(told, part.parts)))

    return " ".join(map(told, asked(scheme, one)))


def _stage(scheme: Scheme, name: str) -> str:
    found = (pick(stage.name) for stage in scheme.stages if stage.id == name)
    return f"{name} {next(found, '')}".strip()


def _stages_of(scheme: Scheme, level: str) -> str:
    return next((listed(one.stages) for one in scheme.levels if one.id == level), "")


def _sources(found: Iterable[AgreedText]) -> str:
    return "; ".join(f"{pick(one.document)} {one.paragraph}".strip() for one in found)


def _sources_whole(found: Iterable[AgreedText]) -> str:
    """All that is said of each, in every language: else two that differ could look the same."""

    def told(one: AgreedText) -> Iterator[str]:
        yield f"{' / '.join(one.document.values())} {one.paragraph}".strip()
        yield from one.text.values()
        if one.url:
            yield one.url

    return "\n".join(line for one in found for line in told(one))


def _labels(options: Iterable[Any], chosen: Iterable[str]) -> str:
    """Labels of chosen options; ids of those that have none."""
    known = {one.id: pick(one.label if hasattr(one, "label") else one.title) for one in options}
    return listed(known.get(name, name) for name in chosen)


_BESIDE: Mapping[str, Callable[[Scheme, Criterion], str]] = {
    "evidence_kinds": lambda scheme, one: _labels(scheme.evidence_kinds, one.evidence_kinds),
    "registers": lambda scheme, one: _labels(scheme.registers, one.registers),
    "sources": lambda scheme, one: _sources_whole(one.sources),
    "checks": lambda scheme, one: listed(check.id for check in one.checks),
    "requirement": lambda scheme, one: str(REQUIREMENTS[one.requirement]),
    "provenance": lambda scheme, one: one.provenance,
    "origin": lambda scheme, one: one.origin,
}


def _beside(scheme: Scheme, one: Criterion, name: str) -> str:
    tell = _BESIDE.get(name, lambda _scheme, one: listed(getattr(one, name)))
    return tell(scheme, one)


def _of_edition(old: Scheme, new: Scheme, name: str) -> Iterable[Line]:
    if name in ("title", "summary"):
        return _texts(PARTS[name], getattr(old, name), getattr(new, name))
    was, now = getattr(old, name), getattr(new, name)
    if isinstance(was, str):
        return _texts(PARTS[name], {"": was}, {"": now})
    told = partial(_other, {one.id: one for one in was}, {one.id: one for one in now})
    return [_line(PARTS[name], told(was), told(now))]


def _other(old: Mapping[str, Any], new: Mapping[str, Any], side: Iterable[Any]) -> str:
    """The labels of what is not the same on both sides."""
    found = [one for one in side if old.get(one.id) != new.get(one.id)]
    return _labels(found, [one.id for one in found])
