"""Pages that need a world of their own: reviewers who are tied, a newer edition, several places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.assessments.test_carrying import merged
from tests.assessments.test_differing import differ, end
from tests.assessments.test_rebasing import THREE, newer, publish
from tests.browser.everywhere import FURTHER, Visit, faults, go_as
from tests.browser.test_everywhere import opened
from tests.browsing import Console, OpenPage
from tests.indicators.cities import make_city
from tests.indicators.test_places_file import TWO, officer, preview
from tests.world import make_world
from waymark.people.models import User
from waymark.people.rules import SeatRole
from waymark.places.models import Place

pytestmark = [pytest.mark.browser]
Axe = Callable[[Page], list[str]]


def seen_by(user: User, name: str, *args: str) -> Visit:
    session = factories.log_in(Client(), user).cookies[site.SESSION_COOKIE_NAME].value
    return Visit(name, reverse(name, args=args), session)


def third() -> list[Visit]:
    """Whom the technical lead chooses where two reviewers stay tied."""
    world = make_world(until="in_review", criteria=THREE)
    lead = factories.make_seat(world.mechanism.technical_team, SeatRole.LEAD)
    factories.make_seat(world.mechanism.technical_team)
    differ(world, THREE[0])
    for number in (0, 1):
        end(world, number)
    return [seen_by(lead, "assessments:case_third", world.case.pk)]


def edition() -> list[Visit]:
    """What a newer edition would mean for a draft."""
    world = make_world(criteria=THREE)
    world.answer_all()
    publish(world.edition, newer(world.edition))
    return [seen_by(world.signatory, "assessments:edition", world.place.slug, "case")]


def carrying() -> list[Visit]:
    """What of the case of a city that ended could go along."""
    _world, old, _new, heir = merged()
    factories.make_member(Place.objects.get(pk=old.place_id), "viewer", user=heir)
    return [seen_by(heir, "assessments:carry", old.place.slug, "case")]


def several() -> list[Visit]:
    """Files with several places, and the preview of one."""
    cities = [
        make_city(slug=slug, code=code) for slug, code in (("a", ""), ("b", "KE-B"), ("c", ""))
    ]
    by = officer(cities)
    group = preview(by, f"{TWO}c,UMF-1.1.2,2020,1\n", cities[0])
    return [seen_by(by, "several"), seen_by(by, "several_one", group.pk)]


WORLDS: list[tuple[Callable[[], list[Visit]], set[str]]] = [
    (third, {"assessments:case_third"}),
    (edition, {"assessments:edition"}),
    (carrying, {"assessments:carry"}),
    (several, {"several", "several_one"}),
]


def test_each_further_page_has_a_world() -> None:
    assert set().union(*(names for _make, names in WORLDS)) == FURTHER


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("make", "names"), WORLDS, ids=["third", "edition", "carrying", "several"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_further_pages_keep_what_all_pages_have_to_keep(
    live_server: LiveServer,
    open_page: OpenPage,
    console: Console,
    axe: Axe,
    settings: Settings,
    tmp_path: Path,
    language: str,
    make: Callable[[], list[Visit]],
    names: set[str],
) -> None:
    settings.WAYMARK_FILES = tmp_path / "files"
    visits = make()
    assert {visit.name for visit in visits} == names
    page = open_page(language=language)
    wrong = {}
    for visit in visits:
        go_as(page, live_server.url, visit.session, language)
        found = opened(page, console, live_server.url, visit)
        found += faults(page, visit, language, axe)
        if found:
            wrong[visit.name] = found
    assert not wrong, "\n".join(f"{at}\n  " + "\n  ".join(what) for at, what in wrong.items())
