"""What is known of people with regard to a case, for the rules of independence.

Ties are gathered by ids, never by names or addresses, and afresh at each act.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.assessments.models import (
    AgendaItem,
    Assignment,
    Ballot,
    Case,
    Decision,
    Declaration,
    Hearing,
    Ruling,
    SpotCheck,
)
from waymark.assessments.rules.case import CaseState, DecisionKind
from waymark.assessments.rules.independence import DECLARED, NAMED, Standing, Tie, conflicts
from waymark.people.queries import ties_of


def standing(person: Any, case: Case, but: SpotCheck | None = None) -> Standing:
    """Gather what is known of one person. See `standings_of`."""
    return standings_of([person], case, but)[person.pk]


def namings() -> QuerySet[Hearing]:
    """Return the doubts that keep who is named in them from the case.

    As long as they are open, and for good where the decision was annulled.
    """
    annulled = Decision.objects.filter(award=OuterRef("award"), kind=DecisionKind.ANNUL)
    return Hearing.objects.filter(Q(closed_at=None) | Exists(annulled), tied__isnull=False)


def standings_of(
    people: Iterable[Any], case: Case, but: SpotCheck | None = None
) -> dict[str, Standing]:
    """Gather what is known of people. Seven or eight queries, however many there are.

    but: a spot check whose own review is no part that somebody had before.
    """
    ids = [person.pk for person in people]
    ties: dict[str, list[Tie]] = defaultdict(list)
    about = {case.place_id, *successors_asked(case)}
    for held in ties_of(ids):
        if about & set(held.places):
            ties[held.user_id].append(Tie(held.kind, held.until, held.key, held.firm))
    said = Declaration.objects.filter(case=case, user__in=ids, conflict=True)
    for pk, user in said.values_list("pk", "user_id"):
        ties[user].append(Tie(DECLARED, key=f"declaration:{pk}"))
    for pk, user in namings().filter(case=case, tied__in=ids).values_list("pk", "tied_id"):
        ties[user].append(Tie(NAMED, key=f"hearing:{pk}"))
    again = sent_back_at(case)
    rulings = list(Ruling.objects.filter(case=case, person__in=ids).order_by("seq"))
    by_panel = cleared_in(row for row in rulings if row.appeal_id)
    cleared = by_panel if again else cleared_in(rulings)
    tasks = Assignment.objects.filter(case=case, reviewer__in=ids)
    tasks = tasks.exclude(state__in=("invited", "declined"))
    tasks = tasks.exclude(spot_check=but) if but else tasks
    reviewed = set(tasks.values_list("reviewer_id", flat=True))
    votes = Ballot.objects.filter(item__case=case, member__in=ids)
    decided = set(votes.values_list("member_id", flat=True))
    out = overruled(ids, case, again)
    return {
        pk: Standing(
            tuple(ties[pk]),
            cleared.get((case.pk, pk), frozenset()),
            by_panel.get((case.pk, pk), frozenset()),
            reviewed=pk in reviewed,
            decided=pk in decided,
            overruled=pk in out,
        )
        for pk in ids
    }


def successors_asked(case: Case) -> list[str]:
    """Return the places that were named as successors for certificates of a case that is over.

    A tie to one of them is a tie to the case: who works for it does not vote on what it gets.
    """
    if case.state != CaseState.CLOSED:
        return []
    return list(case.inheritances.values_list("successor_id", flat=True))


def cleared_in(rulings: Iterable[Ruling]) -> dict[tuple[str, str], frozenset[str]]:
    """Return the keys of ties that the last ruling on each case and person cleared.

    rulings: in the order in which they were made.
    """
    found: dict[tuple[str, str], frozenset[str]] = {}
    for row in rulings:
        found[row.case_id, row.person_id] = frozenset(row.ties if row.clears else ())
    return found


def free_on_panel(cases: Iterable[str], people: Iterable[str]) -> set[tuple[str, str]]:
    """Return case and person for all who have declared on a case with no tie left to them.

    A tie that she told of herself is none once the appeal panel has ruled so. Two queries.
    """
    cases, people = list(cases), list(people)
    said = Declaration.objects.filter(case__in=cases, user__in=people)
    rulings = Ruling.objects.filter(case__in=cases, person__in=people, appeal__isnull=False)
    cleared = cleared_in(rulings.order_by("seq"))
    free: set[tuple[str, str]] = set()
    tied: set[tuple[str, str]] = set()
    for pk, case, user, conflict in said.values_list("pk", "case_id", "user_id", "conflict"):
        counts = conflict and f"declaration:{pk}" not in cleared.get((case, user), ())
        (tied if counts else free).add((case, user))
    return free - tied


def sent_back_at(case: Case) -> datetime | None:
    """Return when a panel set the decision on a case aside and sent it back to be reviewed.

    From then on no ruling counts there that was made by those whose decision it was.
    """
    steps = case.events.filter(step="reopen").order_by("-id")
    return steps.values_list("at", flat=True).first()


def barred_from(case: Case, people: Iterable[Any], at: datetime) -> frozenset[str]:
    """Return whom of these a tie keeps from the case: for notices, which open nothing else."""
    known = standings_of(people, case)
    months = case.mechanism.adviser_months
    return frozenset(
        pk for pk, one in known.items() if conflicts(one, on=at.date(), adviser_months=months)
    )


def overruled(people: Iterable[Any], case: Case, again: datetime | None) -> set[str]:
    """Return who of these reviewed or voted on the case before a panel set the decision aside."""
    if again is None:
        return set()
    voted = Ballot.objects.filter(item__case=case, member__in=people, at__lte=again)
    judged = Assignment.objects.filter(case=case, reviewer__in=people, invited_at__lte=again)
    judged = judged.exclude(state__in=("invited", "declined"))
    return set(voted.values_list("member_id", flat=True)) | set(
        judged.values_list("reviewer_id", flat=True)
    )


def has_declared(person: Any, case: Case, since: datetime | None = None) -> bool:
    """Tell whether the person has said how she stands to this case, or said so since a moment.

    A tie that she declared stands in the way by itself, until somebody else rules that it does not.
    """
    said = Declaration.objects.filter(case=case, user=person)
    return (said.filter(at__gte=since) if since else said).exists()


def has_declared_on(person: Any, item: AgendaItem) -> bool:
    """Tell whether she has said so for an item; about a certificate, since it is asked."""
    since = item.hearing.opened_at if item.hearing else None
    if item.inheritance is not None:
        since = item.inheritance.asked_at
    return has_declared(person, item.case, since)
