"""Groups: a closed one and what is in it, one that can be joined, and an offer."""

from __future__ import annotations

from tests.security.doors import CITY, LEAD, NATIONAL, SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything

MEMBERS = CITY | SECRETARY
DECIDES = LEAD | {"signatory"}
WRITERS = (CITY - {"viewer"}) | SECRETARY
LEADS = DECIDES | {"neighbour", "holder"}
ADVISER = frozenset({"invited"})  # who sits with a partner, too
OPENERS = SECRETARY | NATIONAL | ADVISER
ABOUT = said(
    title="Water",
    purpose="To learn.",
    sort="group",
    access="members",
    languages=["en"],
    topics=["water"],
)


def closed(world: Everything) -> str:
    return world.groups.closed.pk


def listed(world: Everything) -> str:
    return world.groups.listed.pk


def offer(world: Everything) -> str:
    return world.groups.offer.pk


def facilitator(world: Everything) -> str:
    return world.groups.facilitator.pk


def thread(world: Everything) -> str:
    return world.groups.thread.pk


def reply(world: Everything) -> str:
    return world.groups.reply.pk


def hidden(world: Everything) -> str:
    return world.groups.hidden.pk


def flag(world: Everything) -> str:
    return world.groups.flag.pk


def event(world: Everything) -> str:
    return world.groups.event.pk


def task(world: Everything) -> str:
    return world.groups.task.pk


def training(world: Everything) -> str:
    return world.groups.training.pk


def material(world: Everything) -> str:
    return world.groups.material.pk


def host(world: Everything) -> str:
    return world.here.story.mechanism.secretariat_id


def city(world: Everything) -> str:
    return world.here.story.place.pk


def party(world: Everything) -> str:
    return world.groups.closed.parties.get(place=world.here.story.place).pk


EVENT = said(
    title="Visit",
    day="2100-05-01",
    begins="14:00",
    last_day="",
    until="16:00",
    zone="UTC",
    where="Here",
    about="",
)


TRAINING = said(
    title="Meters",
    aim="Read a meter.",
    day="2100-05-01",
    begins="14:00",
    last_day="",
    until="16:00",
    zone="UTC",
    where="Here",
    about="",
)
LINK = said(url="https://example.org/meters", title="Meters", about="How to read them.", kept="")


def opening(world: Everything) -> dict[str, object]:
    return {**ABOUT(world), "host": host(world)}


DOORS = [
    public("groups"),
    Door("group_open", OPENERS, SECRETARY, words=opening, reach=OPENERS),
    Door("group_offer", CITY, DECIDES, of(offer), said(answer="yes")),
    Door("group", MEMBERS, None, of(closed), private=False),
    Door(
        "group_join",
        LEADS | NATIONAL | ADVISER,
        DECIDES,
        of(listed),
        said(side=city),
        reach=LEADS | NATIONAL | ADVISER,
    ),
    Door(
        "group_leave",
        DECIDES | SECRETARY,
        DECIDES,
        of(closed),
        said(side=party),
        reach=DECIDES | SECRETARY,
    ),
    Door("group_edit", SECRETARY, SECRETARY, of(closed), ABOUT),
    Door("group_close", SECRETARY, SECRETARY, of(closed), said(words="We are done.")),
    Door("group_invite", SECRETARY, SECRETARY, of(closed), said(city="Elsewhere", partner="")),
    Door(
        "group_facilitators",
        SECRETARY,
        SECRETARY,
        of(closed),
        said(person=lambda world: world.here.story.lead.pk),
    ),
    Door("group_facilitator_end", None, SECRETARY, of(closed, facilitator), unready=True),
    Door("group_search", MEMBERS, None, of(closed), private=False, query="?q=water"),
    Door(
        "group_thread_start",
        WRITERS,
        WRITERS,
        of(closed),
        said(title="Pumps", text="Which?", asks="on"),
    ),
    Door(
        "group_thread",
        MEMBERS,
        WRITERS,
        of(closed, thread),
        said(text="The blue one."),
        private=False,
    ),
    Door(
        "group_post_answer",
        None,
        LEAD | SECRETARY,
        of(closed, reply),
        said(answers="yes"),
    ),
    Door("group_post_hide", None, SECRETARY, of(closed, reply), said(why="It insults.")),
    Door("group_post_show", None, SECRETARY, of(closed, hidden)),
    Door("group_post_flag", None, MEMBERS, of(closed, reply), said(why="It insults.")),
    Door("group_flags", SECRETARY, None, of(closed)),
    Door("group_flag_settle", None, SECRETARY, of(closed, flag)),
    Door("group_event_plan", WRITERS, WRITERS, of(closed), EVENT),
    Door("group_event", MEMBERS, None, of(closed, event), private=False),
    Door("group_event_move", LEAD | SECRETARY, LEAD | SECRETARY, of(closed, event), EVENT),
    Door("group_event_cancel", None, LEAD | SECRETARY, of(closed, event)),
    Door("group_event_sign_up", None, MEMBERS, of(closed, event), said(comes="yes")),
    Door("group_event_calendar", MEMBERS, None, of(closed, event), private=False),
    Door("group_training_plan", SECRETARY, SECRETARY, of(closed), TRAINING),
    Door("group_training_part", None, MEMBERS, of(closed, training), said(took_part="yes")),
    Door(
        "group_training_parts",
        SECRETARY,
        SECRETARY,
        of(closed, training),
        said(there=lambda world: [world.here.story.lead.pk]),
    ),
    Door(
        "group_training_close",
        SECRETARY,
        SECRETARY,
        of(closed, training),
        said(words="We can read them."),
    ),
    Door("group_materials", MEMBERS, None, of(closed), private=False, query="?q=meters"),
    Door("group_material_add", WRITERS, WRITERS, of(closed), LINK),
    Door("group_material", MEMBERS, None, of(closed, material), private=False),
    Door("group_material_take", None, LEAD | SECRETARY, of(closed, material)),
    Door(
        "group_task_add",
        WRITERS,
        WRITERS,
        of(closed),
        said(title="Book a bus", due="2100-01-01", who=lambda world: world.here.story.lead.pk),
    ),
    Door("group_task_finish", None, WRITERS, of(closed, task), said(done="yes")),
]
