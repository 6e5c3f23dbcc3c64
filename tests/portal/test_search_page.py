"""The search page: every room's public things, the reader's language, narrowing down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.factories import make_country, make_secretary
from tests.world import make_edition
from waymark.base.jobs import run_due
from waymark.base.models import Job, Record
from waymark.indicators.reference import load_frameworks
from waymark.library.actions import load_catalogue
from waymark.library.models import Item
from waymark.places.actions import create_place
from waymark.portal import finding
from waymark.portal.receivers import follow_soon
from waymark.search.models import Document

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """All that can be found, made once and taken away again; each test works on top of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_edition()
        load_frameworks()
        load_catalogue(at=NOW)
        finding.follow()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def found(world: None, db: None) -> None:
    """The world, for one test."""


def page(typed: str, language: str = "en", **more: str) -> str:
    response = Client(HTTP_ACCEPT_LANGUAGE=language).get("/search/", {"q": typed} | more)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("found")
def test_everything_public_is_handed_in_once_and_again_changes_nothing() -> None:
    kinds = set(Document.objects.values_list("kind", flat=True))
    assert kinds == {"criterion", "indicator", "library", "guide"}
    assert Document.objects.filter(kind="criterion").count() == 60
    assert finding.follow() == 0


@pytest.mark.usefixtures("found")
def test_a_question_in_one_language_finds_things_in_another() -> None:
    shown = page("مياه الشرب", "ar")
    assert 'dir="rtl"' in shown
    assert "6.1.1" in shown, "an indicator"
    assert "<mark>" in page("eau potable", "fr")
    assert "/library/" in page("revenus propres recettes", "fr", kind="library")


@pytest.mark.usefixtures("found")
def test_how_sure_an_entry_is_stands_beside_it() -> None:
    shown = page("revenue", kind="library")
    assert "Not confirmed by its publisher" in shown or "Terms not confirmed" in shown


@pytest.mark.usefixtures("found")
def test_kinds_narrow_down_and_a_slip_is_put_right() -> None:
    shown = page("water")
    assert "kind=indicator" in shown
    assert (
        "/library/"
        not in page("water", kind="indicator").partition('class="things"')[2].partition("</ol>")[0]
    )
    assert "Did you mean" in page("watre")
    assert "Nothing found" in page("xyzzyxyz")
    assert "no ranking" not in page("")


@pytest.mark.usefixtures("found")
def test_what_is_hidden_is_found_no_more() -> None:
    item = Item.objects.get(code="T001")
    assert "/library/T001/" in page("ROSRA")
    Item.objects.filter(pk=item.pk).update(hidden_at=NOW)
    finding.follow()
    assert "/library/T001/" not in page("ROSRA")


@pytest.mark.usefixtures("found")
def test_the_index_follows_the_library_without_being_asked() -> None:
    assert Document.objects.filter(kind="library").exists()
    Document.objects.all().delete()
    load_catalogue(at=NOW)
    run_due(NOW.replace(year=2027))
    assert Document.objects.filter(kind="library").exists()


@pytest.mark.parametrize("typed", ["water", "water plan participation", "z"])
@pytest.mark.usefixtures("found")
def test_the_number_of_queries_does_not_grow(
    typed: str, django_assert_max_num_queries: object
) -> None:
    page(typed)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        page(typed)


@pytest.mark.usefixtures("found")
def test_a_slip_costs_two_queries_more(django_assert_max_num_queries: object) -> None:
    for typed, most in (("watre", 3), ("watre plan", 6), ("xyzzyxyz", 2)):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            assert ("Did you mean" in page(typed)) == ("watre" in typed)


@pytest.mark.parametrize("asked", ["?page=0&q=a", "?page=99999999&q=water", "?kind=x&q=city"])
@pytest.mark.usefixtures("found")
def test_odd_addresses_are_answered(asked: str) -> None:
    assert Client().get(f"/search/{asked}").status_code == 200


def test_the_index_follows_once_after_many_things_in_a_row() -> None:
    by, jobs = make_secretary(), Job.objects.filter(task__endswith=".follow_public")

    def become_public(name: str) -> None:
        create_place(name={"en": name}, kind="city", country=make_country(), by=by, at=NOW)
        row = Record.objects.filter(verb="place.create").latest("pk")
        follow_soon(row)

    for name in ("One", "Two", "Three"):
        become_public(name)
    assert jobs.count() == 1
    jobs.update(state=Job.State.RUNNING)  # it has begun to read
    become_public("Four")
    assert jobs.filter(state=Job.State.READY).count() == 1, "it would not see the fourth"
