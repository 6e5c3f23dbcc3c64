"""Acts that bring a proposal to a state, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.hubs.called import make_call
from tests.world import FEW, World, make_world
from waymark.assessments.actions.answers import save_register
from waymark.assessments.actions.submission import submit_case
from waymark.assessments.models import Case
from waymark.assessments.queries.dossier import live_submission
from waymark.hubs.actions.proposals import propose
from waymark.hubs.models import Call
from waymark.people.models import User

LEADER: dict[str, Any] = {
    "name": "Rivermouth",
    "kind": "city",
    "standing": "member",
    "country": "Kenya",
    "contact": "hub@rivermouth.example",
}
INITIATIVE: dict[str, Any] = {
    "title": "Water by the street",
    "idea": "Streets keep their own taps.",
    "basis": "new",
    "topic": "agenda",
    "goals": ["6"],
    "axis": "planet",
    "starts": "2027-01-01",
    "ends": "2028-06-30",
    "brand": True,
}


def called(at: datetime, **more: Any) -> tuple[World, Call]:
    """Make a world with a global mechanism, and a call of its secretariat that is open."""
    world = make_world(criteria=FEW)
    return world, make_call(world.secretary, at, **more)


def fill(case: Case, register: str, rows: list[dict[str, Any]], by: User, at: datetime) -> None:
    """Write the lines of a table."""
    version = case.registers.filter(register=register).values_list("version", flat=True).first()
    save_register(case=case, register=register, rows=rows, version=version or 0, by=by, at=at)


def begun(world: World, call: Call, at: datetime, **more: Any) -> Case:
    """Begin a proposal and fill in its first step; `more` changes what it says."""
    case = propose(call=call, place=world.place, language="en", by=world.lead, at=at)
    fill(case, "leader", [LEADER], world.lead, at)
    fill(case, "initiative", [INITIATIVE | more], world.lead, at)
    return case


def handed_in(world: World, case: Case, at: datetime) -> Case:
    """Sign and hand in what stands."""
    case = Case.objects.get(pk=case.pk)
    submit_case(case=case, expected=live_submission(case).hash, by=world.signatory, at=at)
    case.refresh_from_db()
    return case


def soon(at: datetime, days: int = 40) -> datetime:
    """Return a moment some days later."""
    return at + timedelta(days=days)
