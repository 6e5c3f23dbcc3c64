"""Associations and their members: who reads which membership, message, survey and answer.

An association's people read its members, what it sent and what was answered; a city's people read
its own memberships, what it was sent and its own answers. The public sees the members that want to
be named, their certificates, and figures of surveys that are over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from waymark.awards.models import Award
from waymark.awards.queries import Wanted, registry
from waymark.awards.rules.lifecycle import AwardState
from waymark.community.models import (
    AssociationMember,
    AssociationMessage,
    Need,
    Survey,
    SurveyAnswer,
)
from waymark.community.queries.figures import counted
from waymark.community.queries.needs import needs
from waymark.community.rules.associations import (
    OPEN,
    Demand,
    MembersNeeds,
    MemberState,
    demand,
    needs_of_members,
)
from waymark.community.rules.needs import NeedState, Visible
from waymark.library.queries.items import visible
from waymark.people.models import Body, Organisation
from waymark.people.queries import held_by
from waymark.people.rules import BodyKind
from waymark.places.models import Place

KINDS = (Organisation.Kind.ASSOCIATION, Organisation.Kind.NETWORK)
"""What can have cities and regions as members."""


def bodies() -> QuerySet[Body]:
    """Return the partners that can have members, by name."""
    found = Body.objects.filter(kind=BodyKind.PARTNER, organisation__kind__in=KINDS)
    return found.select_related("organisation", "country").order_by("name__en", "pk")


def _named() -> QuerySet[AssociationMember]:
    return AssociationMember.objects.filter(state=MemberState.MEMBER, named=True)


def public() -> QuerySet[Body]:
    """Return the associations that everybody sees: those with a member that wants to be named."""
    return bodies().filter(Exists(_named().filter(body=OuterRef("pk"))))


def own(viewer: Any, at: datetime) -> QuerySet[Body]:
    """Return the associations for which the viewer sits."""
    if not (getattr(viewer, "is_authenticated", False) and viewer.is_active):
        return Body.objects.none()
    mine = held_by(viewer, at).bodies(BodyKind.PARTNER)
    return bodies().filter(pk__in=mine) if mine else Body.objects.none()


def own_body(viewer: Any, pk: str, at: datetime) -> Body | None:
    """Return an association for which the viewer sits, or None."""
    return own(viewer, at).filter(pk=pk).first()


def shown_body(pk: str) -> Body | None:
    """Return an association that everybody sees, or None."""
    return public().filter(pk=pk).first()


def _with_places(rows: QuerySet[AssociationMember]) -> QuerySet[AssociationMember]:
    return rows.select_related("place__country").defer("place__boundary")


def members(body: Body) -> QuerySet[AssociationMember]:
    """Return members and open invitations, for the association's people; by name."""
    found = AssociationMember.objects.filter(body=body, state__in=OPEN)
    return _with_places(found).order_by("place__name__en", "pk")


def former(body: Body) -> QuerySet[AssociationMember]:
    """Return what has ended, the newest first, for the association's people."""
    found = AssociationMember.objects.filter(body=body).exclude(state__in=OPEN)
    return _with_places(found).order_by("-ended_at", "-pk")


def named_members(body: Body) -> QuerySet[AssociationMember]:
    """Return the members that want to be named, by name and nothing else."""
    return _with_places(_named().filter(body=body)).order_by("place__name__en", "pk")


def certificates(viewer: Any, places: list[str], at: datetime) -> dict[str, list[Award]]:
    """Return the public certificates in force of places, by their ids. One query and one more."""
    subjects = [f"place:{pk}" for pk in places]
    found: dict[str, list[Award]] = {}
    for row in registry(viewer, Wanted(state=AwardState.ACTIVE), at=at).filter(
        subject__in=subjects
    ):
        found.setdefault(row.subject.partition(":")[2], []).append(row)
    return found


def of_place(place: Place) -> QuerySet[AssociationMember]:
    """Return a city's memberships and what it is asked, then those that have ended."""
    found = AssociationMember.objects.filter(place=place).select_related("body")
    return found.order_by(F("ended_at").asc(nulls_first=True), "body__name__en", "pk")


