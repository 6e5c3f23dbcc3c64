"""Policy issues: one that a city shares with an association, and two that are public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from tests.world import World
from waymark.community.actions import policy as acts
from waymark.community.actions import policy_words as words
from waymark.community.models import PolicyFlag, PolicyIssue, PolicyJoin, PolicyWord
from waymark.community.rules.needs import Visible
from waymark.community.rules.policy import Written
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind


@dataclass
class Policies:
    """What the story has of them."""

    body: Body
    shared: PolicyIssue
    word: PolicyWord  # nobody told it
    flag: PolicyFlag
    hidden: PolicyWord
    public: PolicyIssue
    join: PolicyJoin  # of another public one

    @property
    def flagged(self) -> PolicyWord:
        """What somebody told."""
        return self.flag.word


def make_policies(
    here: World, granted: World, adviser: User, say: Callable[[str], str]
) -> Policies:
    """Let the city with a certificate write three issues; the adviser's association is asked."""
    body, now = Body.objects.get(kind=BodyKind.PARTNER, country=None), timezone.now()

    def opened(visible: Visible, asked: str = "") -> PolicyIssue:
        told = Written(
            say("We may not borrow"),
            say("The law on loans."),
            say("Two years."),
            sorts=("law",),
            body=asked,
            authority=say("The treasury"),
            topics=("finance",),
            visible=visible,
        )
        return acts.open_issue(
            place=granted.place, told=told, gap=None, need=None, by=granted.signatory, at=now
        )

    shared = opened(Visible.PARTNERS, body.pk)

    def said(text: str) -> PolicyWord:
        return words.say_on_issue(issue=shared, told=words.Words(say(text)), by=adviser, at=now)

    def told(word: PolicyWord) -> PolicyFlag:
        return words.flag_word(word=word, why=say("Insults."), by=granted.signatory, at=now)

    hidden = said("All of you.")
    told(hidden)
    words.hide_word(word=hidden, why=say("Insults."), by=here.secretary, at=now)
    return Policies(
        body=body,
        shared=shared,
        word=said("Which law?"),
        flag=told(said("You fools.")),
        hidden=hidden,
        public=opened(Visible.PUBLIC),
        join=acts.join_issue(
            issue=opened(Visible.PUBLIC), place=here.place, named=True, by=here.lead, at=now
        ),
    )
