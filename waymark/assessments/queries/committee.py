"""Reads of meetings: for the members of the committee and its secretariat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from waymark.assessments.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Case,
    Decision,
    Declaration,
    Hearing,
    Inheritance,
    Meeting,
    Recusal,
    SpotCheck,
)
from waymark.assessments.queries.access import rights_of, visible
from waymark.assessments.queries.delegating import nobody_can, waiting_for
from waymark.assessments.queries.life.doubts import waiting_doubts
from waymark.assessments.queries.sitting import sitting_in
from waymark.assessments.queries.spot.checks import waiting_checks
from waymark.assessments.rules.voting import NOBODY, Quorum, acting, quorum
from waymark.people.models import User
from waymark.people.rules import VOTING, SeatRole
from waymark.schemes.models import Mechanism
from waymark.schemes.queries import scheme_of


def meetings(viewer: Any, at: datetime) -> QuerySet[Meeting]:
    """Return the meetings of the viewer's committees, or those that her secretariat serves."""
    if not getattr(viewer, "is_authenticated", False):
        return Meeting.objects.none()
    has = rights_of(viewer, at)
    return (
        Meeting.objects.filter(
            Q(body_id__in=has.committees | has.observed)
            | Q(mechanism__secretariat_id__in=has.secretariats)
        )
        .select_related("mechanism", "body")
        .annotate(cases=Count("items", filter=Q(items__removed_at__isnull=True)))
        .order_by("-starts_at", "pk")
    )


def meeting(viewer: Any, pk: str, at: datetime) -> Meeting | None:
    """Return one meeting of the viewer's, with `heirs`: whether any are asked for; or None."""
    asked = Exists(Inheritance.objects.filter(closed_at=None))  # mostly none: no page need look
    return meetings(viewer, at).filter(pk=pk).annotate(heirs=asked).first()


def served(viewer: Any, at: datetime) -> QuerySet[Mechanism]:
    """Return the mechanisms whose secretariat the viewer is."""
    has = rights_of(viewer, at)
    return Mechanism.objects.filter(secretariat_id__in=has.secretariats).order_by("slug")


def mechanisms_with_terms(viewer: Any, at: datetime) -> QuerySet[Mechanism]:
    """Return the mechanisms whose terms of certificates the viewer may set."""
    has = rights_of(viewer, at)
    mine = Q(secretariat_id__in=has.secretariats) | Q(committee_id__in=has.chaired)
    return Mechanism.objects.filter(mine).order_by("slug")


@dataclass(frozen=True)
class ItemView:
    """An agenda item as one viewer sees it."""

    item: AgendaItem
    level: Any  # the name of the one aimed for
    granted: Any  # the name of the one that the decision gives, if it does
    declared: bool
    recused: bool
    voted: bool
    readable: bool
    decision: Decision | None
    votes_cast: int


@dataclass(frozen=True)
class Member:
    """Who takes part in a meeting, and on one item what she has done."""

    user: User
    present: bool
    role: str = SeatRole.MEMBER  # or deputy, or observer
    recused: bool = False
    voted: bool = False


@dataclass(frozen=True)
class Room:
    """A meeting's page: who sits there, who is present, what is on the agenda."""

    meeting: Meeting
    members: list[Member]
    items: list[ItemView]
    waiting: list[Case]
    checks: list[SpotCheck]  # that came to something else, and wait for a meeting
    doubts: list[Hearing]  # decisions that the committee has to look at again


def level_name(case: Case, name: str) -> Any:
    """Return what a level of a case’s edition is called, in many languages."""
    levels = scheme_of(case.edition).levels
    return next((level.name for level in levels if level.id == name), {})


def _items(viewer: Any, row: Meeting, at: datetime, pk: str = "") -> list[ItemView]:
    """Return the items of a meeting in two queries, or one item with whether it is readable."""
    ballots = Ballot.objects.filter(item=OuterRef("pk"))
    recusals = Recusal.objects.filter(item=OuterRef("pk"), member=viewer)
    said = Declaration.objects.filter(case=OuterRef("case"), user=viewer)
    since = Q(at__gte=OuterRef("hearing__opened_at")) | Q(at__gte=OuterRef("inheritance__asked_at"))
    found = row.items.filter(removed_at__isnull=True)
    found = (found.filter(pk=pk) if pk else found).annotate(
        votes_cast=Count("ballots"),
        voted=Exists(ballots.filter(member=viewer)),
        recused=Exists(recusals),
        said_since=Exists(said.filter(since)),
    )
    items = list(
        found.select_related(
            "case__place__country",
            "case__edition",
            "case__mechanism",
            "report",
            "spot_check__result",
            "spot_check__case__edition",
        )
        .defer(
            "case__edition__document",
            "report__document",
            "case__place__boundary",
            "spot_check__result__report",
            "spot_check__case__edition__document",
        )
        .prefetch_related(
            Prefetch("decisions", Decision.objects.select_related("publication").defer("document"))
        )
        .order_by("order", "pk")
    )
    readable = pk and items and visible(viewer, at).filter(pk=items[0].case_id).exists()
    free = rights_of(viewer, at).judging
    return [_view(item, item.case_id in free, bool(readable)) for item in items]


def _view(item: Any, declared: bool, readable: bool) -> ItemView:
    decision = next(iter(item.decisions.all()), None)
    return ItemView(
        item=item,
        level=level_name(item.case, item.case.target_level),
        granted=level_name(item.case, decision.level) if decision else {},
        declared=declared and (not (item.hearing_id or item.inheritance_id) or item.said_since),
        recused=item.recused,
        voted=item.voted,
        readable=readable,
        decision=decision,
        votes_cast=item.votes_cast,
    )


