"""Countries and places are found by what people type."""

import pytest

from tests.factories import make_country, make_place
from waymark.places import queries
from waymark.places.reference import load_countries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Kenya", "KE"),
        ("ken", "KE"),  # its code
        ("404", "KE"),
        ("cote d'iv", "CI"),
        ("Perou", "PE"),  # French, without its accent
        ("العربية السع", "SA"),
        ("росси", "RU"),
        ("中国", "CN"),
    ],
)
def test_a_country_is_found_in_any_language(words: str, code: str) -> None:
    load_countries()
    assert code in [country.pk for country in queries.search_countries(None, words)][:3]


def test_searching_for_nothing_finds_nothing() -> None:
    load_countries()
    assert queries.search_countries(None, " \u200b ") == []
    assert queries.search_countries(None, "no such land") == []


def test_a_place_is_found_whatever_its_accents() -> None:
    place = make_place("San José", country="PE")
    assert list(queries.search_places(None, "san jose")) == [place]
    assert list(queries.search_places(None, "jose", make_country("KE"))) == []
    assert queries.place(None, place.slug) == place
    assert queries.place(None, "nowhere") is None


def test_look_alikes_put_the_same_country_first() -> None:
    there = make_place("Paris", country="PE", slug="a")
    here = make_place("РARIS", country="KE", slug="b")  # the first letter is Cyrillic
    make_place("Lyon")
    found = queries.look_alikes(None, "paris", make_country("KE"))
    assert [(one.place, one.same_country) for one in found] == [(here, True), (there, False)]
