"""Groups of the story: a closed one, one that everybody finds, and a question to the city."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from tests.world import World
from waymark.community.actions import groups, spaces, threads
from waymark.community.models import Facilitator, Flag, Offer, Post, Space, Thread


@dataclass
class Groups:
    """What the story has of them."""

    closed: Space  # of the secretariat and the city
    listed: Space  # of the secretariat alone
    offer: Offer  # to the city
    facilitator: Facilitator
    thread: Thread  # the lead's question
    reply: Post
    hidden: Post
    flag: Flag


def make_groups(here: World, say: Callable[[str], str]) -> Groups:
    """Open two groups, and ask the city to both."""
    desk, host = here.secretary, here.mechanism.secretariat

    def opened(title: str, access: str) -> Space:
        about = spaces.About(say(title), say("What it is for."), access=access, languages=("en",))
        return spaces.open_space(host=host, about=about, by=desk, at=here.later())

    def asked(space: Space) -> Offer:
        return spaces.invite(space=space, side=here.place, by=desk, at=timezone.now())

    closed, listed = opened("Behind doors", "closed"), opened("For many", "members")
    groups.answer_offer(offer=asked(closed), joins=True, by=here.lead, at=timezone.now())
    thread = threads.start_thread(
        space=closed,
        title=say("Which pump lasts?"),
        text=say("Ours break each year."),
        asks=True,
        by=here.lead,
        at=here.later(),
    )

    def replied(text: str) -> Post:
        return threads.reply(thread=thread, text=say(text), by=here.editor, at=here.later())

    flagged = replied("You fools.")
    flag = threads.flag_post(post=flagged, why=say("Insults."), by=here.lead, at=here.later())
    hidden = replied("All of you.")
    threads.hide_post(post=hidden, why=say("Insults."), by=desk, at=here.later())
    return Groups(
        closed=closed,
        listed=listed,
        offer=asked(listed),
        facilitator=closed.facilitators.get(),
        thread=thread,
        reply=replied("The blue one."),
        hidden=hidden,
        flag=flag,
    )
