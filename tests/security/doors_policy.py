"""Doors of policy issues."""

from __future__ import annotations

from tests.security.doors import CITY, EDITORS, HOLDER, NATIONAL, SECRETARY, Door
from tests.security.doors_city import OPENERS, said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.doors_watch import ADVISER
from tests.security.story import Everything


def city(world: Everything) -> str:
    return world.here.slug


def place(world: Everything) -> str:
    return world.here.story.place.pk


def body(world: Everything) -> str:
    return world.policies.body.pk


def shared(world: Everything) -> str:
    return world.policies.shared.pk


def open_to_all(world: Everything) -> str:
    return world.policies.public.pk


def joined_issue(world: Everything) -> str:
    return world.policies.join.issue_id


def join(world: Everything) -> str:
    return world.policies.join.pk


def word(world: Everything) -> str:
    return world.policies.word.pk


def flagged(world: Everything) -> str:
    return world.policies.flagged.pk


def hidden(world: Everything) -> str:
    return world.policies.hidden.pk


def flag(world: Everything) -> str:
    return world.policies.flag.pk


TOLD = said(
    title="We may not borrow",
    hinders="The law on loans forbids it.",
    asks="Three years.",
    sorts="law",
    level="national",
    body=body,
    authority="The treasury",
    topics="finance",
    goals="6",
    criteria="A01",
    visible="partners",
    seen="1",
)
SIDES = HOLDER | ADVISER
DOORS = [
    Door("city_policy", CITY, args=of(city)),
    Door("policy_add", EDITORS, EDITORS, of(city), TOLD),
    public("policy"),
    public("policy_csv"),
    public("policy_atom"),
    Door("policy_desk", ADVISER | NATIONAL),
    Door("policy_flags", SECRETARY),
    Door("policy_flag_settle", None, SECRETARY, of(flag)),
    Door("policy_word_flag", None, SIDES, of(word), said(why="Insults.")),
    Door("policy_word_hide", None, SECRETARY, of(flagged), said(why="Insults.")),
    Door("policy_word_show", None, SECRETARY, of(hidden)),
    Door("policy_issue", SIDES, SIDES, of(shared), said(step="say", text="When?"), private=False),
    Door("policy_edit", HOLDER, HOLDER, of(shared), TOLD),
    Door(
        "policy_join",
        None,
        OPENERS,
        of(open_to_all),
        said(place=place, named="on"),
        reach=OPENERS | {"neighbour"},
    ),
    Door("policy_joined", None, OPENERS, of(joined_issue, join), said(named="no")),
]
