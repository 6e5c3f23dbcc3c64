"""What the life of a certificate can hold: a condition, an open hearing, appeals under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tests import factories
from tests.world import World
from waymark.assessments.actions import appeal as appeals
from waymark.assessments.actions.decision import decide_on_award
from waymark.assessments.actions.life import open_hearing
from waymark.assessments.models import Appeal, Condition, Hearing
from waymark.assessments.rules.case import DecisionKind
from waymark.assessments.rules.life.appeal import Ground
from waymark.people.models import User


@dataclass
class Life:
    """Things of one certificate."""

    condition: Condition
    hearing: Hearing
    appeal: Appeal  # its panel is named, and nobody has said anything yet
    lodged: Appeal  # nobody has looked at it yet
    panelist: User


def make_life(world: World, say: Callable[[str], str]) -> Life:
    """Give a city that was just certified all of this, in the words that `say` chooses."""
    assert world.case is not None
    panel = [factories.make_seat(world.mechanism.appeal_panel) for _ in range(3)]
    given = world.case.decisions.get()
    condition = Condition.objects.create(
        decision=given,
        number=1,
        text=say("Name somebody for it."),
        due=world.now.date() + timedelta(days=90),
    )
    hearing = open_hearing(
        case=world.case,
        award=world.award,
        grounds=say("A complaint says it is forged."),
        by=world.chair,
        at=world.later(),
    )
    suspended = decide_on_award(
        case=world.case,
        award=world.award,
        kind=DecisionKind.SUSPEND,
        reasons=say("It is urgent."),
        by=world.chair,
        at=world.award.signed_at + timedelta(seconds=1),
    )
    decide_on_award(
        case=world.case,
        award=world.award,
        kind=DecisionKind.LIFT_SUSPENSION,
        reasons=say("It was a mistake."),
        by=world.chair,
        at=world.award.signed_at + timedelta(seconds=2),
    )
    made = []
    for decision in (given, suspended):
        at = decision.publication.at + timedelta(minutes=1)
        words = {"ground": Ground.FACTS, "text": say("You did not see annex 3.")}
        made.append(appeals.lodge(decision=decision, by=world.signatory, at=at, **words))
    appeal, lodged = made
    appeals.admit(appeal=appeal, by=world.secretary, at=world.later())
    appeals.name_panel(appeal=appeal, members=panel, by=world.secretary, at=world.later())
    return Life(condition, hearing, appeal, lodged, panel[0])
