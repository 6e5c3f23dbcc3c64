"""The pages of the watch over national mechanisms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from waymark.assessments.models import Appeal, OversightRule, SpotCheck
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.oversight.access import (
    global_mechanism,
    in_global,
    open_cases,
    watched,
)
from waymark.assessments.queries.oversight.decided import still_waiting, unnamed, waiting
from waymark.assessments.queries.oversight.rule import newest_rule, rule_in
from waymark.assessments.rules.oversight.words import Oversight
from waymark.schemes.models import Adaptation, Mechanism
from waymark.schemes.queries import scheme_of

IN_FORCE = (Adaptation.State.ENDORSED, Adaptation.State.OUTDATED, Adaptation.State.SUSPENDED)


@dataclass(frozen=True)
class Adapted:
    """An adaptation that was endorsed, and until when it waives what."""

    adaptation: Adaptation
    since: datetime | None
    ends: tuple[tuple[str, date], ...]  # criterion, last day


@dataclass(frozen=True)
class Watched:
    """One mechanism: what is set for it, and what can be counted."""

    mechanism: Mechanism
    row: OversightRule | None
    rule: Oversight
    unnamed: dict[str, int]
    appeals: dict[str, int]
    checks: dict[str, int]
    adapted: tuple[Adapted, ...]


def mechanism_watched(viewer: Any, slug: str, at: datetime) -> Mechanism | None:
    """Return a mechanism that the viewer reads about, or None."""
    return watched(viewer, at).filter(slug=slug).first()


def may_watch(viewer: Any, at: datetime) -> bool:
    """Tell whether the viewer sits where mechanisms are watched, be there none yet."""
    return in_global(rights_of(viewer, at), global_mechanism())


def to_say(viewer: Any, rows: Iterable[Mechanism], at: datetime) -> dict[str, int]:
    """Return how many certificates wait for a word, by mechanism. Three queries."""
    found = still_waiting(waiting(viewer, rows, at), at.date())
    return Counter(row.case.mechanism_id for row in found)


def adapted(mechanism: Mechanism) -> tuple[Adapted, ...]:
    """Return the adaptations of a mechanism in force or suspended, with what ends when."""
    rows = Adaptation.objects.filter(mechanism=mechanism, state__in=IN_FORCE)
    found = []
    for row in rows.select_related("scheme", "edition").prefetch_related("endorsements"):
        words = [one for one in row.endorsements.all() if one.kind == "endorse"]
        edition = getattr(row, "edition", None)
        laid = scheme_of(edition).adaptation if edition else None
        deviations = laid.deviations if laid else ()
        ends = tuple((one.criterion, one.until) for one in deviations if one.until)
        found.append(Adapted(row, words[-1].at if words else None, ends))
    return tuple(found)


def page(viewer: Any, mechanism: Mechanism, at: datetime) -> Watched:
    """Return what the page of one mechanism says besides its list of decisions."""
    row = newest_rule(mechanism)
    cases = open_cases(viewer, at).filter(mechanism=mechanism).values("pk")
    states = list(Appeal.objects.filter(case__in=cases).values_list("state", flat=True))
    checks = list(SpotCheck.objects.filter(case__in=cases).values_list("state", flat=True))
    return Watched(
        mechanism=mechanism,
        row=row,
        rule=rule_in(row),
        unnamed=unnamed(viewer, mechanism, at),
        appeals=_counted(states),
        checks=_counted(checks),
        adapted=adapted(mechanism),
    )


def _counted(states: list[str]) -> dict[str, int]:
    return {state: states.count(state) for state in sorted(set(states))}
