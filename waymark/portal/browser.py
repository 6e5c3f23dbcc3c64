"""A scheme's document arranged for reading: stages, levels, one criterion with its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.base.fields import Words, listed
from waymark.base.templatetags.house import words
from waymark.kernel import text
from waymark.schemes import queries
from waymark.schemes.models import Edition
from waymark.schemes.rules import Criterion, Level, Option, Scheme, Stage
from waymark.schemes.wording import asked, pick

MOST_KEPT = 128  # drawn stages that a process remembers, some 20 KB each
_kept: dict[tuple[str, ...], SafeString] = {}


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see of an edition: a stage, words in a title or a text."""

    stage: str = ""
    words: str = ""

    def keeps(self, criterion: Criterion) -> bool:
        """Tell whether a criterion is wanted."""
        if self.stage and criterion.stage != self.stage:
            return False
        if not self.words:
            return True
        texts = (criterion.title, criterion.text, criterion.guidance)
        held = " ".join([criterion.id, *(part for t in texts for part in t.values())])
        return text.skeleton(self.words) in text.skeleton(held)


@dataclass(frozen=True)
class Row:
    """A criterion on the list: what the tag `tasks` shows."""

    code: str
    title: str
    url: str
    status: str


@dataclass(frozen=True)
class StageView:
    """A stage with the criteria that are shown."""

    stage: Stage
    level: Level | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Card:
    """A scheme on the list of schemes."""

    edition: Edition
    scheme: Scheme
    criteria: int
    mandatory: int


def edition(viewer: Any, slug: str, version: str) -> Edition | None:
    """Return the edition that a reader asks for: a version, or the one in force; or None."""
    if version:
        return queries.edition(viewer, slug, version)
    return queries.current_edition(viewer, slug)


def chosen(editions: Sequence[Edition], version: str) -> Edition | None:
    """Return which of a scheme's editions is asked for: a version, or the one in force."""
    if version:
        return next((each for each in editions if each.version == version), None)
    return next((each for each in editions if each.state == Edition.State.PUBLISHED), None)


def pinned(edition: Edition) -> str:
    """Return the version that links have to name so that they stay in this edition."""
    return "" if edition.state == Edition.State.PUBLISHED else edition.version


def card(edition: Edition, scheme: Scheme) -> Card:
    """Return what the list shows of a scheme."""
    mandatory = sum(criterion.requirement == "mandatory" for criterion in scheme.criteria)
    return Card(edition, scheme, len(scheme.criteria), mandatory)


def stages(edition: Edition, scheme: Scheme, wanted: Filter) -> SafeString:
    """Draw the stages that hold a wanted criterion, each with the level it completes.

    Drawn once per edition, language and stage unless words are sought: an edition whose hash is
    known never changes.
    """
    version = pinned(edition)
    if wanted.words:
        return _drawn(scheme, wanted, version)
    key = (edition.sha256, version, get_language() or "", wanted.stage)
    found = _kept.get(key)
    if found is None:
        found = _drawn(scheme, wanted, version)
        if found:  # what is asked for and not there is not worth keeping
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = found
    return found


def _drawn(scheme: Scheme, wanted: Filter, version: str) -> SafeString:
    views = _stages(scheme, wanted, version)
    return (
        render_to_string("portal/parts/stages.html", {"stages": views}) if views else SafeString()
    )


def _stages(scheme: Scheme, wanted: Filter, version: str) -> list[StageView]:
    """Return the wanted stages; version: "" or the one that the links stay in."""
    base, query = reverse("scheme", args=[scheme.id]), f"?version={version}" if version else ""
    found = []
    for stage in scheme.stages:
        rows = tuple(
            Row(
                criterion.id,
                words(criterion.title),
                f"{base}{criterion.id}/{query}",
                "" if criterion.requirement == "mandatory" else criterion.requirement,
            )
            for criterion in filter(wanted.keeps, scheme.criteria_of(stage.id))
        )
        if rows:
            found.append(StageView(stage, _completed_by(scheme, stage), rows))
    return found


def _completed_by(scheme: Scheme, stage: Stage) -> Level | None:
    """The first level that needs this stage."""
    return next((level for level in scheme.levels if stage.id in level.stages), None)


def stage_tabs(scheme: Scheme, wanted: Filter, version: str) -> list[dict[str, Any]]:
    """Return links to all criteria and to each stage's."""

    def link(stage: str) -> str:
        query = {"stage": stage, "q": wanted.words, "version": version}
        return "?" + urlencode({key: value for key, value in query.items() if value})

    tabs: list[dict[str, Any]] = [{"label": _("All"), "url": link(""), "current": not wanted.stage}]
    for stage in scheme.stages:
        label = _("Stage %(stage)s") % {"stage": stage.id}
        tabs.append({"label": label, "url": link(stage.id), "current": wanted.stage == stage.id})
    return tabs


def levels(scheme: Scheme) -> list[dict[str, Any]]:
    """Return the levels with the stages each needs."""
    return [{"level": level, "stages": listed(level.stages)} for level in scheme.levels]


def criterion_page(
    scheme: Scheme, criterion: Criterion, names: Mapping[str, Words]
) -> dict[str, Any]:
    """Return what stands on a criterion's page beside its own texts.

    names: what indicators are called; one that isn't there shows its code alone.
    """
    place = scheme.criteria.index(criterion)
    vocabulary = scheme.vocabulary_by_id.get("drivers")
    kinds = {option.id: option for option in scheme.evidence_kinds}
    return {
        "stage": next(stage for stage in scheme.stages if stage.id == criterion.stage),
        "levels": list(enumerate(criterion.descriptors)),
        "kinds": [kinds[kind] for kind in criterion.evidence_kinds if kind in kinds],
        "asked": asked(scheme, criterion),
        "indicators": [_indicator(scheme, code, names) for code in criterion.indicators],
        "goal_codes": [code for code in criterion.indicators if code.startswith("sdg:")],
        "drivers": _labels(criterion.drivers, vocabulary.options if vocabulary else ()),
        "registers": [scheme.register_by_id[name] for name in criterion.registers],
        "previous": scheme.criteria[place - 1] if place else None,
        "next": scheme.criteria[place + 1] if place + 1 < len(scheme.criteria) else None,
    }


def _labels(ids: Iterable[str], options: Iterable[Option]) -> list[str]:
    known = {option.id: pick(option.label) for option in options}
    return [known.get(each, each.replace("_", " ")) for each in ids]


def _indicator(scheme: Scheme, code: str, names: Mapping[str, Words]) -> dict[str, Any]:
    """Name an indicator by its list and its code there, or a whole list by its label."""
    framework, _colon, local = code.partition(":")
    if framework == "set" and local in scheme.set_by_id:
        return {"code": "", "label": scheme.set_by_id[local].label}
    return {"code": f"{framework.upper()} {local}", "label": names.get(code)}
