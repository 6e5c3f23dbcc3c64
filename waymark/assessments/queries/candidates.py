"""Who could review a case: everybody in the team, and whom the rules propose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from waymark.assessments.models import Assignment, Case
from waymark.assessments.queries.standing import standings_of
from waymark.assessments.queries.talks import at_desk
from waymark.assessments.queries.teams import person_of, team_seats, with_profiles
from waymark.assessments.rules.assigning import Person, Proposal, Wanted, ends_too_early, propose
from waymark.assessments.rules.case import AssignmentState
from waymark.assessments.rules.independence import may_be_third, may_review
from waymark.kernel.flow import Reason
from waymark.people.models import Seat


@dataclass(frozen=True)
class Candidate:
    """Somebody with a seat in the technical team, and whether she may review this case."""

    seat: Seat
    person: Person
    speaks: bool  # the language of the case

    @property
    def load(self) -> int:
        """Reviews that she has in hand."""
        return self.person.load

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why she may not."""
        return self.person.barred

    @property
    def has_slot(self) -> bool:
        """Whether she reviews the case already."""
        return self.person.has_slot

    @property
    def available(self) -> bool:
        """Whether she can be invited."""
        return not (self.reasons or self.has_slot or self.person.replaced)


def candidates(
    viewer: Any, case: Case, at: datetime, *, third: bool = False
) -> tuple[Candidate, ...]:
    """Return everybody with a seat, those who speak the language first, then by name.

    A third reviewer has had no part in the case at all.

    Ten queries, however many seats. Ties are the same as those that `assign_reviewer` asks for.
    """
    held: dict[str, list[Seat]] = defaultdict(list)
    for seat in with_profiles(team_seats(case.mechanism, at)):
        held[seat.user_id].append(seat)
    people = [seats[0].user for seats in held.values()]
    standings = standings_of(people, case)
    current = Assignment.objects.filter(ended_at__isnull=True, reviewer__in=people)
    load = dict(
        current.exclude(state=AssignmentState.DELIVERED)
        .order_by()
        .values_list("reviewer")
        .annotate(n=Count("pk"))
    )
    left = left_before(case)
    taken = set(current.filter(case=case).values_list("reviewer", flat=True))
    months, found = case.mechanism.adviser_months, []
    gate = may_be_third if third else may_review
    knows = at_desk(case, at) if third else frozenset()
    for user, seats in held.items():
        person = person_of(
            seats,
            load=load.get(user, 0),
            has_slot=user in taken,
            barred=gate(standings[user], on=at.date(), adviser_months=months)
            + ((Reason("independence.at_desk"),) if user in knows else ()),
            replaced=AssignmentState.REPLACED in left.get(user, ()),
            declined=AssignmentState.DECLINED in left.get(user, ()),
        )
        found.append(Candidate(seats[0], person, case.language in person.languages))
    return tuple(sorted(found, key=lambda one: (not one.speaks, one.seat.user.name.casefold())))


def left_before(case: Case) -> dict[str, set[str]]:
    """Return who has left a review of the case, and how: replaced, declined. One query."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = case.assignments.filter(
        spot_check=None, state__in=(AssignmentState.REPLACED, AssignmentState.DECLINED)
    )
    for reviewer, state in rows.values_list("reviewer_id", "state"):
        found[reviewer].add(state)
    return found


def fields_of(people: Iterable[Candidate]) -> tuple[str, ...]:
    """Return the fields of work that the team has, by name."""
    return tuple(sorted({field for one in people for field in one.person.fields}))


def proposals(
    people: Iterable[Candidate], case: Case, *, fields: Iterable[str], due: date, on: date
) -> tuple[Proposal, ...]:
    """Return whom the rules propose for a free slot, and then who could be asked besides."""
    known = [one.person for one in people]
    wanted = Wanted(
        language=case.language,
        on=on,
        due=due,
        country=case.place.country_id,
        fields=frozenset(fields),
        houses=frozenset(one.house for one in known if one.has_slot and one.house),
    )
    return propose(known, wanted)


def seat_reasons(one: Candidate, due: date) -> tuple[Reason, ...]:
    """Return what besides ties keeps somebody from being asked for a review by a day."""
    if one.person.replaced and not one.has_slot:
        return (Reason("assigning.replaced"),)
    if ends_too_early(one.person, due) and one.person.seat_until:
        until = one.person.seat_until.isoformat()
        return (Reason("assigning.seat_ends", {"until": until}),)
    return ()
