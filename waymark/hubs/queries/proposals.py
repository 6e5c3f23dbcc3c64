"""Proposals: where one can apply, which there are, and what they say of themselves.

A proposal is a case of assessments that answers a call. Lists go by title or by date, never by
anything that would compare proposals.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.assessments.models import Case, Intake
from waymark.assessments.queries.access import CITY_ROLES, rights_of, visible
from waymark.assessments.queries.desk import desk_cases
from waymark.assessments.rules.case import Permit as CasePermit
from waymark.base import permits
from waymark.base.record import ref
from waymark.hubs.models import Call
from waymark.hubs.queries.calls import admits, may_keep
from waymark.hubs.queries.finding import says
from waymark.hubs.rules.eligibility import Finding, Idea, Leader, check
from waymark.kernel import text
from waymark.places.models import Place
from waymark.schemes.models import Mechanism

__all__ = ["admits", "assessing", "call_of", "idea_of", "intake_of", "leader_of"]
LEADERS = {Place.Kind.CITY: Leader.CITY, Place.Kind.REGION: Leader.REGION}
LEADERS |= {Place.Kind.METROPOLITAN: Leader.REGION}
"""What a place is as a leader; parts of a city lead none."""


def assessing() -> Mechanism | None:
    """Return the mechanism whose people look at proposals: the global one, or None."""
    return Mechanism.objects.filter(kind=Mechanism.Kind.GLOBAL).order_by("slug").first()


def intake_of(call: Call) -> Intake | None:
    """Return the time in which proposals for a call are taken here, or None."""
    found = Intake.objects.filter(about=ref(call)).select_related("edition", "mechanism")
    return found.defer("edition__document").first()


def call_of(case: Case) -> Call | None:
    """Return the call that a case answers, or None."""
    if case.intake is None:
        return None
    return Call.objects.filter(pk=case.intake.about.partition(":")[2]).first()


def leader_of(place: Place) -> str | None:
    """Return what a place is as a leader of a hub, or None."""
    return LEADERS.get(Place.Kind(place.kind))


def could_lead(viewer: Any, row: Call, at: datetime) -> list[Place]:
    """Return the places for which somebody can begin a proposal, by name."""
    if not getattr(viewer, "is_authenticated", False):
        return []
    opens = permits.tables[CasePermit.OPEN_CASE]
    held = [pk for pk, role in rights_of(viewer, at).places.items() if CITY_ROLES[role] in opens]
    kinds = [kind for kind, leader in LEADERS.items() if leader in row.leaders]
    found = Place.objects.filter(pk__in=held, kind__in=kinds, ended_on=None)
    return list(found.defer("boundary").order_by("name_skeleton", "pk"))


def own(viewer: Any, row: Call, at: datetime) -> list[Case]:
    """Return the proposals for a call of the places that somebody works for, the newest first."""
    if not getattr(viewer, "is_authenticated", False):
        return []
    places = rights_of(viewer, at).places
    if not places:
        return []
    found = Case.objects.filter(intake__about=ref(row), place__in=places)
    return list(found.select_related("place").defer("place__boundary").order_by("-opened_at"))


def works_for(viewer: Any, case: Case, at: datetime) -> bool:
    """Tell whether somebody works for the place of a proposal."""
    return case.place_id in rights_of(viewer, at).places


MOST_AWAITED = 500


@dataclass(frozen=True)
class Wanted:
    """What the list shall show; empty means all."""

    state: str = ""
    words: str = ""
    order: str = ""


def handed_in(viewer: Any, row: Call, wanted: Wanted, at: datetime) -> QuerySet[Case] | None:
    """Return the proposals for a call on the viewer's desk, or None where she keeps no calls.

    Drafts are their writers' alone. Those of cities that she has a tie to are left out.
    """
    if not may_keep(viewer):
        return None
    found = desk_cases(viewer, at).filter(intake__about=ref(row))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.words:
        named = Q(place__name_skeleton__contains=text.skeleton(wanted.words))
        said = says("registers__rows", wanted.words) & Q(registers__register="initiative")
        found = found.filter(pk__in=Case.objects.filter(named | said).values("pk"))
    order = ("place__name_skeleton", "pk") if wanted.order == "name" else ("submitted_at", "pk")
    return found.select_related("place__country").defer("place__boundary").order_by(*order)


def awaited(viewer: Any, row: Call, at: datetime) -> list[Case]:
    """Return the proposals whose second step was asked for and has not come, by its last second.

    For who keeps calls, without cities that she has a tie to. What is written since is a draft
    and not told.
    """
    if not may_keep(viewer):
        return []
    has = rights_of(viewer, at)
    found = Case.objects.filter(
        intake__about=ref(row), state="draft", first_step=False, submitted_at__isnull=False
    )
    found = found.exclude(place__in=has.places)
    if has.barred:
        found = found.exclude(has.barred.condition())
    found = found.select_related("place__country").defer("place__boundary")
    return list(found.order_by("hand_in_by", "pk")[:MOST_AWAITED])


def said_first(cases: list[Case]) -> dict[str, dict[str, Any]]:
    """Return the line of each case that tells of the initiative, by case. One query."""
    from waymark.assessments.models import RegisterTable

    rows = RegisterTable.objects.filter(case__in=cases, register="initiative")
    return {row.case_id: (row.rows or [{}])[0] for row in rows}


def proposal(viewer: Any, pk: str, at: datetime) -> Case | None:
    """Return a proposal that the viewer may read, or None."""
    found = visible(viewer, at).filter(pk=pk).exclude(intake=None)
    found = found.select_related("place__country", "edition", "intake", "mechanism")
    return found.defer("edition__document", "place__boundary").first()


def on_desk(viewer: Any, pk: str, at: datetime) -> Case | None:
    """Return a proposal on the viewer's desk, or None."""
    found = desk_cases(viewer, at).filter(pk=pk).exclude(intake=None)
    found = found.select_related("place__country", "edition", "intake", "mechanism")
    return found.defer("edition__document", "place__boundary").first()


def may_look(viewer: Any, case: Case) -> bool:
    """Tell whether somebody looks at first steps for the secretariat."""
    return permits.may(viewer, CasePermit.ADMIT_CASE, on=case)


def lines_of(case: Case) -> dict[str, list[dict[str, Any]]]:
    """Return what the tables of a proposal hold, by register."""
    return dict(case.registers.values_list("register", "rows"))


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def idea_of(case: Case) -> Idea:
    """Return what a proposal says of itself, as the rules of eligibility read it."""
    lines = lines_of(case)
    leader, initiative, story = (
        (lines.get(name) or [{}])[0] for name in ("leader", "initiative", "story")
    )
    dues = (_day(row.get("due")) for row in lines.get("deliverables", ()))
    return Idea(
        leader=leader.get("kind"),
        standing=leader.get("standing"),
        starts=_day(initiative.get("starts")),
        ends=_day(initiative.get("ends")),
        dues=tuple(day for day in dues if day),
        agreed_on=_day(story.get("agreed_on")),
        topic=initiative.get("topic"),
        reason=initiative.get("reason", ""),
        brand=initiative.get("brand"),
    )


def findings_of(case: Case, row: Call) -> tuple[Finding, ...]:
    """Return what is found of a proposal by the rules of its call."""
    return check(idea_of(case), admits(row))
