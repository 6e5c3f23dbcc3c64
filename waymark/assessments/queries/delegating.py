"""Which committee decides on a case, and whether its own one could."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.assessments.models import AgendaItem, Case, Delegation, Meeting
from waymark.assessments.queries.access import rights_of, visible
from waymark.assessments.queries.sitting import deputies_in, seats_in
from waymark.assessments.queries.standing import standings_of
from waymark.assessments.rules.case import MeetingState
from waymark.assessments.rules.delegating import Decider, decider
from waymark.assessments.rules.independence import may_vote
from waymark.assessments.rules.voting import Quorum, quorum
from waymark.people.models import User
from waymark.schemes.models import Mechanism

OPEN = (MeetingState.PLANNED, MeetingState.CONVENED)


def above(case: Case) -> Mechanism | None:
    """Return the global mechanism, where a case is a country's and another committee sits there."""
    if case.mechanism.kind == Mechanism.Kind.GLOBAL:
        return None
    wide = Mechanism.objects.filter(kind=Mechanism.Kind.GLOBAL)
    return wide.exclude(committee=case.mechanism.committee_id).order_by("slug").first()


def above_of(meeting: Meeting, case: Case) -> Mechanism | None:
    """Return the global mechanism, where another committee than its own meets on a case."""
    return above(case) if meeting.mechanism_id == case.mechanism_id else None


def delegation_of(case: Case) -> Delegation | None:
    """Return to which mechanism's committee the decision on a case is delegated now, or None."""
    return case.delegations.filter(ended_at=None).select_related("to", "item").first()


def heard_by(mechanism: str) -> Q:
    """Return the condition on cases that a mechanism's committee decides on."""
    away = Delegation.objects.filter(ended_at=None)
    own = Q(mechanism=mechanism) & ~Q(pk__in=away.values("case"))
    return own | Q(pk__in=away.filter(to=mechanism).values("case"))


def hears(meeting: Meeting, case: Case) -> bool:
    """Tell whether a case is for the committee that meets."""
    row = delegation_of(case)
    return (row.to_id if row else case.mechanism_id) == meeting.mechanism_id


def waiting_for(viewer: Any, meeting: Meeting, at: datetime) -> QuerySet[Case]:
    """Return the reported cases that a meeting's secretariat can put on its agenda.

    Of a case that was delegated to its committee it learns the city, and nothing of the dossier.
    """
    delegated = Delegation.objects.filter(ended_at=None, to=meeting.mechanism_id).values("case")
    open_to_her = Q(pk__in=visible(viewer, at).values("pk"))
    named = Q(pk__in=delegated) & ~rights_of(viewer, at).barred.condition()
    return Case.objects.filter(
        heard_by(meeting.mechanism_id), open_to_her | named, state="reported"
    )


def tied_people(case: Case, people: Iterable[str], at: datetime) -> set[str]:
    """Return whom of these a tie, or a part in the case, keeps from voting on it."""
    known = standings_of(User.objects.filter(pk__in=list(people)), case)
    months = case.mechanism.adviser_months
    return {pk for pk, one in known.items() if may_vote(one, on=at.date(), adviser_months=months)}


def able(case: Case, at: datetime, item: AgendaItem | None = None) -> Quorum:
    """Count the seats of a committee for which somebody without a tie could act on a case.

    item: where it stands on an agenda: then who is recused there is out, and the seats are those
    fixed at convening, if that has been. Else those of the case's own committee now.
    """
    mechanism = item.meeting.mechanism if item else case.mechanism
    rule = item.meeting.quorum_rule if item else {}
    body = item.meeting.body_id if item else mechanism.committee_id
    seats = rule["seats"] if rule.get("seats") else seats_in(body, at)
    stand_ins = rule.get("deputies", {}) if rule.get("seats") else deputies_in(body, at)
    people = {*seats, *stand_ins}
    out = tied_people(case, people, at)
    if item:
        out |= set(item.recusals.values_list("member_id", flat=True))
    else:  # who is named in an open doubt is recused as soon as it is on an agenda
        named = case.hearings.filter(closed_at=None).exclude(tied=None)
        out |= set(named.values_list("tied_id", flat=True))
    return quorum(
        seated=seats,
        present=people,
        recused=out,
        percent=rule.get("percent", mechanism.quorum_percent),
        deputies=stand_ins,
    )


def undecided_items(at: datetime) -> QuerySet[AgendaItem]:
    """Return what stands on the agenda of a meeting that is to come, and somebody is recused."""
    found = AgendaItem.objects.filter(
        removed_at=None, decisions=None, meeting__state__in=OPEN, recusals__isnull=False
    )
    return found.select_related("meeting__mechanism", "case__mechanism").distinct().order_by("pk")


def open_delegations() -> QuerySet[Delegation]:
    """Return the delegations that hold."""
    return Delegation.objects.filter(ended_at=None).select_related("case__mechanism")


def nobody_can(item: AgendaItem, at: datetime) -> bool:
    """Whether ties leave too few for a quorum on an item, and there is nobody above."""
    found = able(item.case, at, item)
    wide = above_of(item.meeting, item.case)
    return decider(found, above=wide is not None) == Decider.NOBODY