def _parts(row: Meeting, at: datetime) -> dict[str, str]:
    """Return as what people take part: as fixed at convening, before that by the seats of now."""
    rule = row.quorum_rule
    if rule.get("seats"):
        parts = dict.fromkeys(rule["seats"], SeatRole.MEMBER)
        parts |= dict.fromkeys(rule.get("deputies", ()), SeatRole.DEPUTY)
        return parts | dict.fromkeys(rule.get("observers", ()), SeatRole.OBSERVER)
    held = sitting_in(row, at).values_list("user_id", "role")
    return {user: SeatRole.MEMBER if role in VOTING else role for user, role in held}


def taking_part(row: Meeting, at: datetime, item: str = "") -> list[Member]:
    """Return who takes part in a meeting, members first."""
    parts = _parts(row, at)
    this = OuterRef("pk")
    here = Attendance.objects.filter(meeting=row, member=this, present=True)
    people = User.objects.filter(pk__in=parts).annotate(here=Exists(here))
    if item:
        people = people.annotate(
            recused=Exists(Recusal.objects.filter(item=item, member=this)),
            voted=Exists(Ballot.objects.filter(item=item, member=this)),
        )
    found = [
        Member(
            user,
            user.here,
            parts[user.pk],
            getattr(user, "recused", False),
            getattr(user, "voted", False),
        )
        for user in people.order_by("name", "pk")
    ]
    order = (SeatRole.MEMBER, SeatRole.DEPUTY, SeatRole.OBSERVER)
    return sorted(found, key=lambda one: order.index(SeatRole(one.role)))


def room(viewer: Any, row: Meeting, at: datetime) -> Room:
    """Return everything on a meeting's page that this viewer may see."""
    waiting: list[Case] = []
    checks: list[SpotCheck] = []
    doubts: list[Hearing] = []
    serves = row.mechanism.secretariat_id in rights_of(viewer, at).secretariats
    if serves and row.state in {"planned", "convened"}:
        waiting = list(
            waiting_for(viewer, row, at)
            .select_related("place")
            .defer("place__boundary")
            .order_by("place__slug")
        )
        checks = waiting_checks(viewer, row.mechanism_id, at)
        doubts = waiting_doubts(viewer, row.mechanism_id, at)
    return Room(
        meeting=row,
        members=taking_part(row, at),
        items=_items(viewer, row, at),
        waiting=waiting,
        checks=checks,
        doubts=doubts,
    )


@dataclass(frozen=True)
class ItemPage:
    """One item before the committee, with its quorum and, once decided, its votes."""

    view: ItemView
    quorum: Quorum
    part: str  # as what the viewer takes part, if she does
    acts: bool  # for a seat, as far as it can be told before the meeting is open
    members: list[Member]
    secret: bool = False
    box: Sequence[tuple[str, str]] = ()
    stuck: bool = False  # ties leave too few for a quorum, and there is nobody above

    @property
    def is_member(self) -> bool:
        """Whether she has a seat, or stands in for one."""
        return self.part in {SeatRole.MEMBER, SeatRole.DEPUTY}

    @property
    def waits(self) -> bool:
        """Whether she stands in for somebody who can act herself."""
        open_yet = not (self.view.recused or self.view.voted or self.view.decision)
        return self.part == SeatRole.DEPUTY and not self.acts and open_yet

    @property
    def may_vote(self) -> bool:
        """Whether the viewer's vote is still missing, once the meeting is open."""
        open_yet = not (self.view.recused or self.view.voted or self.view.decision)
        return self.is_member and self.acts and self.view.declared and open_yet


def item_page(viewer: Any, row: Meeting, pk: str, at: datetime) -> ItemPage | None:
    """Return one item of a meeting, or None. How somebody voted is never part of it."""
    found = _items(viewer, row, at, pk)
    if not found:
        return None
    found[0].item.meeting = row
    members = taking_part(row, at, pk)
    rule = row.quorum_rule
    facts: dict[str, Any] = {
        "seated": rule.get("seats", ()),
        "present": [one.user.pk for one in members if row.in_writing or one.present],
        "recused": [member.user.pk for member in members if member.recused],
        "deputies": rule.get("deputies", NOBODY),
    }
    part = next((member.role for member in members if member.user.pk == viewer.pk), "")
    answered = [one.user.pk for one in members if one.voted]
    counted = facts | {"present": answered} if row.in_writing else facts
    return ItemPage(
        view=found[0],
        quorum=quorum(**counted, percent=rule.get("percent", 100)),
        part=part,
        acts=part == SeatRole.MEMBER or viewer.pk in acting(**facts).values(),
        members=members,
        secret=bool(rule.get("secret")),
        box=_box(found[0], part),
        stuck=bool(facts["recused"]) and not found[0].decision and nobody_can(found[0].item, at),
    )


def _box(view: ItemView, part: str) -> list[tuple[str, str]]:
    """Return the secret votes by their codes, for those who take part, once it is decided."""
    if view.decision is None or not part or view.recused:
        return []
    return list(view.item.box.values_list("code", "choice"))


def was_removed(viewer: Any, row: Meeting, pk: str) -> bool:
    """Whether an item stood on the agenda of a meeting of the viewer's, and was taken off it."""
    return AgendaItem.objects.filter(meeting=row, pk=pk, removed_at__isnull=False).exists()
