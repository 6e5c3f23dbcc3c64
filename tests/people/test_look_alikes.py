"""S20: a name that looks like one in use is shown to the secretariat before it decides."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from tests.factories import (
    log_in,
    make_body,
    make_country,
    make_organisation,
    make_place,
    make_secretary,
    make_user,
)
from waymark.kernel import text
from waymark.people import actions, queries
from waymark.people.models import WorkspaceRequest
from waymark.places.models import Place

pytestmark = pytest.mark.django_db
TWINS = [
    ("Mombasa", "МОМВАЅА"),  # Cyrillic throughout
    ("Mombasa", "Mоmbаsa"),  # two letters of it
    ("Athens", "ΑΤΗΕNS"),  # Greek
    ("Nairobi", "Ｎａｉｒｏｂｉ"),
    ("Nairobi", "Nai\u200brobi"),
    ("Nairobi", "\u202eNairobi"),
    ("São Paulo", "SAO PAULO"),
    ("Ürümqi", "U\u0308ru\u0308mqi"),
    ("Lima", "1ima"),
    ("مدينة", "مَدِينة"),
]


def asked(name: str, country: str = "KE") -> WorkspaceRequest:
    """Somebody asks for a new place."""
    return actions.ask_workspace(
        country=make_country(country),
        proposed_name=name,
        office="Planning",
        by=make_user(),
        at=timezone.now(),
    )


def flags(request: WorkspaceRequest) -> tuple[list[Place], list[str]]:
    """What the secretariat is shown beside a request."""
    row = queries.request_for(make_secretary(), request.pk, timezone.now())
    assert row
    return row.alike, row.others


@pytest.mark.parametrize(("known", "other"), TWINS)
def test_a_workspace_that_looks_like_a_place_is_flagged(known: str, other: str) -> None:
    place = make_place(known, country="PE")
    assert flags(asked(other)) == ([place], [])


def test_so_is_one_that_looks_like_a_name_in_another_language() -> None:
    place = make_place("Cairo")
    place.name = {"en": "Cairo", "ar": "القاهرة"}
    place.save()
    elsewhere = make_place("Cairo", country="PE", slug="cairo-2")
    assert flags(asked("القاهِرة")) == ([place], [])
    assert set(flags(asked("CAIRО"))[0]) == {place, elsewhere}


@pytest.mark.parametrize("make", [make_body, make_organisation])
def test_one_that_looks_like_a_body_or_an_organisation_is_flagged(make: Any) -> None:
    made = make(name="Global Committee")
    if make is make_body:
        made.name = {"en": "Global Committee", "fr": "Comité mondial"}
        made.save()
        assert len(flags(asked("COMITE  MONDIAL"))[1]) == 1
    assert flags(asked("Glоbаl Cоmmittее"))[1][0] == "Global Committee"


def test_two_who_ask_for_one_name_in_two_spellings_are_both_flagged() -> None:
    first, second = asked("Mwamba"), asked("Mwаmbа", "PE")
    assert flags(first) == ([], ["Mwаmbа"])
    assert flags(second) == ([], ["Mwamba"])


def test_what_looks_like_nothing_is_not_flagged() -> None:
    make_place("Nairobi")
    make_body(name="Committee")
    asked("Mwamba")
    assert flags(asked("Nakuru")) == ([], [])


def test_without_the_folding_nobody_would_be_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: composed and in one case is not enough."""
    monkeypatch.setattr(
        text, "skeleton", lambda name: unicodedata.normalize("NFC", name).casefold()
    )
    unseen = 0
    for number, (known, other) in enumerate(TWINS):
        place = make_place(known, slug=f"twin-{number}")
        unseen += place not in flags(asked(other))[0]
    assert unseen >= 7


def test_the_secretariat_reads_the_warning_in_the_list_and_on_the_page() -> None:
    make_body(name="Mwamba Board")
    request = asked("Mwamba Bоard")
    office = log_in(Client(), make_secretary())
    assert "A like name is in use" in office.get("/secretariat/requests/").content.decode()
    page = office.get(f"/secretariat/requests/{request.pk}/").content.decode()
    assert f"Other names look the same: {escape('Mwamba Board')}." in page
    plain = asked("Nakuru")
    page = office.get(f"/secretariat/requests/{plain.pk}/").content.decode()
    assert "look the same" not in page
