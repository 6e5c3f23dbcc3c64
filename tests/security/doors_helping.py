"""Doors of providers, of what answers a gap, and of peers."""

from __future__ import annotations

from tests.security.doors import CITY, EDITORS, HOLDER, SECRETARY, Door
from tests.security.doors_city import OPENERS, here, said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import CRITERION, Everything

ADVISER = frozenset({"invited"})


def provider(world: Everything) -> str:
    return world.helping.provider.pk


def body(world: Everything) -> str:
    return world.helping.body.pk


def draft(world: Everything) -> str:
    return world.helping.draft.pk


def exchange(world: Everything) -> str:
    return world.helping.exchange.pk


def peer(world: Everything) -> str:
    return world.helping.peer


def entry(world: Everything) -> str:
    return world.entry.code


PROFILE = said(
    language="en",
    kind="un",
    summary="We help cities with data.",
    topics="data",
    languages="en",
    countries="KE",
    cost="free",
    capacity="Three cities a year.",
    contact="The office.",
    url="https://example.org/",
    offers=[],
)
DOORS = [
    public("providers"),
    public("provider", of(provider)),
    Door("provider_edit", ADVISER, ADVISER, of(body), PROFILE),
    Door("provider_check", None, SECRETARY, of(provider), said(draft=draft, note="")),
    Door("provider_withdraw", None, SECRETARY | ADVISER, of(provider)),
    public("suggestions_why"),
    Door("suggestion_figures", SECRETARY),
    Door("matches", CITY, None, here(CRITERION)),
    Door("suggestion_said", None, EDITORS, here(CRITERION), said(item=entry, said="useful")),
    Door("peers", CITY, OPENERS, here()),
    Door("peer_ask", OPENERS, OPENERS, here(CRITERION, peer), said(goals="To learn it.")),
    Door(
        "exchange",
        CITY | HOLDER,
        EDITORS | HOLDER,
        of(exchange),
        said(text="When shall we talk?", step="say"),
    ),
]
