"""The shipped countries arrive whole, with their groups at the right dates, once."""

from datetime import date

import pytest

from waymark.places import queries
from waymark.places.models import Country, CountryGroup
from waymark.places.reference import graduation, load_countries, rows

pytestmark = pytest.mark.django_db


def test_all_countries_have_names_in_six_languages() -> None:
    load_countries()
    assert Country.objects.count() == len(rows()) == 249
    for country in Country.objects.all():
        assert set(country.name) == {"en", "fr", "es", "ar", "ru", "zh"}
        assert all(country.name.values()), country.iso3
        assert len(country.m49) == 3
        assert country.verified
        assert country.source


def test_loading_twice_writes_nothing_and_mends_what_was_changed() -> None:
    assert load_countries() > 249
    before = CountryGroup.objects.count()
    assert load_countries() == 0
    Country.objects.filter(pk="KE").update(subregion="elsewhere")
    assert load_countries() == 1
    assert Country.objects.get(pk="KE").subregion == "Sub-Saharan Africa"
    assert CountryGroup.objects.count() == before


@pytest.mark.parametrize(
    ("code", "day", "groups"),
    [
        ("BT", date(2023, 12, 12), {"ldc", "lldc"}),
        ("BT", date(2023, 12, 13), {"lldc"}),
        ("ST", date(2024, 12, 12), {"ldc", "sids"}),
        ("ST", date(2026, 1, 1), {"sids"}),
        ("NP", date(2026, 11, 23), {"ldc", "lldc"}),
        ("NP", date(2026, 11, 24), {"lldc"}),
        ("BD", date(2027, 1, 1), {"ldc"}),  # its date is disputed, so no end is known
        ("KE", date(2026, 1, 1), set()),
    ],
)
def test_groups_of_a_country_on_a_day(code: str, day: date, groups: set[str]) -> None:
    load_countries()
    assert queries.groups_of(None, Country.objects.get(pk=code), day) == groups
    assert queries.groups_of_all(None, day).get(code, frozenset()) == groups


def test_a_disputed_graduation_is_a_note_and_no_date() -> None:
    assert graduation("2027-12-13") == (date(2027, 12, 13), "")
    assert graduation("") == (None, "")
    assert graduation("2026-11-24 on the old schedule") == (None, "2026-11-24 on the old schedule")
    load_countries()
    assert "extension" in CountryGroup.objects.get(country="BD", group="ldc").source
