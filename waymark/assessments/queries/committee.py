"""Reads of meetings: for the members of the committee and its secretariat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from waymark.assessments.models import (
    AgendaItem,
    Ballot,
    Case,
    Decision,
    Declaration,
    Meeting,
    Recusal,
    Report,
)
from waymark.assessments.queries.access import rights_of, visible
from waymark.assessments.queries.report import public_report
from waymark.assessments.queries.sitting import present, quorum_of, seated
from waymark.assessments.rules.case import DecisionKind
from waymark.assessments.rules.voting import Quorum
from waymark.awards.models import Award
from waymark.awards.queries import published
from waymark.people.models import User
from waymark.schemes.models import Mechanism
from waymark.schemes.queries import scheme_of


def meetings(viewer: Any, at: datetime) -> QuerySet[Meeting]:
    """Return the meetings of the viewer's committees, or those that her secretariat serves."""
    if not getattr(viewer, "is_authenticated", False):
        return Meeting.objects.none()
    has = rights_of(viewer, at)
    return (
        Meeting.objects.filter(
            Q(body_id__in=has.committees) | Q(mechanism__secretariat_id__in=has.secretariats)
        )
        .select_related("mechanism", "body")
        .annotate(cases=Count("items", filter=Q(items__removed_at__isnull=True)))
        .order_by("-starts_at", "pk")
    )


def meeting(viewer: Any, pk: str, at: datetime) -> Meeting | None:
    """Return one meeting that the viewer has to do with, or None."""
    return meetings(viewer, at).filter(pk=pk).first()


def served(viewer: Any, at: datetime) -> QuerySet[Mechanism]:
    """Return the mechanisms whose secretariat the viewer is."""
    has = rights_of(viewer, at)
    return Mechanism.objects.filter(secretariat_id__in=has.secretariats).order_by("slug")


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
class Room:
    """A meeting's page: who sits there, who is present, what is on the agenda."""

    meeting: Meeting
    seats: list[User]
    present: frozenset[str]
    items: list[ItemView]
    waiting: list[Case]


def _level(case: Case, name: str) -> Any:
    levels = scheme_of(case.edition).levels
    return next((level.name for level in levels if level.id == name), {})


def _items(viewer: Any, row: Meeting, at: datetime) -> list[ItemView]:
    items = list(
        row.items.filter(removed_at__isnull=True)
        .select_related("case__place__country", "case__edition", "case__mechanism", "report")
        .defer("case__edition__document", "report__document", "case__place__boundary")
        .prefetch_related(
            Prefetch("recusals", Recusal.objects.select_related("member")),
            Prefetch("ballots", Ballot.objects.only("item_id", "member_id")),
            "decisions__publication",
        )
    )
    cases = [item.case_id for item in items]
    free = set(
        Declaration.objects.filter(user=viewer, case__in=cases, conflict=False).values_list(
            "case_id", flat=True
        )
    )
    readable = set(visible(viewer, at).filter(pk__in=cases).values_list("pk", flat=True))
    return [
        _view(item, viewer, declared=item.case_id in free, readable=item.case_id in readable)
        for item in items
    ]


def _view(item: AgendaItem, viewer: Any, *, declared: bool, readable: bool) -> ItemView:
    decision = next(iter(item.decisions.all()), None)
    return ItemView(
        item=item,
        level=_level(item.case, item.case.target_level),
        granted=_level(item.case, decision.level) if decision else {},
        declared=declared,
        recused=any(entry.member_id == viewer.pk for entry in item.recusals.all()),
        voted=any(ballot.member_id == viewer.pk for ballot in item.ballots.all()),
        readable=readable,
        decision=decision,
        votes_cast=len(item.ballots.all()),
    )


def room(viewer: Any, row: Meeting, at: datetime) -> Room:
    """Return everything on a meeting's page that this viewer may see."""
    seats = row.quorum_rule.get("seats") or seated(row, at)
    waiting: list[Case] = []
    if served(viewer, at).filter(pk=row.mechanism_id).exists():
        waiting = list(
            visible(viewer, at)
            .filter(mechanism=row.mechanism_id, state="reported")
            .select_related("place")
            .defer("place__boundary")
            .order_by("place__slug")
        )
    return Room(
        meeting=row,
        seats=list(User.objects.filter(pk__in=seats).order_by("name")),
        present=frozenset(present(row)),
        items=_items(viewer, row, at),
        waiting=waiting,
    )


@dataclass(frozen=True)
class ItemPage:
    """One item before the committee, with its quorum and, once decided, its votes."""

    view: ItemView
    quorum: Quorum
    is_member: bool
    is_present: bool
    members: list[tuple[User, bool, bool, bool]]  # person, present, recused, has voted

    @property
    def may_vote(self) -> bool:
        """Whether the viewer's vote is still missing, once the meeting is open."""
        open_yet = not (self.view.recused or self.view.voted or self.view.decision)
        return self.is_member and self.view.declared and open_yet


def item_page(viewer: Any, row: Meeting, pk: str, at: datetime) -> ItemPage | None:
    """Return one item of a meeting, or None. How somebody voted is never part of it."""
    found = next((view for view in _items(viewer, row, at) if view.item.pk == pk), None)
    if found is None:
        return None
    found.item.meeting = row
    here = frozenset(present(row))
    seats = row.quorum_rule.get("seats") or seated(row, at)
    recused = {entry.member_id for entry in found.item.recusals.all()}
    voted = {ballot.member_id for ballot in found.item.ballots.all()}
    people = User.objects.filter(pk__in=seats).order_by("name")
    return ItemPage(
        view=found,
        quorum=quorum_of(found.item),
        is_member=viewer.pk in seats,
        is_present=viewer.pk in here,
        members=[
            (person, person.pk in here, person.pk in recused, person.pk in voted)
            for person in people
        ],
    )


def case_of_award(viewer: Any, decision: str) -> Case | None:
    """Return the case that an award's decision ("decision:…") was taken on, for its chair."""
    found = Decision.objects.filter(pk=decision.partition(":")[2]).select_related(
        "case__mechanism", "case__place"
    )
    row = found.first()
    return row.case if row else None


def report_behind(viewer: Any, decision: str) -> Report | None:
    """Return the public report that an award's decision ("decision:…") cites, or None."""
    cited = Decision.objects.filter(pk=decision.partition(":")[2]).values_list("report_sha256")
    sha256 = cited.first()
    return public_report(viewer, sha256[0]) if sha256 else None


def awards_chaired(viewer: Any, at: datetime) -> list[Award]:
    """Return the published awards that the viewer, as a chair, may decide on, by place."""
    has = rights_of(viewer, at)
    if not has.chaired:
        return []
    grants = Decision.objects.filter(
        case__mechanism__committee_id__in=has.chaired, kind=DecisionKind.GRANT
    )
    refs = [f"decision:{pk}" for pk in grants.values_list("pk", flat=True)]
    return list(
        published(viewer)
        .filter(decision__in=refs)
        .defer("credential", "claim")
        .prefetch_related("events")
    )
