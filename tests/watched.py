"""A national mechanism with certified cities, and the global bodies that watch over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests import factories
from tests.world import DAY, FEW, World, make_world, neighbour
from waymark.assessments.actions import oversight as acts
from waymark.assessments.models import Decision
from waymark.assessments.rules.oversight.words import Opens, Oversight, Way, Word
from waymark.awards.models import Issuer
from waymark.people.models import User
from waymark.people.rules import BodyKind, SeatRole
from waymark.schemes.models import Mechanism


@dataclass
class Watched:
    """The national story in `world`, and the global people."""

    world: World
    common: Mechanism
    chair: User
    member: User
    observer: User
    secretary: User
    now: datetime

    def set(self, way: Way = Way.EXPRESS, *, days: int = 30, opens: Opens = Opens.CHECK) -> None:
        """Set what is asked, as if it had been there when the mechanism began."""
        acts.set_oversight(
            mechanism=self.world.mechanism,
            rule=Oversight(way, days, opens),
            reason="To begin with.",
            by=self.chair,
            at=DAY,
        )

    @property
    def decision(self) -> Decision:
        """The decision that gave the certificate."""
        assert self.world.case is not None
        return Decision.objects.get(case=self.world.case, seq=1)

    def say(self, word: Word = Word.ENDORSE, *, by: User | None = None, **more: Any) -> Any:
        """Give the word."""
        data = {"reasons": "We looked at the report.", "at": self.now, **more}
        return acts.give_word(decision=self.decision, word=word, by=by or self.chair, **data)


def make_common(issuer: Issuer) -> Mechanism:
    """Make the global mechanism beside a national one; it certifies nobody here."""
    bodies = {kind: factories.make_body(kind, name=f"Global {kind}") for kind in BodyKind}
    return Mechanism.objects.create(
        slug="global",
        kind="global",
        name={"en": "Global mechanism"},
        languages=["en"],
        secretariat=bodies[BodyKind.SECRETARIAT],
        technical_team=bodies[BodyKind.TECHNICAL_TEAM],
        committee=bodies[BodyKind.COMMITTEE],
        appeal_panel=bodies[BodyKind.APPEAL_PANEL],
        issuer=issuer,
        created_at=DAY,
    )


def make_watched(until: str = "published", *, set_before: Oversight | None = None) -> Watched:
    """Make both mechanisms, and one city that the national one has taken so far."""
    world = make_world(until="draft", criteria=FEW)
    national = world.mechanism
    national.slug, national.kind, national.country = "ke", "national", factories.make_country("KE")
    national.name = {"en": "Kenyan mechanism"}
    national.save()
    common = make_common(national.issuer)
    found = Watched(
        world=world,
        common=common,
        chair=factories.make_seat(common.committee, SeatRole.CHAIR),
        member=factories.make_seat(common.committee),
        observer=factories.make_seat(common.committee, SeatRole.OBSERVER),
        secretary=factories.make_seat(common.secretariat),
        now=DAY,
    )
    if set_before is not None:
        found.set(set_before.way, days=set_before.days, opens=set_before.opens)
    world.reach(until)
    found.now = world.later(hours=1)
    return found


def another(watched: Watched) -> World:
    """Another city that the national mechanism has certified."""
    return neighbour(watched.world, until="published")