def membership(place: Place, pk: str) -> AssociationMember | None:
    """Return one of a city's own, or None."""
    return of_place(place).filter(pk=pk).first()


def _messages(viewer: Any) -> QuerySet[AssociationMessage]:
    """All messages, with whether the viewer sees the entry of the library (`item_seen`)."""
    seen = visible(viewer).filter(pk=OuterRef("item"))
    return AssociationMessage.objects.select_related("item", "body").annotate(
        item_seen=Exists(seen)
    )


def sent_by(viewer: Any, body: Body) -> QuerySet[AssociationMessage]:
    """Return an association's messages with `reached`, how many members each went to."""
    return _messages(viewer).filter(body=body).annotate(reached=Count("places"))


def sent_to(viewer: Any, place: Place) -> QuerySet[AssociationMessage]:
    """Return the messages that a city was sent, the newest first."""
    return _messages(viewer).filter(places=place)


def surveys(body: Body) -> QuerySet[Survey]:
    """Return an association's surveys with `answered`, how many cities did."""
    return Survey.objects.filter(body=body).annotate(answered=Count("answers"))


def survey(viewer: Any, pk: str, at: datetime) -> Survey | None:
    """Return a survey of an association for which the viewer sits, or None."""
    rows = Survey.objects.select_related("body").filter(pk=pk, body__in=own(viewer, at))
    return rows.first()


def surveys_for(place: Place) -> Any:
    """Return the surveys that a city was asked to answer, the newest first.

    With whether it has answered (`mine`), and whether it is a member still (`joined`): who is none
    any more reads its answer and changes nothing. Nobody is a member of what is no association.
    """
    joined = AssociationMember.objects.filter(
        place=place, state=MemberState.MEMBER, body=OuterRef("body"), body__in=bodies()
    )
    answers = SurveyAnswer.objects.filter(survey=OuterRef("pk"), place=place)
    found = Survey.objects.filter(places=place).select_related("body")
    return found.annotate(mine=Exists(answers), joined=Exists(joined))


def answers(row: Survey) -> QuerySet[SurveyAnswer]:
    """Return each city's answer, by name, for the association's people."""
    found = row.answers.select_related("place__country").defer("place__boundary")
    return found.order_by("place__name__en", "pk")


def answer_of(row: Survey, place: Place) -> SurveyAnswer | None:
    """Return what a city has answered, or None."""
    return row.answers.filter(place=place).first()


@dataclass(frozen=True)
class Over:
    """A survey that is over, with what everybody may know of it."""

    survey: Survey
    demand: tuple[Demand, ...]


def over(body: Body, at: datetime) -> list[Over]:
    """Return the surveys that are over and can be shown in figures, the newest first.

    Before the end nothing is told: a figure that moves would tell what the last city said.
    """
    rows = Survey.objects.filter(body=body, closes_on__lt=at.date())
    rows = rows.annotate(asked=Count("places")).prefetch_related("answers")
    found = [
        Over(row, demand((one.topics for one in row.answers.all()), row.asked)) for row in rows
    ]
    return [one for one in found if one.demand]


def needs_in_figures(body: Body) -> tuple[MembersNeeds, ...]:
    """Return open needs of the members by topic, for the association's people."""
    rows = AssociationMember.objects.filter(body=body, state=MemberState.MEMBER)
    shared = Need.objects.filter(partners=body).exclude(visible=Visible.PRIVATE)
    members, read = rows.values_list("place_id", flat=True), shared.values_list("pk", flat=True)
    return needs_of_members(counted(), set(members), set(read))


def needs_of(viewer: Any, body: Body, at: datetime) -> Any:
    """Return the members' open needs that the viewer reads: public, or shared with a partner."""
    rows = AssociationMember.objects.filter(body=body, state=MemberState.MEMBER)
    found = needs(viewer, at).filter(place__in=rows.values("place"), state=NeedState.OPEN)
    chosen = ~Q(visible=Visible.PRIVATE) & Q(partners=body)
    return found.filter(Q(visible=Visible.PUBLIC) | chosen).distinct()
