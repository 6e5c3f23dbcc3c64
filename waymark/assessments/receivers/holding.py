"""What follows from a word on an adaptation, and who is told of a case that is held."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from waymark.assessments.models import Case, Hold, HoldChoice
from waymark.assessments.queries.standing import barred_from
from waymark.assessments.receivers.committee import SIGNERS
from waymark.assessments.receivers.moving import desk_and_reviewers
from waymark.assessments.rules.case import CaseState
from waymark.assessments.rules.holding import Ended
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.queries import members_of, people_of
from waymark.people.rules import SeatRole
from waymark.schemes.models import Adaptation

DRAFTS = {
    "suspend": "draft.not_endorsed",
    "withdraw": "draft.not_endorsed",
    "lift": "draft.endorsed_again",
}


def _id(reference: str) -> str:
    return reference.partition(":")[2]


@receives("adaptation.decide")
def hold_or_release(row: Record) -> None:
    """Cases are held with the endorsement gone, and go on once it is back."""
    from waymark.assessments.actions.holding import hold_cases, release_cases  # much code, for few

    adaptation = Adaptation.objects.filter(pk=_id(row.subject)).first()
    kind = json.loads(row.body)["facts"]["kind"]
    if adaptation is None:
        return
    if kind in ("suspend", "withdraw"):
        word = adaptation.endorsements.filter(kind=kind).order_by("-seq").first()
        if word is not None:
            hold_cases(word=word, by=None, at=row.at)
    elif kind == "lift":
        release_cases(adaptation=adaptation, by=None, at=row.at)


@receives("adaptation.decide")
def tell_cities_with_drafts(row: Record) -> None:
    """A draft is held by nobody, and yet can't be handed in: its city learns it, and the end."""
    adaptation = Adaptation.objects.filter(pk=_id(row.subject)).first()
    kind = DRAFTS.get(json.loads(row.body)["facts"]["kind"])
    if adaptation is None or kind is None:
        return
    word = adaptation.endorsements.order_by("-seq").first()
    reason = word.reasons if word else ""
    drafts = Case.objects.filter(edition__adaptation=adaptation, state=CaseState.DRAFT)
    for case in drafts.select_related("place").order_by("pk"):
        notices.send(
            kind,
            people_of(case.place_id, row.at, *SIGNERS),
            {"city": dict(case.place.name), "reason": reason},
            url=reverse("assessments:journey_of", args=[case.place.slug, f"case-{case.pk}"]),
            about=row.subject,
            once_key=f"{kind}:{row.uid}:{case.pk}",
            at=row.at,
        )


def _people(hold: Hold, row: Record) -> list[tuple[Any, str]]:
    """All concerned, and where each reads of it; nobody whom a tie keeps from the case."""
    from waymark.assessments.queries.holding import chooses  # with schemes, for few

    case = hold.case
    journey = reverse("assessments:journey_of", args=[case.place.slug, f"case-{case.pk}"])
    city = [(user, journey) for user in people_of(case.place_id, row.at, *SIGNERS)]
    seats = members_of(chooses(case).committee_id, row.at, SeatRole.CHAIR)
    chairs = [seat.user for seat in seats]
    out = barred_from(case, chairs, row.at)
    page = reverse("assessments:hold", args=[hold.pk])
    free = [(user, page) for user in chairs if user.pk not in out]
    return city + free + desk_and_reviewers(case, row)


def _send(row: Record, kind: str, people: Iterable[tuple[Any, str]], **told: Any) -> None:
    for user, url in people:
        key = f"{kind}:{row.uid}"
        notices.send(kind, [user], told, url=url, about=row.subject, once_key=key, at=row.at)


def _case(hold: Hold) -> Case:
    return Case.objects.select_related("place", "mechanism").get(pk=hold.case_id)


@receives("case.held", "case.released")
def tell_of_a_hold(row: Record) -> None:
    """The city, the desk, the reviewers and the chair."""
    hold = Hold.objects.filter(pk=_id(row.subject)).select_related("word").first()
    if hold is None or (row.verb == "case.released" and hold.end != Ended.BACK):
        return
    hold.case = _case(hold)
    told: dict[str, Any] = {"city": dict(hold.case.place.name)}
    if row.verb == "case.held":
        told["reason"] = hold.word.reasons
    _send(row, row.verb, _people(hold, row), **told)


@receives("hold.chosen")
def tell_of_a_choice(row: Record) -> None:
    """The city, the desk, the reviewers and the chair."""
    found = HoldChoice.objects.filter(pk=_id(row.subject)).select_related("hold__word")
    made = found.first()
    if made is None:
        return
    made.hold.case = _case(made.hold)
    told = {"city": dict(made.hold.case.place.name), "reason": made.reason}
    _send(row, f"hold.chosen_{made.choice}", _people(made.hold, row), **told)
