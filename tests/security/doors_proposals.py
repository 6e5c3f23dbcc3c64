"""Doors of values that are proposed from outside: to those who propose, and to those who decide."""

from __future__ import annotations

from tests.security.doors import CITY, CONTRIBUTOR, EDITORS, LEAD, Door
from tests.security.doors_city import GROUP, file, here, said
from tests.security.story import Everything


def waiting(world: Everything) -> str:
    return world.here.proposal


def their_waiting(world: Everything) -> str:
    return world.next_door.proposal


def accepted(world: Everything) -> str:
    return world.here.accepted


def their_accepted(world: Everything) -> str:
    return world.next_door.accepted


def indicator(world: Everything) -> str:
    return str(world.indicator.pk)


def table(world: Everything) -> bytes:
    return b"indicator,period,value\n%b,2017,4\n" % world.indicator.code.encode()


def pick(world: Everything) -> str:
    return f"{world.here.proposal}:"


def tabled(world: Everything) -> str:
    return world.here.tabled


def their_tabled(world: Everything) -> str:
    return world.next_door.tabled


def act(world: Everything) -> str:
    return world.here.act


def their_act(world: Everything) -> str:
    return world.next_door.act


DOORS = [
    Door("people:contributions", None, LEAD, here(), said(act="close")),
    Door("indicators:contribute", CONTRIBUTOR, None, here()),
    Door(
        "indicators:propose",
        CONTRIBUTOR,
        CONTRIBUTOR,
        here(),
        said(
            indicator=indicator,
            period="2017",
            value="71.5",
            status="A",
            sample_size="40",
            source="Our survey",
            method="At the door",
            note="On a Sunday.",
            **GROUP,
        ),
    ),
    Door(
        "indicators:propose_file",
        CONTRIBUTOR,
        CONTRIBUTOR,
        here(),
        said(framework="umf", file=lambda world: file(table(world), "ours.csv")(world)),
    ),
    Door(
        "indicators:proposal_withdraw",
        None,
        CONTRIBUTOR,
        here(waiting),
        foreign=here(their_waiting),
    ),
    Door("indicators:proposals", CITY, None, here()),
    Door(
        "indicators:proposal",
        CITY,
        EDITORS,
        here(waiting),
        said(
            value="70",
            status="A",
            source="Our survey",
            method="",
            note="",
            sample_size="",
            margin="",
        ),
        foreign=here(their_waiting),
    ),
    Door(
        "indicators:proposal_decline",
        None,
        EDITORS,
        here(waiting),
        said(reason="It was asked twice."),
        foreign=here(their_waiting),
    ),
    Door("indicators:contribute_file", CONTRIBUTOR, None, here(tabled), foreign=here(their_tabled)),
    Door(
        "indicators:proposals_decide",
        None,
        EDITORS,
        here(),
        said(act="decline", pick=pick, reason="They were asked twice."),
    ),
    Door("indicators:proposals_table", CITY, None, here(tabled), foreign=here(their_tabled)),
    Door("indicators:proposal_file", EDITORS, None, here(tabled), foreign=here(their_tabled)),
    Door("indicators:proposals_act", CITY, None, here(act), foreign=here(their_act)),
    Door("indicators:proposals_act_undo", None, EDITORS, here(act), foreign=here(their_act)),
    Door(
        "indicators:proposal_undo",
        None,
        EDITORS,
        here(accepted),
        foreign=here(their_accepted),
    ),
]
