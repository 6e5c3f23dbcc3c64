"""Who is told of what happens in a certificate's life, and of appeals."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from waymark.assessments.models import (
    AgendaItem,
    Appeal,
    Case,
    Condition,
    Decision,
    Hearing,
    Statement,
)
from waymark.assessments.queries.life.told import desk_and_chairs, people_who_settle
from waymark.assessments.rules.case import DecisionKind
from waymark.awards.models import Award
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.queries import members_of, people_of
from waymark.people.rules import WorkspaceRole

SIGNERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def _send(row: Record, kind: str, users: Iterable[Any], url: str, **params: Any) -> None:
    people = {user.pk: user for user in users if user.pk != _id(row.actor)}
    key = f"{kind}:{row.uid}"
    notices.send(
        kind, list(people.values()), params, url=url, about=row.subject, once_key=key, at=row.at
    )


def _city(case: Case, row: Record) -> list[Any]:
    return list(people_of(case.place_id, row.at, *SIGNERS))


def _body(body: str | None, at: datetime) -> list[Any]:
    return [seat.user for seat in members_of(body, at)] if body else []


def _award(reference: str) -> Award | None:
    found = Award.objects.filter(pk=_id(reference)).defer("credential", "claim")
    return found.first()


def _life(award: Award) -> str:
    return reverse("assessments:life", args=[award.number])


def _name(case: Case) -> dict[str, str]:
    return dict(case.place.name)


@receives("hearing.opened")
def tell_who_is_heard(row: Record) -> None:
    """The city learns what it is asked, and until when it can answer."""
    hearing = (
        Hearing.objects.filter(pk=_id(row.subject))
        .select_related("case__place", "case__mechanism", "tied")
        .first()
    )
    award = _award(hearing.award) if hearing else None
    if hearing is None or award is None:
        return
    params = {"number": award.number, "reason": hearing.grounds, "until": hearing.answer_by}
    kind = "life.doubted" if hearing.cause else "life.hearing"
    _send(row, kind, _city(hearing.case, row), _life(award), **params)
    if hearing.cause:
        _tell_of_a_doubt(row, hearing, award)


@receives("hearing.ended")
def tell_that_it_ended(row: Record) -> None:
    """The city, the desk and the chair learn that nothing is decided; so does who was named."""
    found = Hearing.objects.filter(pk=_id(row.subject))
    hearing = found.select_related("case__place", "case__mechanism", "tied").first()
    award = _award(hearing.award) if hearing else None
    if hearing is None or award is None:
        return
    people = [*_city(hearing.case, row), *people_who_settle(hearing, award, row.at)]
    params = {"number": award.number, "city": _name(hearing.case)}
    _send(row, "hearing.ended", people, _life(award), **params)
    if hearing.tied is not None:
        url = reverse("certificate", args=[award.number])
        _send(row, "hearing.ended_named", [hearing.tied], url, **params)


def _tell_of_a_doubt(row: Record, hearing: Hearing, award: Award) -> None:
    """The desk and the chair prepare the vote; who is said to have had a tie learns it."""
    case, named = hearing.case, [hearing.tied] if hearing.tied else []
    people = people_who_settle(hearing, award, row.at)
    until = hearing.answer_by
    _send(row, "doubt.to_schedule", people, _life(award), city=_name(case), until=until)
    url = reverse("certificate", args=[award.number])
    _send(row, "doubt.named", named, url, city=_name(case), number=award.number)


@receives("doubt.scheduled")
def tell_of_the_vote(row: Record) -> None:
    """Members declare their ties and read; the city learns when it is decided."""
    item = AgendaItem.objects.filter(pk=json.loads(row.body)["facts"]["item"], removed_at=None)
    found = item.select_related("meeting", "hearing", "case__place").first()
    award = _award(found.hearing.award) if found and found.hearing else None
    if found is None or found.hearing is None or award is None:
        return
    members = [
        one for one in _body(found.meeting.body_id, row.at) if one.pk != found.hearing.tied_id
    ]
    url = reverse("assessments:item", args=[found.meeting_id, found.pk])
    starts = found.meeting.starts_at
    _send(row, "doubt.on_agenda", members, url, city=_name(found.case), starts=starts)
    city = _city(found.case, row)
    _send(row, "doubt.scheduled", city, _life(award), number=award.number, starts=starts)


@receives("city.stated")
def tell_of_a_statement(row: Record) -> None:
    """The secretariat and the chair learn that the city has said something."""
    found = Statement.objects.filter(pk=_id(row.subject))
    said = found.select_related("case__place", "case__mechanism").first()
    award = _award(said.award) if said else None
    if said is not None and award is not None:
        people = desk_and_chairs(said.case, row.at, award)
        params = {"city": _name(said.case), "number": award.number}
        _send(row, "life.stated", people, _life(award), **params)


@receives("condition.found")
def tell_of_a_finding(row: Record) -> None:
    """The city learns whether a condition counts as met."""
    found = Condition.objects.filter(pk=_id(row.subject)).select_related("decision__case__place")
    condition = found.first()
    if condition is None:
        return
    award = Award.objects.filter(decision=f"decision:{condition.decision_id}").first()
    finding = condition.findings.filter(seq=json.loads(row.body)["facts"]["seq"]).first()
    if award is not None and finding is not None:
        people = _city(condition.decision.case, row)
        params = {"number": award.number, "reason": finding.reasons}
        _send(row, "life.condition_found", people, _life(award), **params)


@receives("award.decided_on")
def tell_of_a_decision(row: Record) -> None:
    """The desk and the chair learn of each decision on a certificate.

    The city learns of most by what happened to its certificate, see receivers/committee.py.
    """
    found = Decision.objects.filter(pk=_id(row.subject)).defer("document")
    decision = found.select_related("case__place", "case__mechanism").first()
    award = _award(decision.award) if decision else None
    if decision is None or award is None:
        return
    case = decision.case
    people = desk_and_chairs(case, row.at, award)
    if decision.kind == DecisionKind.CONFIRM or decision.effective_on > row.at.date():
        people += _city(case, row)
    params = {"city": _name(case), "number": award.number, "reason": decision.reasons}
    _send(row, "life.decided", people, _life(award), **params)


def _appeal(row: Record) -> Appeal | None:
    found = Appeal.objects.filter(pk=_id(row.subject))
    return found.select_related("case__place", "case__mechanism").first()


@receives("appeal.lodged", "appeal.left")
def tell_the_desk_of_an_appeal(row: Record) -> None:
    """The secretariat has to look at it, or to name somebody else."""
    appeal = _appeal(row)
    if appeal is not None:
        desk = _body(appeal.case.mechanism.secretariat_id, row.at)
        url = reverse("assessments:appeal", args=[appeal.pk])
        _send(row, row.verb, desk, url, city=_name(appeal.case))


@receives("appeal.admitted", "appeal.turned_away")
def tell_the_city_of_its_appeal(row: Record) -> None:
    """The city learns whether its appeal is heard."""
    appeal = _appeal(row)
    if appeal is None:
        return
    params = {"reason": appeal.note} if row.verb == "appeal.turned_away" else {}
    url = reverse("assessments:appeal", args=[appeal.pk])
    _send(row, row.verb, _city(appeal.case, row), url, **params)


@receives("appeal.named")
def tell_the_panel(row: Record) -> None:
    """Those who are named learn it."""
    appeal = _appeal(row)
    if appeal is None:
        return
    named = json.loads(row.body)["facts"]["members"]
    seats = appeal.seats.filter(member__in=named, left_at__isnull=True).select_related("member")
    url = reverse("assessments:appeal", args=[appeal.pk])
    people = [seat.member for seat in seats]
    _send(row, "appeal.named", people, url, city=_name(appeal.case))


@receives("appeal.decided")
def tell_of_the_outcome(row: Record) -> None:
    """Everybody concerned learns what the panel decided, and why."""
    appeal = _appeal(row)
    outcome = getattr(appeal, "outcome", None) if appeal else None
    if appeal is None or outcome is None:
        return
    seats = appeal.seats.filter(left_at__isnull=True).select_related("member")
    people = [*_city(appeal.case, row), *desk_and_chairs(appeal.case, row.at)]
    people += [seat.member for seat in seats]
    url = reverse("assessments:appeal", args=[appeal.pk])
    params = {"city": _name(appeal.case), "reason": outcome.reasons}
    _send(row, "appeal.decided", people, url, **params)
