"""Appeals: who may read which, who may hear one, and what can come of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.assessments.models import Appeal, AppealSeat, Case, Decision, Declaration
from waymark.assessments.queries.access import rights_of, visible
from waymark.assessments.queries.life.terms import terms_of
from waymark.assessments.queries.spot.people import checker_standing
from waymark.assessments.queries.standing import free_on_panel, standings_of
from waymark.assessments.rules.case import DecisionKind
from waymark.assessments.rules.independence import may_hear
from waymark.assessments.rules.life.appeal import REMEDIES, Against, Remedy
from waymark.assessments.rules.life.terms import appeal_until
from waymark.assessments.rules.spot import comparing
from waymark.kernel import canonical
from waymark.kernel.flow import Reason
from waymark.people.models import Seat, User
from waymark.people.queries import open_at

MAX_REPORT = 64 * 1024 * 1024


def appeals(viewer: Any, at: datetime) -> QuerySet[Appeal]:
    """Return the appeals that the viewer may read, also when they are over.

    Her city's, those that her secretariat serves, those of decisions of her committee, and those
    that she was named to hear and has not left; without those of a city that she has a tie to.
    """
    if not getattr(viewer, "is_authenticated", False):
        return Appeal.objects.none()
    has = rights_of(viewer, at)
    heard = AppealSeat.objects.filter(member=viewer, left_at__isnull=True).values("appeal")
    office = (
        Q(case__mechanism__secretariat_id__in=has.secretariats)
        | Q(case__mechanism__committee_id__in=has.committees)
        | Q(decision__item__meeting__body_id__in=has.committees)
        | Q(pk__in=heard)
    )
    if has.barred:
        office &= ~Q(case__in=Case.objects.filter(has.barred.condition()).values("pk"))
    return (
        Appeal.objects.filter(Q(case__place_id__in=has.places) | office)
        .select_related(
            "case__place__country", "case__mechanism", "decision__publication", "outcome"
        )
        .defer("decision__document", "case__place__boundary")
        .order_by("-lodged_at", "pk")
    )


def against(decision: Decision) -> Against:
    """Return what is known of a decision that somebody wants to appeal against."""
    public = getattr(decision, "publication", None)
    terms = terms_of(decision.case.mechanism)
    kind = DecisionKind(decision.kind)
    if decision.terms.exists():
        kind = DecisionKind.GRANT_WITH_CONDITIONS
    return Against(
        kind=kind,
        published=public is not None,
        until=appeal_until(public.at, terms) if public else None,
        appealed=hasattr(decision, "appeal"),
    )


def shown_level(appeal: Appeal) -> str:
    """Return the level that the report behind a decision shows as attained, or ""."""
    report = appeal.decision.report
    if report is None:
        return ""
    document = canonical.loads(report.document.encode(), max_bytes=MAX_REPORT)
    return comparing.attained(document["levels"], appeal.case.target_level)


def remedies_of(appeal: Appeal) -> tuple[Remedy, ...]:
    """Return what can come of an appeal: nothing is granted that the report does not show."""
    found = REMEDIES.get(against(appeal.decision).kind, ())
    if Remedy.GRANT in found and not shown_level(appeal):
        found = tuple(remedy for remedy in found if remedy != Remedy.GRANT)
    return found


def part_had(person: Any, case: Case, at: datetime) -> tuple[Reason, ...]:
    """Return why a person may not hear an appeal: ties, or any part that she had in the case."""
    months = case.mechanism.adviser_months
    return may_hear(checker_standing(person, case), on=at.date(), adviser_months=months)


def sitting(appeal: Appeal) -> list[User]:
    """Return who hears an appeal now."""
    seats = appeal.seats.filter(left_at__isnull=True).select_related("member")
    return [seat.member for seat in seats.order_by("id")]


@dataclass(frozen=True)
class Candidate:
    """Somebody of the panel, and why she may not hear this appeal."""

    user: User
    reasons: tuple[Reason, ...]
    named: bool

    @property
    def available(self) -> bool:
        """Whether she can be named."""
        return not self.reasons and not self.named


def candidates(viewer: Any, appeal: Appeal, at: datetime) -> tuple[Candidate, ...]:
    """Return everybody with a seat in the mechanism's appeal panel, by name.

    A fixed number of queries, however many seats.
    """
    case = appeal.case
    seats = Seat.objects.filter(
        open_at(at), body=case.mechanism.appeal_panel_id, user__is_active=True
    )
    people = {seat.user_id: seat.user for seat in seats.select_related("user")}
    standings = standings_of(people.values(), case)
    acted = _acted(people, case)
    had = set(appeal.seats.values_list("member_id", flat=True))
    months, found = case.mechanism.adviser_months, []
    for pk, user in people.items():
        facts = replace(standings[pk], acted=pk in acted)
        reasons = may_hear(facts, on=at.date(), adviser_months=months)
        found.append(Candidate(user, reasons, pk in had))
    return tuple(sorted(found, key=lambda one: one.user.name.casefold()))


def _acted(people: Iterable[str], case: Case) -> set[str]:
    ids = list(people)
    acted = set(case.events.filter(by__in=ids).values_list("by", flat=True))
    return acted | set(
        case.decisions.filter(decided_by__in=ids).values_list("decided_by", flat=True)
    )


@dataclass(frozen=True)
class Sitting:
    """Somebody who hears an appeal, and what she has done so far."""

    user: User
    declared: bool
    voted: bool
    waits: bool = False  # for a ruling on what she told of


@dataclass(frozen=True)
class AppealTold:
    """What an appeal's page shows. How somebody voted is never part of it."""

    panel: list[Sitting]
    outcome: Any
    declared: bool  # the viewer
    voted: bool
    report: str  # the id of the report, where the viewer may read it
    waits: bool = False  # the viewer, for a ruling

    @property
    def missing(self) -> int:
        """How many have not voted."""
        return sum(not one.voted for one in self.panel)


def told(viewer: Any, appeal: Appeal, at: datetime) -> AppealTold:
    """Return what one viewer sees of an appeal that she may read."""
    members = sitting(appeal)
    ids = [one.pk for one in members]
    declared = {user for _case, user in free_on_panel([appeal.case_id], ids)}
    left = Declaration.objects.filter(case=appeal.case, user__in=ids, asks=True)
    waits = set(left.values_list("user_id", flat=True)) - declared
    voted = set(appeal.votes.values_list("member_id", flat=True))
    reads = visible(viewer, at).filter(pk=appeal.case_id).exists()
    return AppealTold(
        panel=[
            Sitting(one, one.pk in declared, one.pk in voted, one.pk in waits) for one in members
        ],
        outcome=getattr(appeal, "outcome", None),
        declared=viewer.pk in declared,
        voted=viewer.pk in voted,
        waits=viewer.pk in waits,
        report=appeal.decision.report_id or "" if reads else "",
    )
