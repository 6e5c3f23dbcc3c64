"""Draws and spot checks over the small world: acts that bring one to a state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests import factories
from tests.kernel.draws import digits
from tests.world import FEW, World, ground_of, make_world, neighbour
from waymark.assessments.actions import review, spot
from waymark.assessments.actions.spot import Giver, Plan
from waymark.assessments.models import Draw, SpotCheck
from waymark.assessments.queries.dossier import frozen
from waymark.assessments.queries.spot.policy import levels_of
from waymark.assessments.rules.case import Outcome
from waymark.assessments.rules.spot.policy import CheckPolicy
from waymark.base.jobs import run_due
from waymark.kernel.draw import Beacon, Public, Share, Thrown
from waymark.people.models import User

FIGURES = "12345612345612345612345612"
PLACE = "Town hall, open to all"


@dataclass
class Spot:
    """A mechanism with certified cities, fresh reviewers, and parties that give chance."""

    world: World
    cities: list[World]
    checkers: list[User]
    givers: list[User]
    draw: Draw | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The moment of the story."""
        return self.world.now

    def later(self, **step: float) -> datetime:
        """Let time pass."""
        return self.world.later(**step)

    def set_policy(self, share: Share | None = None) -> None:
        """Set the same share for every level."""
        shares = dict.fromkeys(levels_of(self.world.mechanism), share or Share(census=True))
        spot.set_check_policy(
            mechanism=self.world.mechanism,
            policy=CheckPolicy(shares),
            reason="A few each year.",
            by=self.world.secretary,
            at=self.later(),
        )

    def plan(self, **changes: Any) -> Plan:
        """What the secretariat announces: dice a week from now."""
        start = self.now.replace(microsecond=0)
        homes = ("A university", "A network", "A newspaper", "A court")
        fields: dict[str, Any] = {
            "commit_by": start + timedelta(days=3),
            "reveal_by": start + timedelta(days=6),
            "parties": tuple(map(Giver, self.givers, homes)),
            "beacon": Public("dice", PLACE, start + timedelta(days=7)),
        }
        return Plan(**fields | changes)

    def announce(self, **changes: Any) -> Draw:
        """Announce a draw, and let the worker seal it."""
        self.draw = spot.announce_draw(
            mechanism=self.world.mechanism,
            plan=self.plan(**changes),
            by=self.world.secretary,
            at=self.now,
        )
        run_due(datetime.now(self.now.tzinfo))
        return self.the_draw

    @property
    def the_draw(self) -> Draw:
        """The draw as it is now."""
        assert self.draw is not None
        return Draw.objects.select_related("mechanism").get(pk=self.draw.pk)

    def secret(self, giver: User) -> str:
        """The secret of a party."""
        return digits(f"secret of {giver.pk}")

    def fingerprint(self, giver: User) -> str:
        """Its fingerprint."""
        from waymark.kernel.draw import commitment_of

        code = self.the_draw.parties.get(user=giver).code
        return commitment_of(
            announcement=self.the_draw.sha256, party=code, secret=self.secret(giver)
        )

    def commit(self, *givers: User) -> None:
        """Parties give their fingerprints: these, or all."""
        for giver in givers or self.givers:
            spot.commit_secret(
                draw=self.the_draw,
                fingerprint=self.fingerprint(giver),
                by=giver,
                at=self.later(),
            )

    def reveal(self, *givers: User) -> None:
        """Parties reveal their secrets, a day after the first day."""
        self.world.now = max(self.now, self.the_draw.commit_by + timedelta(days=1))
        for giver in givers or self.givers:
            spot.reveal_secret(
                draw=self.the_draw, secret=self.secret(giver), by=giver, at=self.later()
            )

    def thrown(self) -> Thrown:
        """What came up in public."""
        at = self.the_draw.beacon_at + timedelta(hours=1)
        return Thrown("dice", PLACE, FIGURES, at)

    def hold(self, beacon: Beacon | None = None) -> None:
        """Draw."""
        self.world.now = max(self.now, self.the_draw.beacon_at + timedelta(hours=2))
        spot.draw_cases(
            draw=self.the_draw,
            beacon=beacon or self.thrown(),
            by=self.world.secretary,
            at=self.later(),
        )

    def drawn(self) -> list[SpotCheck]:
        """Play a whole draw, and return the checks that came of it."""
        if not self.extra.get("policy"):
            self.set_policy()
        for act in (self.announce, self.commit, self.reveal, self.hold):
            act()
        return list(SpotCheck.objects.filter(entry__draw=self.the_draw).order_by("pk"))

    def assign(self, check: SpotCheck) -> None:
        """Two who had no part look at it again; both declare that they have no tie."""
        for slot, person in enumerate(self.checkers, 1):
            made = spot.assign_checker(
                check=check,
                reviewer=person,
                slot=slot,
                due=(self.now + timedelta(days=30)).date(),
                by=self.world.secretary,
                at=self.later(),
            )
            review.declare_interest(assignment=made, conflict=False, by=person, at=self.later())

    def judge(self, check: SpotCheck, rejected: tuple[str, ...] = ()) -> None:
        """Both judge everything alike and deliver."""
        check.refresh_from_db()
        submission = check.report.submission
        for assignment in check.assignments.filter(ended_at__isnull=True):
            for criterion in sorted(frozen(submission).answers):
                word = Outcome.REJECT if criterion in rejected else Outcome.ACCEPT
                review.give_verdict(
                    assignment=assignment,
                    submission=submission.sha256,
                    criterion=criterion,
                    judgement=review.Judgement(word, None, ground_of(word), "Looked at it anew."),
                    by=assignment.reviewer,
                    at=self.later(),
                )
            assignment.refresh_from_db()
            review.deliver_review(assignment=assignment, by=assignment.reviewer, at=self.later())

    def conclude(self, check: SpotCheck) -> SpotCheck:
        """Compare both reports."""
        spot.conclude_check(check=check, by=self.world.secretary, at=self.later())
        check.refresh_from_db()
        return check

    def check(self, check: SpotCheck, rejected: tuple[str, ...] = ()) -> SpotCheck:
        """Assign, judge and conclude."""
        self.assign(check)
        self.judge(check, rejected)
        return self.conclude(check)


def make_spot(cities: int = 1, *, givers: int = 3) -> Spot:
    """Make a world with so many certified cities."""
    world = make_world(until="published", criteria=FEW)
    others = [neighbour(world, until="published") for _ in range(cities - 1)]
    world.now = datetime.now(UTC)  # certificates are signed by the real clock
    return Spot(
        world=world,
        cities=[world, *others],
        checkers=[factories.make_seat(world.mechanism.technical_team) for _ in range(2)],
        givers=[factories.make_user(name=f"Giver {n}") for n in range(givers)],
    )
