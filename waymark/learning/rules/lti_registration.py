"""What the secretariat registers of an outside platform and of a course on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from waymark.kernel import text
from waymark.kernel.flow import Reason
from waymark.learning.rules.lti_keys import is_secure_address

MOST_NAME = 120
MOST_REDIRECTS = 10


@dataclass(frozen=True)
class Registration:
    """A platform's name and addresses."""

    name: str
    initiation_url: str
    redirect_uris: tuple[str, ...]
    key_url: str = ""


@dataclass(frozen=True)
class CourseTold:
    """Where a course of the library is opened, and what counts as completed."""

    item: str  # code in the library
    target: str
    pass_mark: int | None = None  # percent


def tidy(told: Registration) -> Registration:
    """Clean what was typed. Raises text.BadText."""
    uris = (text.clean(uri).strip() for uri in told.redirect_uris)
    return Registration(
        name=" ".join(text.clean(told.name).split()),
        initiation_url=text.clean(told.initiation_url).strip(),
        redirect_uris=tuple(dict.fromkeys(uri for uri in uris if uri)),
        key_url=text.clean(told.key_url).strip(),
    )


def refuse_registration(told: Registration) -> list[Reason]:
    """Name everything that is wrong with a registration."""
    return list(_refuse(told))


def _refuse(told: Registration) -> Iterator[Reason]:
    if not 0 < len(told.name) <= MOST_NAME:
        yield Reason("lti.name_needed", {"field": "name", "most": MOST_NAME})
    if not is_secure_address(told.initiation_url):
        yield Reason("lti.no_address", {"field": "initiation_url", "value": told.initiation_url})
    if not told.redirect_uris:
        yield Reason("lti.redirect_needed", {"field": "redirect_uris"})
    if len(told.redirect_uris) > MOST_REDIRECTS:
        yield Reason("lti.many_redirects", {"field": "redirect_uris", "most": MOST_REDIRECTS})
    for uri in told.redirect_uris:
        if not is_secure_address(uri):
            yield Reason("lti.no_address", {"field": "redirect_uris", "value": uri})
    if told.key_url and not is_secure_address(told.key_url):
        yield Reason("lti.no_address", {"field": "key_url", "value": told.key_url})


def refuse_course(told: CourseTold, *, known: bool, taken: bool) -> list[Reason]:
    """Name what is wrong with a course: no such entry, opened elsewhere already, no address."""
    found = []
    if not known:
        found.append(Reason("lti.no_item", {"field": "item"}))
    elif taken:
        found.append(Reason("lti.item_taken", {"field": "item"}))
    if not is_secure_address(told.target):
        found.append(Reason("lti.no_address", {"field": "target", "value": told.target}))
    if told.pass_mark is not None and not 1 <= told.pass_mark <= 100:
        found.append(Reason("lti.mark", {"field": "pass_mark"}))
    return found
