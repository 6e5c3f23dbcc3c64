"""Decisions that are looked at again: who had a part in them, and what waits for a vote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.assessments.models import (
    AgendaItem,
    Assignment,
    Ballot,
    Case,
    CaseEvent,
    Hearing,
    Meeting,
    Statement,
)
from waymark.assessments.queries.access import case_roles, rights_of
from waymark.assessments.queries.delegating import delegation_of, heard_by
from waymark.assessments.queries.handing_over import handover_of
from waymark.assessments.queries.life.held import LIVE
from waymark.assessments.queries.standing import barred_from
from waymark.assessments.rules.life.doubt import BY_VOTE, Cause, Doubt
from waymark.assessments.rules.life.terms import Heard
from waymark.awards.models import Award
from waymark.awards.queries import state_of
from waymark.base.record import ref
from waymark.people.models import Membership, User
from waymark.people.rules import Role


def had_part(case: Case) -> set[str]:
    """Return the ids of all who had a part in a case from outside its city: five queries."""
    reviews = Assignment.objects.filter(case=case).exclude(state__in=("invited", "declined"))
    votes = Ballot.objects.filter(item__case=case)
    acts = CaseEvent.objects.filter(case=case, by__isnull=False)
    decided = case.decisions.filter(decided_by__isnull=False)
    own = Membership.objects.filter(place=case.place_id).values_list("user_id", flat=True)
    found = set(reviews.values_list("reviewer_id", flat=True))
    found |= set(votes.values_list("member_id", flat=True))
    found |= set(acts.values_list("by", flat=True))
    found |= set(decided.values_list("decided_by", flat=True))
    return found - set(own)


def people_with_part(viewer: Any, case: Case, at: datetime) -> list[User]:
    """Return who had a part in a case, by name, without the viewer; to who has a tie, nobody."""
    if barred_from(case, [viewer], at):
        return []
    found = User.objects.filter(pk__in=had_part(case)).exclude(pk=viewer.pk)
    return list(found.order_by("name", "pk"))


def award_named(hearing: Hearing) -> Award:
    """Return the certificate that a hearing is on."""
    return Award.objects.defer("credential", "claim").get(pk=hearing.award.partition(":")[2])


def doubt_of(hearing: Hearing, at: datetime) -> Doubt:
    """Return how far a doubt is, for the rules."""
    award = award_named(hearing)
    waiting = hearing.agenda_items.filter(removed_at__isnull=True, decisions__isnull=True)
    answered = Statement.objects.filter(kind="hearing", about=ref(hearing)).exists()
    return Doubt(
        cause=Cause(hearing.cause),
        heard=Heard(opened=True, answered=answered, answer_by=hearing.answer_by),
        lives=state_of(award, at) in LIVE,
        closed=hearing.closed_at is not None,
        on_agenda=waiting.exists(),
    )


def unsettled() -> list[Hearing]:
    """Return the hearings that nothing has closed, the oldest first. One query."""
    found = Hearing.objects.filter(closed_at=None).select_related("case__mechanism", "case__place")
    return list(found.defer("case__place__boundary").order_by("opened_at", "pk"))


def waiting_doubts(viewer: Any, mechanism: str, at: datetime) -> list[Hearing]:
    """Return the doubts under a mechanism that can be put on an agenda now. One query.

    Not those in which the viewer is said to have had a tie.
    """
    items = AgendaItem.objects.filter(
        hearing=OuterRef("pk"), removed_at__isnull=True, decisions__isnull=True
    )
    said = Statement.objects.filter(kind="hearing", case=OuterRef("case"), award=OuterRef("award"))
    said = said.filter(at__gte=OuterRef("opened_at"))
    found: QuerySet[Hearing] = Hearing.objects.filter(
        Q(answer_by__lt=at.date()) | Exists(said),
        ~Exists(items),
        case__in=Case.objects.filter(heard_by(mechanism)).values("pk"),
        cause__in=BY_VOTE,
        closed_at=None,
    ).exclude(tied=viewer)
    barred = rights_of(viewer, at).barred
    if barred:
        closed = Case.objects.filter(barred.condition())
        found = found.exclude(case__in=closed.values("pk"))
    rows = found.select_related("case__place").defer("case__place__boundary")
    return list(rows.order_by("opened_at", "pk"))


@dataclass(frozen=True)
class HandedDoubt:
    """A doubt that waits for an agenda, and the meetings that are still to decide something."""

    hearing: Hearing
    meetings: tuple[Meeting, ...]


def handed_doubt(viewer: Any, case: Case, at: datetime) -> HandedDoubt | None:
    """Return the doubt of a case whose desk the rule has handed to the viewer, or None.

    One query where nothing was handed over, and none for the secretariat's own people.
    """
    has = rights_of(viewer, at)
    own = case.mechanism.secretariat_id in has.secretariats
    if own and case.mechanism.technical_team_id not in has.teams_led:
        return None
    if handover_of(case) is None or Role.SECRETARIAT not in case_roles(viewer, case, at):
        return None
    row = delegation_of(case)
    mechanism = row.to_id if row else case.mechanism_id
    waiting = waiting_doubts(viewer, mechanism, at)
    found = next((one for one in waiting if one.case_id == case.pk), None)
    if found is None:
        return None
    rows = Meeting.objects.filter(mechanism=mechanism, state__in=("planned", "convened"))
    return HandedDoubt(found, tuple(rows.order_by("starts_at", "pk")[:20]))


def handed_with(viewer: Any, hearing: str, at: datetime) -> HandedDoubt | None:
    """Return a doubt by its id, where the viewer has it by the rule, or None."""
    found = Hearing.objects.filter(pk=hearing).select_related("case__mechanism", "case__place")
    row = found.defer("case__place__boundary").first()
    return handed_doubt(viewer, row.case, at) if row else None


@dataclass(frozen=True)
class Told:
    """What is before the committee where it looks at a decision again."""

    hearing: Hearing
    number: str
    said: list[Statement]


def told(viewer: Any, item: AgendaItem) -> Told | None:
    """Return what an item is about, for those who may read its dossier, or None. Three queries."""
    found = Hearing.objects.filter(pk=item.hearing_id).select_related("tied").first()
    if found is None or named_in(viewer, [found]):
        return None
    said = Statement.objects.filter(about=ref(found)).select_related("by").order_by("at", "pk")
    return Told(found, award_named(found).number, list(said))


def named_in(viewer: Any, hearings: Iterable[Hearing]) -> bool:
    """Whether the viewer is said in one of them to have had a tie: then they are not for her."""
    return any(one.tied_id == viewer.pk for one in hearings)
