"""What waits for a ruling, and what was ruled: people's ties to the cities of cases.

Who rules has no tie to the city and is never the person herself. She sees the city's name and
what is known of the tie, and nothing of the case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.assessments.models import Assignment, Case, Declaration, Ruling
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.rulings_panel import (
    appeal_of,
    appealed,
    ruled_from_panel,
    seats_of_panel,
    tied_members,
)
from waymark.assessments.queries.standing import standings_of
from waymark.assessments.queries.teams import team_seats
from waymark.assessments.rules.case import AssignmentState, CaseState
from waymark.assessments.rules.independence import DECLARED, Standing, counts_still, obstacles
from waymark.people.models import Interest, Seat, User
from waymark.people.queries import HeldTie, ties_of

OVER = (
    CaseState.DRAFT,
    CaseState.CLOSED,
    CaseState.WITHDRAWN,
    CaseState.TRANSFERRED,
    CaseState.TURNED_DOWN,
)
MOST = 200


def waits_for_ruling(assignment: Assignment) -> bool:
    """Tell whether a reviewer has left it to somebody else to rule, who has not ruled yet."""
    if assignment.state != AssignmentState.INVITED:
        return False
    said = Declaration.objects.filter(case=assignment.case_id, user=assignment.reviewer_id).last()
    if said is None or not said.asks:
        return False
    rulings = Ruling.objects.filter(case=assignment.case_id, person=assignment.reviewer_id)
    last = rulings.order_by("-seq").first()
    return last is None or f"declaration:{said.pk}" not in last.ties


@dataclass(frozen=True)
class Matter:
    """A person's ties to a case that somebody has to rule on."""

    case: Case
    person: User
    state: str  # of her review; empty where she has none


def ruled_by(viewer: Any, at: datetime) -> QuerySet[Case]:
    """Return the cases on which the viewer may rule: of her mechanisms, and not closed to her."""
    if not getattr(viewer, "is_authenticated", False):
        return Case.objects.none()
    has = rights_of(viewer, at)
    mechanisms = Q(mechanism__technical_team_id__in=has.teams_led) | Q(
        mechanism__committee_id__in=has.chaired
    )
    rules = mechanisms & ~appealed()
    if has.panels:
        rules |= ruled_from_panel(viewer, at)
    found = Case.objects.filter(rules).exclude(state=CaseState.DRAFT)
    return found.exclude(has.barred.condition()) if has.barred else found


def matters(viewer: Any, at: datetime) -> tuple[Matter, ...]:
    """Return what waits for the viewer's ruling, by city. Seven queries at most, however many."""
    asked = Assignment.objects.filter(
        Q(ended_at=None) | Q(state=AssignmentState.RECUSED),
        case__in=ruled_by(viewer, at).exclude(state__in=OVER).values("pk"),
        spot_check=None,
    )
    asked = asked.exclude(reviewer=viewer).select_related(
        "case__place__country", "case__mechanism", "reviewer"
    )
    tasks = list(asked.defer("case__place__boundary").order_by("-invited_at")[:MOST])
    members = list(tied_members(viewer, at))
    cases = {row.case_id for row in tasks} | {case.pk for case, _who, _keys in members}
    people = {row.reviewer_id for row in tasks} | {who.pk for _case, who, _keys in members}
    held: dict[str, list[HeldTie]] = defaultdict(list)
    for tie in ties_of(people):
        held[tie.user_id].append(tie)
    said: dict[tuple[str, str], Declaration] = {}
    for one in Declaration.objects.filter(case__in=cases, user__in=people).order_by("at", "id"):
        said[one.case_id, one.user_id] = one
    covered: dict[tuple[str, str], list[str]] = {}
    for row in Ruling.objects.filter(case__in=cases, person__in=people).order_by("seq"):
        covered[row.case_id, row.person_id] = row.ties
    found: dict[tuple[str, str], Matter] = {}
    for task in tasks:
        pair = task.case_id, task.reviewer_id
        keys = _to_rule(task, held[task.reviewer_id], said.get(pair), at.date())
        if keys - set(covered.get(pair, ())) and pair not in found:
            found[pair] = Matter(task.case, task.reviewer, task.state)
    for case, who, known in members:
        if known - set(covered.get((case.pk, who.pk), ())):
            found.setdefault((case.pk, who.pk), Matter(case, who, ""))
    return tuple(sorted(found.values(), key=_by_city))


def _by_city(one: Matter) -> tuple[str, str]:
    return one.case.place.name_skeleton, one.person.name.casefold()


