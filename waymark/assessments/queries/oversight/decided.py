"""What a national committee has decided, as the global one reads it.

Only what is public already stands here with a city's name. Who was refused is counted, no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from waymark.assessments.models import Assignment, Decision, GlobalWord, SpotCheck, Talk
from waymark.assessments.queries.oversight.access import open_cases
from waymark.assessments.queries.oversight.rule import brought, under_a_rule, with_rules
from waymark.assessments.rules.case import GIVES, DecisionKind
from waymark.assessments.rules.oversight.words import (
    Oversight,
    Standing,
    Way,
    standing,
    word_due,
)
from waymark.awards.models import Award
from waymark.awards.queries import state_of
from waymark.awards.rules.lifecycle import AwardState
from waymark.schemes.models import Edition, Mechanism
from waymark.schemes.queries import scheme_of

UNNAMED = (DecisionKind.REFUSE, DecisionKind.DEFER)
OVER = (
    AwardState.REVOKED,
    AwardState.ANNULLED,
    AwardState.SUPERSEDED,
    AwardState.EXPIRED,
    AwardState.ENDED,
)


@dataclass(frozen=True)
class Line:
    """A public decision with what quality is judged by."""

    decision: Decision
    award: Award | None  # of a decision that gave one
    deviations: tuple[str, ...]  # criteria of the edition that depart from the common ones
    split: int  # criteria on which reviewers differed
    third: bool  # a third reviewer had to decide
    days: int | None  # from the last hand-in to the decision
    checks: tuple[SpotCheck, ...]
    words: tuple[GlobalWord, ...]
    standing: Standing
    rule: Oversight
    due: date | None  # of the word, where one is needed

    @property
    def asks(self) -> bool:
        """Whether a word can still be given, if only an endorsement."""
        open_ = (Standing.WAITING, Standing.OBJECTED, Standing.NO_WORD)
        return self.award is not None and self.standing in open_

    @property
    def appeal(self) -> Any:
        """The appeal against it, or None."""
        return getattr(self.decision, "appeal", None)


def decisions(viewer: Any, of: Iterable[Mechanism], at: datetime) -> QuerySet[Decision]:
    """Return mechanisms' public decisions on cities that no tie closes to the viewer."""
    found = Decision.objects.filter(case__mechanism__in=of, publication__isnull=False)
    return found.filter(case__in=open_cases(viewer, at).values("pk"))


def named(viewer: Any, of: Iterable[Mechanism], at: datetime) -> QuerySet[Decision]:
    """Return those that gave a certificate or acted on one, the newest first."""
    found = with_rules(decisions(viewer, of, at).exclude(kind__in=UNNAMED))
    return (
        found.select_related("publication", "appeal", "case__place")
        .prefetch_related("global_words")
        .defer("document", "case__place__boundary")
        .order_by("-publication__at", "pk")
    )


def waiting(viewer: Any, of: Iterable[Mechanism], at: datetime) -> QuerySet[Decision]:
    """Return the certificates on which nothing was said yet and somebody still can."""
    found = named(viewer, of, at).filter(kind__in=GIVES, global_words__isnull=True)
    rows: QuerySet[Decision] = under_a_rule(found)
    return rows


def still_waiting(rows: Iterable[Decision], on: date) -> list[Decision]:
    """Return those of `waiting` whose rule asks for a word that has not come. Two queries more."""
    rows = list(rows)
    gave = [f"decision:{row.pk}" for row in rows]
    found = Award.objects.filter(decision__in=gave).defer("credential", "claim")
    awards = {one.decision.partition(":")[2]: one for one in found.prefetch_related("events")}
    asks = (Standing.WAITING, Standing.NO_WORD)
    return [row for row in rows if _standing(row, on, awards.get(row.pk)) in asks]


def _standing(row: Any, on: date, award: Award | None) -> Standing:
    if row.kind not in GIVES:
        return Standing.NOT_NEEDED
    words = [word.kind for word in row.global_words.all()]
    if not words and award is not None and _ended(award, on):
        return Standing.NOT_NEEDED  # no word can be given any more
    return standing(words, brought(row), row.publication.at.date(), on)


def _ended(award: Award, on: date) -> bool:
    """Tell whether a certificate is none any more by the end of a day."""
    night = datetime.combine(on + timedelta(days=1), time.min, UTC)
    return state_of(award, night) in OVER


def _deviations(editions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found = {}
    for edition in Edition.objects.filter(pk__in=set(editions)).defer("document"):
        adapted = scheme_of(edition).adaptation
        found[edition.pk] = tuple(one.criterion for one in adapted.deviations) if adapted else ()
    return found


def lines(rows: Sequence[Decision], on: date) -> list[Line]:
    """Return a page of decisions with all that is known. Six queries, however many rows."""
    cases = {row.case_id for row in rows}
    gave = {f"decision:{row.pk}": row.pk for row in rows if row.kind in GIVES}
    found = Award.objects.filter(decision__in=gave, published_at__isnull=False)
    found = found.defer("credential", "claim").prefetch_related("events")
    awards = {gave[one.decision]: one for one in found}
    differed: dict[str, set[str]] = defaultdict(set)
    for case, criteria in Talk.objects.filter(case__in=cases).values_list("case_id", "differing"):
        differed[case].update(criteria)  # a criterion can be talked about again
    thirds = set(_thirds(cases))
    checks: dict[str, list[SpotCheck]] = defaultdict(list)
    for check in SpotCheck.objects.filter(case__in=cases).order_by("made_at", "pk"):
        checks[check.case_id].append(check)
    deviations = _deviations(row.case.edition_id for row in rows)
    return [
        Line(
            decision=row,
            award=awards.get(row.pk),
            deviations=deviations[row.case.edition_id],
            split=len(differed[row.case_id]),
            third=row.case_id in thirds,
            days=_days(row),
            checks=tuple(checks[row.case_id]),
            words=tuple(row.global_words.all()),
            standing=_standing(row, on, awards.get(row.pk)),
            rule=brought(row),
            due=_due(row),
        )
        for row in rows
    ]


def _thirds(cases: Iterable[str]) -> Iterable[str]:
    found = Assignment.objects.filter(case__in=cases, third=True, delivered_at__isnull=False)
    return found.values_list("case_id", flat=True)


def _days(row: Decision) -> int | None:
    handed_in = row.case.submitted_at
    if row.kind not in GIVES or handed_in is None:
        return None
    return max(0, (row.decided_at - handed_in).days)


def _due(row: Any) -> date | None:
    rule = brought(row)
    if row.kind not in GIVES or rule.way == Way.NONE:
        return None
    return word_due(row.publication.at.date(), rule)


def one(viewer: Any, mechanism: Mechanism, pk: str, at: datetime) -> Line | None:
    """Return one decision that gave a certificate, or None where the viewer may not see it."""
    row = named(viewer, [mechanism], at).filter(pk=pk, kind__in=GIVES).first()
    return lines([row], at.date())[0] if row is not None else None


def unnamed(viewer: Any, mechanism: Mechanism, at: datetime) -> dict[str, int]:
    """Return how many decisions there are that name no city: refused, deferred."""
    found = decisions(viewer, [mechanism], at).aggregate(
        refused=Count("pk", filter=Q(kind=DecisionKind.REFUSE)),
        deferred=Count("pk", filter=Q(kind=DecisionKind.DEFER)),
    )
    return {name: found[name] for name in ("refused", "deferred")}
