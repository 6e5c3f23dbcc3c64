"""A decision that is looked at again: the doubt, the hearing, and the committee's vote."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.world import World
from waymark.assessments.actions import decision, life, meeting
from waymark.assessments.models import AgendaItem, Decision, Hearing, Meeting
from waymark.assessments.rules.case import BallotChoice
from waymark.assessments.rules.life.doubt import Cause
from waymark.awards.models import Award


def doubt(
    world: World, *, award: Award | None = None, answered: bool = True, **more: Any
) -> Hearing:
    """Open a doubt at the desk; the city answers at once."""
    award = award or world.award
    facts = {"cause": Cause.TIE, "grounds": "A member advised the city.", "by": world.secretary}
    found = life.doubt_decision(case=world.case, award=award, at=world.later(), **{**facts, **more})
    if answered:
        life.say(
            case=world.case, award=award, kind="hearing", about=found.pk, text="Nobody told us.",
            by=world.signatory, at=world.later(),
        )  # fmt: skip
    return found


def plan(world: World) -> Meeting:
    """Plan another meeting of the committee."""
    return meeting.plan_meeting(
        mechanism=world.mechanism, title="Autumn session", where="Online",
        starts_at=world.now + timedelta(days=7), by=world.secretary, at=world.later(),
    )  # fmt: skip


def sit(world: World, hearing: Hearing, *, free: list[Any] | None = None) -> AgendaItem:
    """Put a doubt on the agenda of an open meeting; those who are free have said so."""
    row = plan(world)
    item = meeting.schedule_doubt(
        meeting=row, hearing=hearing, by=world.secretary, at=world.later()
    )
    here = [member.pk for member in world.members]
    meeting.note_attendance(meeting=row, present=here, by=world.secretary, at=world.later())
    meeting.convene_meeting(meeting=row, by=world.secretary, at=world.later())
    for member in free if free is not None else world.members:
        meeting.declare_on_item(item=item, conflict=False, by=member, at=world.later())
    item.refresh_from_db()
    return item


def vote(world: World, item: AgendaItem, choices: dict[Any, BallotChoice]) -> None:
    """Cast ballots."""
    for member, choice in choices.items():
        meeting.cast_ballot(item=item, choice=choice, by=member, at=world.later())


def settle(world: World, item: AgendaItem, **more: Any) -> Decision:
    """The chair writes down what the votes came to."""
    facts = {"by": world.chair, "reasons": "We looked at it again."}
    return decision.decide_item(
        item=item, expected=item.report_sha256, at=world.later(), **{**facts, **more}
    )


def look_again(world: World, choice: BallotChoice, *, award: Award | None = None) -> Decision:
    """All of it at once: everybody votes alike."""
    item = sit(world, doubt(world, award=award))
    vote(world, item, dict.fromkeys(world.members, choice))
    return settle(world, item)
