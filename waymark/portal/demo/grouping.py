"""A group in which two invented cities learn with an invented institute; a third is asked."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta

from waymark.assessments.actions.evidence import Content
from waymark.base.files import storage
from waymark.community.actions import events, groups, materials, spaces, threads, trainings
from waymark.community.models import Space
from waymark.community.rules.events import EventKind
from waymark.people.models import Body, Membership, User
from waymark.places.models import Place
from waymark.portal.demo.cities import NURU, SERENA, WAHA

TABLE = b"district,meters read,meters in place\nNorth,412,500\nSouth,377,420\n"
GROUP = spaces.About(
    "Counting water losses, district by district (fictional)",
    "How do we learn where water is lost, with few people and old meters? We read each other's "
    "tables and visit each other once.",
    access="members",
    topics=("water", "data"),
    languages=("en", "ar"),
)


def _lead(slug: str) -> tuple[Place, User]:
    place = Place.objects.get(slug=slug)
    return place, Membership.objects.get(place=place, role="lead").user


def let_cities_learn_together(now: datetime) -> None:
    """The institute opens a group: questions, a file, meetings, a training, a task, an offer."""
    at = now - timedelta(days=50)
    host = Body.objects.get(name__en__startswith="Lakeside Institute")
    adviser = host.seats.get().user
    group = spaces.open_space(host=host, about=GROUP, by=adviser, at=at)
    (waha, waha_lead), (nuru, nuru_lead), (serena, _) = map(
        _lead, (WAHA.slug, NURU.slug, SERENA.slug)
    )
    for place, lead in ((waha, waha_lead), (nuru, nuru_lead)):
        offer = spaces.invite(space=group, side=place, by=adviser, at=at)
        groups.answer_offer(offer=offer, joins=True, by=lead, at=at + timedelta(days=2))
    _talk(group, nuru_lead, waha_lead, at + timedelta(days=5))
    _meet(group, adviser, (waha_lead, nuru_lead), now)
    events.add_task(
        space=group,
        title="Send last month's readings by district",
        due=(now + timedelta(days=10)).date(),
        who=nuru_lead,
        by=adviser,
        at=now - timedelta(days=4),
    )
    spaces.invite(space=group, side=serena, by=adviser, at=now - timedelta(days=1))


def _talk(group: Space, asker: User, other: User, at: datetime) -> None:
    thread = threads.start_thread(
        space=group,
        title="How often do you read the meters at the edge of town?",
        text="We have two people for nine districts, and our figures are a year old.",
        asks=True,
        by=asker,
        at=at,
    )
    answer = threads.reply(
        thread=thread,
        text="Four times a year: a third of the streets each month, in turn. The table that we "
        "write them into is below.",
        by=other,
        at=at + timedelta(days=1),
    )
    threads.mark_answer(post=answer, answers=True, by=asker, at=at + timedelta(days=2))
    file = storage.store(io.BytesIO(TABLE), name="readings by district.csv")
    materials.add_material(
        space=group,
        content=Content(blob=storage.keep(file, at=at), name=file.name),
        title="Table for readings by district",
        about="One line for each district. The figures are invented.",
        home=materials.Home(thread=thread),
        by=other,
        at=at + timedelta(days=1, minutes=5),
    )


def _meet(group: Space, adviser: User, leads: tuple[User, User], now: datetime) -> None:
    day = datetime.combine(now.date() - timedelta(days=20), time(9), now.tzinfo)
    training = events.plan_event(
        space=group,
        kind=EventKind.TRAINING,
        plan=events.Plan(
            title="Reading meters and checking the figures",
            starts=day,
            ends=day + timedelta(hours=3),
            zone="UTC",
            where="Online",
            aim="You can plan a round of readings and find the figures that can't be right.",
        ),
        by=adviser,
        at=day - timedelta(days=14),
    )
    after = day + timedelta(hours=4)
    there = [user.pk for user in leads]
    trainings.record_parts(event=training, there=there, by=adviser, at=after)
    words = "Both cities planned a round. The next meeting looks at what came of it."
    trainings.close_training(event=training, words=words, by=adviser, at=after)
    visit = datetime.combine(now.date() + timedelta(days=20), time(13), now.tzinfo)
    meeting = events.plan_event(
        space=group,
        plan=events.Plan(
            title="Visit to the waterworks",
            starts=visit,
            ends=visit + timedelta(hours=2),
            zone="Africa/Nairobi",
            where="At the gate of the waterworks",
            about="Bring boots.",
        ),
        by=adviser,
        at=now - timedelta(days=3),
    )
    events.sign_up(event=meeting, comes=True, by=leads[0], at=now - timedelta(days=2))
