"""Cooperation records: a draft, one about which sides are asked, and one that is public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from tests.world import World
from waymark.community.actions import cooperation as acts
from waymark.community.models import Cooperation, CooperationSide
from waymark.community.rules.cooperation import Told
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind


@dataclass
class Cooperations:
    """What the story has of them. All are drafted by the city `here`."""

    body: Body
    draft: Cooperation
    asked: Cooperation
    public: Cooperation

    def side(self, row: Cooperation) -> CooperationSide:
        """The side of the city that holds a certificate."""
        return row.sides.get(drafts=False, body=None)


def make_cooperations(
    here: World, granted: World, adviser: User, say: Callable[[str], str]
) -> Cooperations:
    """Let a city write three records with the city that holds a certificate."""
    body, now = Body.objects.get(kind=BodyKind.PARTNER, country=None), timezone.now()

    def drafted(*more: Body) -> Cooperation:
        told = Told(
            say("Twin cities"),
            "partnership",
            ("water",),
            date(2024, 3, 1),
            None,
            say("Engineers went both ways."),
        )
        row = acts.draft_cooperation(side=here.place, told=told, by=here.lead, at=now)
        for side in (granted.place, *more):
            acts.name_side(cooperation=row, side=side, by=here.lead, at=now)
        return row

    def moved(row: Cooperation, side: CooperationSide, step: str, by: User) -> Cooperation:
        return acts.move_cooperation(side=side, step=step, why=say("So."), by=by, at=now)

    def asked(row: Cooperation) -> Cooperation:
        return moved(row, row.sides.get(drafts=True), "ask", here.lead)

    public = asked(drafted())
    other = public.sides.get(drafts=False)
    return Cooperations(
        body=body,
        draft=drafted(),
        asked=asked(drafted(body)),
        public=moved(public, other, "agree", granted.signatory),
    )