def _to_rule(
    task: Assignment, ties: Iterable[HeldTie], said: Declaration | None, on: date
) -> set[str]:
    """Keys of what can be ruled on: found ties, and what she left to be ruled on.

    Who stepped back by her own word has settled it; firm ties settle themselves.
    """
    case, months = task.case, task.case.mechanism.adviser_months
    keys = {
        tie.key
        for tie in ties
        if case.place_id in tie.places
        and counts_still(tie.kind, tie.until, on=on, adviser_months=months)
        and not (tie.firm and task.ended_at)
    }
    if said is not None and said.asks and task.ended_at is None:
        keys.add(f"declaration:{said.pk}")
    if task.ended_at and not (said is not None and said.detected):
        return set()
    return keys


@dataclass(frozen=True)
class TieTold:
    """A tie as whoever rules on it reads it."""

    kind: str
    with_whom: Any  # words, or empty for what she declared on the case itself
    until: date | None
    note: str
    firm: bool
    counts: bool


@dataclass(frozen=True)
class Before:
    """All that the page of one matter shows."""

    case: Case
    person: User
    task: Assignment | None
    ties: tuple[TieTold, ...]
    rulings: tuple[Ruling, ...]

    @property
    def seen(self) -> int:
        """How many rulings there are."""
        return self.rulings[-1].seq if self.rulings else 0

    @property
    def can_clear(self) -> bool:
        """Whether it can be ruled that nothing stands in the way."""
        return not any(tie.firm for tie in self.ties)


def find(viewer: Any, case: str, person: str, at: datetime) -> tuple[Case, User] | None:
    """Return a case and a person on whom the viewer may rule there, or None.

    The person has a seat in the technical team of the case, or has been asked to review it; while
    an appeal is open, in the panel that hears it.
    """
    if person == getattr(viewer, "pk", None):
        return None
    row = ruled_by(viewer, at).filter(pk=case)
    found = row.select_related("place__country", "mechanism").defer("place__boundary").first()
    if found is None:
        return None
    seats = team_seats(found.mechanism, at)
    tasks = Assignment.objects.filter(case=found)
    who = Q(pk__in=seats.values("user")) | Q(pk__in=tasks.values("reviewer"))
    if appeal_of(found) is not None:
        who |= Q(pk__in=seats_of_panel(found, at).values("user"))
    known = User.objects.filter(who, pk=person).first()
    return (found, known) if known else None


def before(case: Case, person: User, at: datetime) -> Before:
    """Return what is known of a person's ties to a case."""
    known = standings_of([person], case)[person.pk]
    tasks = case.assignments.filter(reviewer=person, spot_check=None)
    return Before(
        case=case,
        person=person,
        task=tasks.order_by("-invited_at").first(),
        ties=_told(known, case, at),
        rulings=tuple(
            Ruling.objects.filter(case=case, person=person).select_related("by").order_by("seq")
        ),
    )


def _told(known: Standing, case: Case, at: datetime) -> tuple[TieTold, ...]:
    months = case.mechanism.adviser_months
    counting = {tie.key for tie in obstacles(known, on=at.date(), adviser_months=months)}
    ids = [tie.key.partition(":")[2] for tie in known.ties]
    interests = Interest.objects.filter(pk__in=ids).select_related("place", "organisation")
    declared = {row.pk: row for row in interests}
    seats = Seat.objects.filter(pk__in=ids).select_related("seconded_by", "body__organisation")
    sent = {row.pk: row.seconded_by or row.body.organisation for row in seats}
    said = {row.pk: row for row in Declaration.objects.filter(pk__in=ids)}
    found = {}
    for tie in known.ties:
        sort, _, pk = tie.key.partition(":")
        row = declared.get(pk) if sort == "interest" else None
        house = row.organisation if row else sent.get(pk)
        whom = house.name if house is not None else case.place.name
        note = row.note if row else said[pk].note if pk in said else ""
        kind = said[pk].kind or DECLARED if pk in said else tie.kind
        found[tie.key] = TieTold(
            kind=kind,
            with_whom="" if pk in said else whom,
            until=tie.until,
            note=note,
            firm=tie.firm and tie.key in counting,
            counts=tie.key in counting,
        )
    return tuple(found.values())


def ruled(viewer: Any, at: datetime) -> QuerySet[Ruling]:
    """Return the newest rulings of the viewer's mechanisms, but none on herself. One query."""
    found = Ruling.objects.filter(case__in=ruled_by(viewer, at).values("pk"))
    found = found.exclude(person=viewer).select_related("case__place", "person", "by")
    return found.defer("case__place__boundary").order_by("-at", "-pk")[:30]
