"""Groups of the story: a closed one, one that everybody finds, and a question to the city."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from tests.world import World
from waymark.assessments.actions.evidence import Content
from waymark.base.files import storage
from waymark.community.actions import events, groups, materials, spaces, threads
from waymark.community.models import (
    Event,
    Facilitator,
    Flag,
    Material,
    Offer,
    Post,
    Space,
    Task,
    Thread,
)
from waymark.community.rules.events import EventKind


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
    event: Event  # the lead's
    task: Task
    training: Event  # of the secretariat, and over
    material: Material  # the lead's file


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
    now = timezone.now()
    starts = now + timedelta(days=30)
    plan = events.Plan(
        title=say("Visit to the waterworks"),
        starts=starts,
        ends=starts + timedelta(hours=2),
        zone="Africa/Nairobi",
        where=say("At the gate"),
        about=say("Bring boots."),
    )
    past = now - timedelta(days=2)
    held = events.Plan(
        title=say("Reading meters"),
        starts=past,
        ends=past + timedelta(hours=2),
        zone="Africa/Nairobi",
        aim=say("Read a meter."),
    )
    file = storage.store(io.BytesIO(b"Read them each month.\n"), name="meters.txt")
    paper = Content(blob=storage.keep(file, at=now), name=file.name)
    return Groups(
        training=events.plan_event(
            space=closed, plan=held, by=desk, at=past, kind=EventKind.TRAINING
        ),
        material=materials.add_material(
            space=closed,
            content=paper,
            title=say("How to read meters"),
            about="",
            by=here.lead,
            at=now,
        ),
        event=events.plan_event(space=closed, plan=plan, by=here.lead, at=now),
        task=events.add_task(
            space=closed, title=say("Book a bus"), due=None, who=None, by=here.lead, at=now
        ),
        closed=closed,
        listed=listed,
        offer=asked(listed),
        facilitator=closed.facilitators.get(),
        thread=thread,
        reply=replied("The blue one."),
        hidden=hidden,
        flag=flag,
    )
