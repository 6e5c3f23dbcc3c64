"""A country's own mechanism with adaptations in several states, for the table of doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from tests import factories
from waymark.people.models import Body, User
from waymark.schemes import actions
from waymark.schemes.models import Adaptation, Comment, Edition, Endorsement, Mechanism

COUNTRY = "NP"  # where none of the cities lies
TIGHTER = {"op": "tighten", "target": "C07/1", "param": "min", "to": 3}


@dataclass
class Abroad:
    """Drafts for its own people, one open for comments, one that the global body is asked for."""

    mechanism: Mechanism
    desk: User
    draft: Adaptation
    discussed: Adaptation
    asked: Adaptation
    comment: Comment

    @property
    def endorsements(self) -> int:
        """How many words of the global body there are."""
        return Endorsement.objects.count()


def make_abroad(base: Edition) -> Abroad:
    """Make all of it, a month ago for the one whose time for comments is over."""
    now = timezone.now()
    then = now - timedelta(days=40)
    made = actions.found_national(
        country=factories.make_country(COUNTRY), name="Nepal", language="en", languages=[], at=then
    )
    desk = factories.make_seat(Body.objects.get(pk=made.secretariat_id))

    def begun(version: str) -> Adaptation:
        row = actions.begin_adaptation(
            mechanism=made, base=base, version=version, title={"en": "Own"}, by=desk, at=then
        )
        return actions.add_ops(adaptation=row, ops=[TIGHTER], seen=row.sha256, by=desk, at=then)

    asked = actions.open_comments(adaptation=begun("1.0.0"), by=desk, at=then)
    asked = actions.submit_adaptation(adaptation=asked, by=desk, at=now)
    discussed = actions.open_comments(adaptation=begun("1.1.0"), by=desk, at=now)
    said = actions.comment(
        adaptation=discussed, text="Why?", criterion="", by=factories.make_user(), at=now
    )
    return Abroad(made, desk, begun("1.2.0"), discussed, asked, said)
