"""What an adaptation or an edition would mean for cases, before anybody decides on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from waymark.assessments.models import Case, Submission
from waymark.assessments.queries.dossier import scheme_under, seen_by_rules
from waymark.assessments.rules import document as doc
from waymark.assessments.rules.impact import Impact, impact, indicators_asked
from waymark.awards import queries as awards
from waymark.awards.rules.lifecycle import AwardState
from waymark.base import permits
from waymark.base.record import ref
from waymark.schemes.models import Adaptation, Edition
from waymark.schemes.queries import lying, scheme_of
from waymark.schemes.rules import Scheme
from waymark.schemes.rules.publishing import Permit

MOST = 2000
"""Cases that one page evaluates: some seconds of work at the most."""
AT_A_TIME = 50


@dataclass(frozen=True)
class DryRun:
    """The impact on cases that were handed in; names only for the country's own secretariat."""

    impact: Impact
    scheme: Scheme
    names: dict[str, str]
    certified: frozenset[str]  # cases whose city holds a certificate in force
    left_out: int = 0


def _latest(cases: Any) -> Any:
    """The last submission of each of some cases that is still of use."""
    last = Submission.objects.filter(case=OuterRef("pk")).order_by("-seq").values("pk")[:1]
    cases = cases.exclude(state__in=("withdrawn", "transferred", "turned_down"))
    ids = cases.annotate(last=Subquery(last)).filter(last__isnull=False).values("last")
    return (
        Submission.objects.filter(pk__in=ids)
        .select_related("case__place", "case__edition")
        .defer("case__place__boundary")
        .order_by("case_id")
    )


def dry_run(viewer: Any, row: Adaptation, at: datetime) -> DryRun | None:
    """Return what an adaptation would change; None for who neither writes nor decides on it.

    Everything is taken as the cities said it: no verdict holds for a rule that has changed.
    """
    writes = permits.may(viewer, Permit.DRAFT_ADAPTATION, on=row)
    if not writes and not permits.may(viewer, Permit.DECIDE_ADAPTATION, on=row):
        return None
    scheme, _problems = lying(row)
    if scheme is None:
        return None
    country = row.mechanism.country_id
    assert country is not None, "only national mechanisms adapt"
    found = _latest(Case.objects.filter(place__country=country, scheme=row.scheme_id))
    kept = list(found.defer("document", "case__place__boundary")[:MOST])
    places = {ref(one.case.place): one.case_id for one in kept}
    found_awards = awards.published(viewer).filter(subject__in=places)
    held = awards.entries(list(found_awards.prefetch_related("events")), at=at)
    return DryRun(
        impact(_pairs(found[:MOST], scheme), scheme, as_of=at.date()),
        scheme,
        {one.case_id: str(one.case.place) for one in kept} if writes else {},
        frozenset(places[one.award.subject] for one in held if one.state == AwardState.ACTIVE),
        found.count() - len(kept),
    )


def edition_run(viewer: Any, row: Edition, at: datetime) -> DryRun | None:
    """Return what the next edition would change; None for who neither writes nor decides on it.

    It looks at every case on a common edition of the scheme and names none: a case goes on under
    its own edition, and the city alone decides to take it to the next. Cases on a national
    edition are touched only once their country's next version is endorsed.
    """
    writes = permits.may(viewer, Permit.DRAFT_EDITION, on=row.scheme)
    if not writes and not permits.may(viewer, Permit.PUBLISH_EDITION, on=row.scheme):
        return None
    after = scheme_of(row)
    cases = Case.objects.filter(scheme=row.scheme_id, edition__adaptation=None)
    found = _latest(cases)
    told = impact(_pairs(found[:MOST], after), after, as_of=at.date())
    return DryRun(told, after, {}, frozenset(), max(0, found.count() - MOST))


def _pairs(found: Any, after: Scheme) -> Iterator[tuple[Scheme, doc.Submission]]:
    """Each case's edition, and of its frozen document what a rule of either edition looks at.

    Documents come a few at a time, for together they may fill the memory. They are our own bytes
    under their own hash, and are not searched as a stranger's are.
    """
    asked: dict[str, frozenset[str]] = {}
    last = indicators_asked(after)
    for row in found.iterator(chunk_size=AT_A_TIME):
        before = scheme_under(row.case, row.edition_sha256)
        if before.hash not in asked:
            asked[before.hash] = indicators_asked(before) | last
        yield before, seen_by_rules(row, asked[before.hash])
