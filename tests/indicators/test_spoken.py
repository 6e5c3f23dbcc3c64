"""Names of rows in six languages, and the word of warning where a machine has made them."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from tests.indicators.cities import browser, make_city
from waymark.base.goals import goals
from waymark.indicators.models import Indicator
from waymark.indicators.reference import load_frameworks
from waymark.indicators.shipped import cells, machine_words
from waymark.indicators.spoken import MACHINE, spoken, target_words
from waymark.indicators.wording import verified

SIX = {"en", "fr", "es", "ar", "ru", "zh"}
SCRIPT = {
    "ar": r"[\u0600-\u06ff]",
    "ru": r"[\u0400-\u04ff]",
    "zh": r"[\u4e00-\u9fff]",
    "fr": r"[a-zA-Zàâéèêëîïôùûç]",
    "es": r"[a-zA-Záéíóúñ]",
}


def test_every_goal_target_and_indicator_has_a_name_in_six_languages() -> None:
    assert all(set(goal.name) == SIX and all(goal.name.values()) for goal in goals().values())
    written = {row["code"]: row for row in cells("sdg_words")}
    targets = {row["target_code"] for row in cells("sdg_targets")}
    indicators = {row["indicator_code"] for row in cells("sdg_indicators")}
    assert (len(targets), len(indicators)) == (169, 251)
    assert set(written) == targets | indicators
    for row in written.values():
        for language, pattern in SCRIPT.items():
            assert re.search(pattern, row[language]), row
            assert not re.search(r"^\s|\s$|[?]{2}", row[language]), row
    for language in ("ar", "ru", "zh"):  # a name left in English would be a hole
        assert not [row for row in written.values() if re.fullmatch(r"[ -~]+", row[language])]


def test_equal_names_are_translated_alike() -> None:
    shared = machine_words()
    english = {row["indicator_code"]: row["label_en"] for row in cells("sdg_indicators")}
    for row in cells("sdg_words"):
        if row["code"] in english:
            held = {name: text for name, text in row.items() if name != "code"}
            assert shared[english[row["code"]]] == held


@pytest.mark.django_db
def test_the_rows_carry_them_and_say_that_a_machine_made_them() -> None:
    load_frameworks()
    for row in Indicator.objects.filter(framework="sdg"):
        assert set(row.label) == SIX
        assert set(target_words(row.facts)) == SIX
        assert set(row.facts[MACHINE].split()) == SIX - {"en"}
    row = Indicator.objects.get(framework="sdg", code="6.1.1")
    with translation.override("en"):
        assert "machine" not in verified(row).text
    with translation.override("ar"):
        assert str(row.label) == "استخدام مياه شرب مدارة بأمان"
        assert spoken(row.label, row.facts) != ""
        assert spoken(row.label, {}) == "", "an official name needs no warning"


def test_a_name_that_is_missing_says_in_which_language_it_stands() -> None:
    with translation.override("en"):
        assert spoken({"en": "Wells"}, {}) == ""
    with translation.override("fr"):
        assert "English" in spoken({"en": "Wells"}, {MACHINE: "ar"})
        assert spoken({"en": "Wells", "fr": "Puits"}, {MACHINE: "ar"}) == ""
        assert spoken({"en": "Wells", "fr": "Puits"}, {MACHINE: "ar fr"}) != ""


@pytest.mark.django_db
def test_pages_show_the_language_asked_for_with_the_warning() -> None:
    load_frameworks()
    city = make_city()
    client = browser(city.editor)
    for url in (f"/workspaces/{city.place.slug}/indicators/sdg/6.1.1/", "/lists/sdg/?q=6.1.1"):
        for language, shown, warned in (
            ("en", "Use of safely managed", False),
            ("ru", "Пользование", True),
        ):
            city.editor.language = language
            city.editor.save()
            html = client.get(url, headers={"accept-language": language}).content.decode()
            assert shown in html, (url, language)
            with translation.override(language):
                note = spoken({"en": "a", "ru": "b"}, {MACHINE: "ru"})
            assert (bool(note) and note in html) is warned
