"""What the pages of a certificate's life show: to everybody, and to those concerned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from waymark.assessments.models import (
    Appeal,
    Case,
    Condition,
    ConditionFinding,
    Decision,
    Hearing,
    Statement,
)
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.life.acts import rows_on
from waymark.assessments.queries.life.terms import (
    newest_terms,
    set_terms,
    terms_in,
    terms_of,
    with_terms,
)
from waymark.assessments.rules.case import DecisionKind
from waymark.assessments.rules.life.appeal import REMEDIES
from waymark.assessments.rules.life.terms import Terms, appeal_until, renewal_window, update_due
from waymark.awards import queries as awards
from waymark.awards.models import Award
from waymark.base.record import ref
from waymark.schemes.models import Mechanism


@dataclass(frozen=True)
class Told:
    """A decision in the history of a certificate, with its appeal if there was one."""

    decision: Decision
    waits_until: date | None  # its effect waits for the time to appeal
    appeal: Appeal | None
    can_be_appealed: bool = False


@dataclass(frozen=True)
class ConditionTold:
    """A condition, and what was found last."""

    condition: Condition
    state: str  # open, met, not_met, struck, carried
    reasons: str


@dataclass(frozen=True)
class Life:
    """A certificate's life as one viewer sees it."""

    award: Award
    entry: awards.Entry
    case: Case
    given: Decision  # by which it was given
    history: list[Told]
    conditions: list[ConditionTold]
    before: str  # the number of the one that this one stands in for, or ""
    after: str
    concerned: bool  # the city's people, the secretariat, the committee
    hearings: list[Hearing] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    terms: Terms = field(default_factory=Terms)
    set_by: Any = None  # the row that set the terms, or None for the usual ones

    @property
    def open_hearing(self) -> Hearing | None:
        """The hearing that no decision has closed."""
        return next((one for one in self.hearings if one.closed_at is None), None)

    @property
    def renewal(self) -> tuple[date, date]:
        """From when to when a renewal can be opened."""
        return renewal_window(self.award.valid_until, self.terms)

    @property
    def update_due(self) -> date | None:
        """When the city says what has changed."""
        return update_due(self.award.valid_from, self.award.valid_until, self.terms)


def _concerned(viewer: Any, case: Case, at: datetime) -> bool:
    if not getattr(viewer, "is_authenticated", False):
        return False
    has = rights_of(viewer, at)
    if case.place_id in has.places:
        return True
    if has.barred.closes(case):
        return False
    return (
        case.mechanism.secretariat_id in has.secretariats
        or case.mechanism.committee_id in has.committees
        or (bool(has.committees) and _decided_there(case, has.committees))
    )


def _decided_there(case: Case, committees: frozenset[str]) -> bool:
    items = case.agenda_items.filter(removed_at=None, meeting__body_id__in=committees)
    return items.exists()


def _history(rows: list[Decision], terms: Terms, at: datetime) -> list[Told]:
    return [
        Told(row, _waits(row), getattr(row, "appeal", None), _appealable(row, terms, at))
        for row in rows
    ]


def _waits(decision: Decision) -> date | None:
    later = decision.effective_on > decision.publication.at.date()
    waits = decision.kind == DecisionKind.REVOKE and later and not hasattr(decision, "effect")
    return decision.effective_on if waits else None


def _conditions(award: Award) -> list[ConditionTold]:
    last = ConditionFinding.objects.filter(condition=OuterRef("pk")).order_by("-seq")
    found = Condition.objects.filter(decision=award.decision.partition(":")[2]).annotate(
        outcome=Subquery(last.values("outcome")[:1]), reasons=Subquery(last.values("reasons")[:1])
    )
    return [
        ConditionTold(one, one.outcome or "open", one.reasons or "")
        for one in found.order_by("number")
    ]


def life_of(viewer: Any, number: str, at: datetime) -> Life | None:
    """Return the life of a published certificate, or None. What was said is not for everybody.

    For a stranger four queries: the award, its events, the decisions with the terms, conditions.
    """
    found = awards.award_in_line(viewer, number)
    if found is None:
        return None
    award, before, after = found
    rows = list(with_terms(rows_on(award)))
    given = next((row for row in rows if row.pk == award.decision.partition(":")[2]), None)
    if given is None:
        return None
    case, newest = given.case, set_terms(given)
    terms = terms_in(newest)
    concerned = _concerned(viewer, case, at)
    said = {"award": ref(award)}
    heard = list(case.hearings.filter(**said).select_related("tied")) if concerned else []
    return Life(
        award=award,
        entry=awards.Entry(award, awards.state_of(award, at), None),
        case=case,
        given=given,
        history=_history(rows, terms, at),
        conditions=_conditions(award),
        before=before,
        after=after,
        concerned=concerned,
        hearings=heard,
        statements=list(case.statements.filter(**said).select_related("by")) if concerned else [],
        terms=terms,
        set_by=newest,
    )


@dataclass(frozen=True)
class Appealable:
    """A public decision that a city can appeal against now."""

    decision: Decision
    until: date


def appealable(viewer: Any, pk: str, at: datetime) -> Appealable | None:
    """Return a public decision on a case of the viewer's city, or None."""
    if not getattr(viewer, "is_authenticated", False):
        return None
    found = Decision.objects.filter(
        pk=pk, publication__isnull=False, case__place_id__in=rights_of(viewer, at).places
    )
    row = found.select_related("publication", "case__mechanism", "case__place").first()
    if row is None:
        return None
    return Appealable(row, appeal_until(row.publication.at, terms_of(row.case.mechanism)))


def can_be_appealed(decision: Decision, at: datetime) -> bool:
    """Whether the time to appeal against a decision runs, and nobody has yet."""
    return _appealable(decision, terms_of(decision.case.mechanism), at)


def _appealable(decision: Decision, terms: Terms, at: datetime) -> bool:
    if DecisionKind(decision.kind) not in REMEDIES or hasattr(decision, "appeal"):
        return False
    return at.date() <= appeal_until(decision.publication.at, terms)


def terms_page(mechanism: Mechanism) -> tuple[Terms, Any]:
    """Return the terms that hold, and the row that set them."""
    newest = newest_terms(mechanism)
    return terms_in(newest), newest
