"""Who may check a case again: people of technical teams and stewards, with no part in the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from waymark.assessments.models import Assignment, Case, Declaration, SpotCheck
from waymark.assessments.queries.standing import standing, standings_of
from waymark.assessments.rules.case import AssignmentState
from waymark.assessments.rules.independence import Standing, may_check
from waymark.kernel.flow import Reason
from waymark.people.models import Seat
from waymark.people.queries import open_at
from waymark.people.rules import BodyKind
from waymark.schemes.models import Mechanism


def checker_seats(case: Case, at: datetime) -> QuerySet[Seat]:
    """Return the seats from which a case can be checked: its own team's, global teams', stewards'.

    A global team looks at national cases from outside, and helps where a team is small.
    """
    wide = Mechanism.objects.filter(kind=Mechanism.Kind.GLOBAL).values("technical_team")
    own = case.mechanism.technical_team_id
    bodies = Q(body=own) | Q(body__part_of=own) | Q(body__in=wide) | Q(body__part_of__in=wide)
    bodies |= Q(body__kind=BodyKind.STEWARDS)
    return Seat.objects.filter(open_at(at), bodies, user__is_active=True)


def checker_standing(person: Any, case: Case, but: SpotCheck | None = None) -> Standing:
    """Gather what is known of a person with regard to a case, every part she had included."""
    acted = case.events.filter(by=person).exists()
    acted = acted or case.decisions.filter(decided_by=person).exists()
    return replace(standing(person, case, but), acted=acted)


def has_read(people: Iterable[Any], case: Case) -> set[str]:
    """Return who of these has declared on a case to read it from another seat, such as a steward's.

    Whoever was asked to review it is known by that review.
    """
    asked = Assignment.objects.filter(case=case, reviewer=OuterRef("user"))
    said = Declaration.objects.filter(~Exists(asked), case=case, user__in=people)
    return set(said.values_list("user_id", flat=True))


@dataclass(frozen=True)
class Candidate:
    """Somebody who might check a case, and why she may not."""

    seat: Seat
    speaks: bool
    load: int  # reviews that she has in hand
    reasons: tuple[Reason, ...]
    has_slot: bool

    @property
    def available(self) -> bool:
        """Whether she can be invited."""
        return not self.reasons and not self.has_slot


def candidates(viewer: Any, check: SpotCheck, at: datetime) -> tuple[Candidate, ...]:
    """Return everybody with a seat, those who speak the language first, then by name.

    Eleven queries, however many seats. Reasons are those that `assign_checker` asks for.
    """
    case = check.case
    by_user = {seat.user_id: seat for seat in checker_seats(case, at).select_related("user")}
    people = [seat.user for seat in by_user.values()]
    standings = standings_of(people, case)
    acted = set(case.events.filter(by__in=people).values_list("by", flat=True))
    acted |= set(case.decisions.filter(decided_by__in=people).values_list("decided_by", flat=True))
    acted |= has_read(people, case)
    current = Assignment.objects.filter(ended_at__isnull=True, reviewer__in=people)
    load = dict(
        current.exclude(state=AssignmentState.DELIVERED)
        .order_by()
        .values_list("reviewer")
        .annotate(n=Count("pk"))
    )
    taken = set(current.filter(case=case).values_list("reviewer", flat=True))
    found = []
    for user, seat in by_user.items():
        had = replace(standings[user], acted=user in acted)
        if user in taken:  # her slot in this very check is no part that she had before
            had = replace(had, reviewed=False)
        month = case.mechanism.adviser_months
        reasons = may_check(had, on=at.date(), adviser_months=month)
        row = Candidate(
            seat, case.language in seat.languages, load.get(user, 0), reasons, user in taken
        )
        found.append(row)
    return tuple(sorted(found, key=lambda one: (not one.speaks, one.seat.user.name.casefold())))
