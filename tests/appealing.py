"""Appeals over the small world: acts that bring one to a state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests import factories
from tests.hearing import hear
from tests.world import FEW, World, make_world
from waymark.assessments.actions import appeal as acts
from waymark.assessments.actions.decision import decide_on_award
from waymark.assessments.models import Appeal, AppealOutcome, Decision
from waymark.assessments.rules.case import BallotChoice, DecisionKind
from waymark.assessments.rules.life.appeal import Ground, Remedy, Vote
from waymark.people.models import User


@dataclass
class Story:
    """A city, a decision that it does not agree with, and people who could hear it."""

    world: World
    decision: Decision
    panel: list[User]
    lodged: Appeal | None = None

    @property
    def appeal(self) -> Appeal:
        """The appeal as it is now."""
        assert self.lodged is not None
        found = Appeal.objects.select_related("case__mechanism", "decision")
        return found.get(pk=self.lodged.pk)

    def lodge(self, **changes: Any) -> Appeal:
        """The signatory appeals."""
        words = {"ground": Ground.FACTS, "text": "You did not see annex 3."}
        base = {"by": self.world.signatory, "at": self.world.later()}
        decision = Decision.objects.get(pk=self.decision.pk)
        self.lodged = acts.lodge(decision=decision, **words | base | changes)
        return self.lodged

    def admit(self) -> None:
        """The secretariat lets it be heard."""
        acts.admit(appeal=self.appeal, by=self.world.secretary, at=self.world.later())

    def name(self, *members: User) -> None:
        """The secretariat names a panel: these, or all."""
        acts.name_panel(
            appeal=self.appeal,
            members=members or self.panel,
            by=self.world.secretary,
            at=self.world.later(),
        )

    def declare(self) -> None:
        """Everybody says that she has no tie."""
        for member in self.panel:
            acts.declare(appeal=self.appeal, conflict=False, by=member, at=self.world.later())

    def vote(self, *choices: Vote) -> None:
        """The panel votes: all to uphold, or as given."""
        for member, choice in zip(self.panel, choices or [Vote.UPHOLD] * 3, strict=False):
            acts.cast_vote(appeal=self.appeal, choice=choice, by=member, at=self.world.later())

    def decide(self, remedy: Remedy | None = None, *, by: User | None = None) -> AppealOutcome:
        """Somebody of the panel writes it down."""
        return acts.decide(
            appeal=self.appeal,
            remedy=remedy,
            reasons="We looked at everything anew.",
            by=by or self.panel[0],
            at=self.world.later(),
        )

    def heard(self, *choices: Vote) -> None:
        """Take it from nothing to the last vote."""
        self.lodge()
        self.admit()
        self.name()
        self.declare()
        self.vote(*choices)


def story_of(world: World, decision: Decision) -> Story:
    """Give a decision a panel of three who had no part in it."""
    panel = [factories.make_seat(world.mechanism.appeal_panel) for _ in range(3)]
    return Story(world, decision, panel)


def refused() -> Story:
    """A city that was refused, though its report shows a level."""
    world = make_world(until="scheduled", criteria=FEW)
    world.vote(BallotChoice.REFUSE)
    decision = world.decide()
    world.now = datetime.now(UTC)  # the time to appeal runs by the clock of those who read on
    world.publish()
    return story_of(world, decision)


def against(kind: DecisionKind) -> Story:
    """A city whose certificate was suspended or revoked."""
    world = make_world(until="published", criteria=FEW)
    world.now = datetime.now(UTC)
    hear(world.case, world.award, by=world.chair, at=world.later())
    decision = decide_on_award(
        case=world.case, award=world.award, kind=kind, reasons="Doubts.", by=world.chair,
        at=world.later(),
    )  # fmt: skip
    return story_of(world, decision)
