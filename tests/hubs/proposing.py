"""Acts that bring a proposal to a state, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.hubs.called import make_call
from tests.world import FEW, World, make_world
from waymark.assessments.actions.answers import save_register
from waymark.assessments.actions.submission import submit_case
from waymark.assessments.models import Case
from waymark.assessments.queries.dossier import live_submission
from waymark.assessments.rules.case import BallotChoice
from waymark.hubs.actions.proposals import ask_for_second_step, propose
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


def moved(line: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Move the days of a line, which are those of a proposal of 2026, to the year of a moment."""
    days = ("starts", "ends", "due")
    later = {name: line[name] for name in days if name in line}
    year = at.year - 2026
    return line | {name: f"{int(day[:4]) + year}{day[4:]}" for name, day in later.items()}


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
    fill(case, "initiative", [moved(INITIATIVE, at) | more], world.lead, at)
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


STORY: dict[str, Any] = {
    "problem": "Taps run dry.",
    "people": "Two streets.",
    "risk": "Families without a meter.",
    "baseline": "Four hours a day.",
    "agendas": "Goal 6, target 6.1.",
    "agreed": "At two meetings.",
    "agreed_on": "2026-11-01",
    "consent": True,
}
DELIVERABLES: list[dict[str, Any]] = [
    {
        "title": "Ten taps",
        "kind": "works",
        "due": "2027-10-01",
        "lead": "Water works",
        "proof": "Photos and a list",
    },
    {
        "title": "A guide",
        "kind": "publication",
        "due": "2028-05-01",
        "lead": "The city",
        "proof": "Its address",
    },
]
PARTNERS: list[dict[str, Any]] = [{"partner": "Street committees", "role": "keep the taps"}]


def accepted(
    world: World,
    call: Call,
    at: datetime,
    *,
    choice: BallotChoice = BallotChoice.GRANT,
    **more: Any,
) -> tuple[World, Case]:
    """Take a proposal through both steps, review and committee, to a published decision."""
    case = handed_in(world, begun(world, call, at, **more), at)
    ask_for_second_step(case=case, until=soon(at), by=world.secretary, at=at)
    case = Case.objects.get(pk=case.pk)
    fill(case, "story", [STORY], world.lead, at)
    fill(case, "deliverables", [moved(one, at) for one in DELIVERABLES], world.lead, at)
    fill(case, "partners", PARTNERS, world.lead, at)
    assert case.intake is not None
    hub = replace(world, case=case, edition=case.intake.edition, now=at)
    hub.answer_all(stages=("links", "life"))  # type: ignore[arg-type]
    for act in (hub.submit, hub.assign, hub.review, hub.report, hub.convene):
        act()
    hub.vote(choice)
    hub.decide()
    hub.publish()
    return hub, Case.objects.get(pk=case.pk)
