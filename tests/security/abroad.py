"""Adaptations of a country and editions in the making, in several states, for the doors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from tests import factories
from waymark.people.models import Body, User
from waymark.schemes import actions
from waymark.schemes.models import Adaptation, Comment, Edition, Endorsement, Mechanism
from waymark.schemes.rules import edits

COUNTRY = "NP"  # where none of the cities lies
TIGHTER = {"op": "tighten", "target": "C07/1", "param": "min", "to": 3}


@dataclass
class Making:
    """The next editions: a draft, one that everybody discusses, one that waits to be in force."""

    draft: Edition
    discussed: Edition
    approved: Edition
    comment: Comment


def make_making(base: Edition, secretary: User, chair: User) -> Making:
    """Make all of it."""
    now = timezone.now()

    def begun(summary: str) -> Edition:
        row = actions.begin_edition(base=base, by=secretary, at=now)
        document = edits.with_edition(json.loads(row.document), "en", {"summary": summary}, "")
        return actions.write_edition(
            edition=row, document=document, seen=row.sha256, by=secretary, at=now
        )

    def opened(summary: str) -> Edition:
        return actions.consult_on_edition(edition=begun(summary), by=secretary, at=now)

    discussed = opened("Discussed")
    said = actions.comment_on_edition(
        edition=discussed,
        text="Why?",
        criterion="",
        group="city",
        by=factories.make_user(),
        at=now,
    )
    waits = actions.sum_up(edition=opened("Approved"), text="Nothing.", by=secretary, at=now)
    actions.decide_edition(
        edition=waits,
        kind="approve",
        reasons="Read.",
        looked=True,
        seen=waits.sha256,
        by=chair,
        at=now + timedelta(days=8),
    )
    return Making(begun("Draft"), discussed, waits, said)


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
