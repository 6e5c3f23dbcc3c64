"""What is known of a person with regard to a case, for the rules of independence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from waymark.assessments.models import Assignment, Ballot, Case, Declaration, SpotCheck
from waymark.assessments.rules.independence import Standing, Tie
from waymark.people.models import Interest, Membership


def standing(person: Any, case: Case, but: SpotCheck | None = None) -> Standing:
    """Gather ties by ids, never by names or addresses, and afresh at each act.

    but: a spot check whose own review is no part that she had before.
    """
    place = Q(place=case.place_id) | Q(place__parent=case.place_id)
    ties = [
        Tie("membership", until.date() if until else None)
        for until in Membership.objects.filter(place, user=person).values_list("until", flat=True)
    ]
    interests = Interest.objects.filter(
        place | Q(organisation__place=case.place_id), user=person
    ).values_list("kind", "until")
    ties += [Tie(kind, until) for kind, until in interests]
    return Standing(
        ties=tuple(ties),
        declared_conflict=Declaration.objects.filter(
            case=case, user=person, conflict=True
        ).exists(),
        reviewed=_reviewed(person, case, but),
        decided=Ballot.objects.filter(item__case=case, member=person).exists(),
        overruled=bool(overruled([person], case)),
    )


def overruled(people: Iterable[Any], case: Case) -> set[str]:
    """Return who of these reviewed or voted on the case before a panel set the decision aside."""
    again = case.events.filter(step="reopen").order_by("-id").values_list("at", flat=True).first()
    if again is None:
        return set()
    voted = Ballot.objects.filter(item__case=case, member__in=people, at__lte=again)
    judged = Assignment.objects.filter(case=case, reviewer__in=people, invited_at__lte=again)
    judged = judged.exclude(state__in=("invited", "declined"))
    return set(voted.values_list("member_id", flat=True)) | set(
        judged.values_list("reviewer_id", flat=True)
    )


def _reviewed(person: Any, case: Case, but: SpotCheck | None) -> bool:
    found = Assignment.objects.filter(case=case, reviewer=person)
    found = found.exclude(state__in=("invited", "declined"))
    return (found.exclude(spot_check=but) if but else found).exists()


def has_declared(person: Any, case: Case) -> bool:
    """Tell whether the person has said that she has no tie to this case."""
    return Declaration.objects.filter(case=case, user=person, conflict=False).exists()
