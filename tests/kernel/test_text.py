import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.kernel.text import LANGUAGES, BadText, Picked, clean, direction, pick, skeleton

NAMES = {"en": "Water", "fr": "Eau", "ar": "ماء", "sw": "Maji", "es": "  "}


@pytest.mark.parametrize(
    ("text", "lang", "original", "picked"),
    [
        (NAMES, "fr", "en", Picked("Eau", "fr", is_fallback=False)),
        (NAMES, "fr-CA", "en", Picked("Eau", "fr", is_fallback=False)),
        (NAMES, "ru", "sw", Picked("Maji", "sw", is_fallback=True)),
        (NAMES, "es", "ru", Picked("Water", "en", is_fallback=True)),
        ({"sw": "Maji"}, "ru", "en", Picked("Maji", "sw", is_fallback=True)),
        ({"sw": "Maji", "ar": "ماء"}, "ru", "en", Picked("ماء", "ar", is_fallback=True)),
        ({"zu": "Amanzi", "sw": "Maji"}, "ru", "en", Picked("Maji", "sw", is_fallback=True)),
        ({}, "ru", "en", Picked("", "ru", is_fallback=False)),
        ({"en": ""}, "ru", "en", Picked("", "ru", is_fallback=False)),
    ],
)
def test_the_best_text_is_picked(
    text: dict[str, str], lang: str, original: str, picked: Picked
) -> None:
    assert pick(text, lang, original=original) == picked


@given(
    st.dictionaries(st.sampled_from(["en", "fr", "ar", "sw", "pt-BR"]), st.text(max_size=5)),
    st.sampled_from(["en", "fr", "ru", "pt-BR"]),
)
def test_nothing_is_picked_only_when_there_is_nothing(text: dict[str, str], lang: str) -> None:
    found = pick(text, lang)
    assert (found.text == "") == (not any(value.strip() for value in text.values()))
    if text.get(lang, "").strip():
        assert found == Picked(text[lang], lang, is_fallback=False)


def test_six_languages_with_their_directions() -> None:
    assert [language.code for language in LANGUAGES] == ["en", "fr", "es", "ar", "ru", "zh"]
    for language in LANGUAGES:
        assert direction(language.code) == language.direction
    assert direction("fa_IR") == "rtl"
    assert pick(NAMES, "ar").direction == "rtl"


@pytest.mark.parametrize("char", ["\t", "\n", "\r", "\x85", "\u2028", "\u202e", "😀", "ß", "中"])
def test_what_every_library_carries_is_kept(char: str) -> None:
    assert clean(f"a{char}b") == f"a{char}b"


@pytest.mark.parametrize(
    ("char", "why"),
    [(chr(c), "text.control_character") for c in (*range(9), 11, 12, *range(14, 32), 127)]
    + [("\ud800", "text.surrogate"), ("\udfff", "text.surrogate")],
)
def test_what_cannot_be_stored_or_signed_is_refused_with_its_place(char: str, why: str) -> None:
    with pytest.raises(BadText) as refusal:
        clean(f"ab{char}")
    assert (refusal.value.where, refusal.value.why) == (3, why)


def test_text_is_composed() -> None:
    assert clean("Me\u0301xico") == "México"


def test_a_megabyte_of_marks_is_refused_at_once() -> None:
    hostile = "a" + "\u0316\u0301" * 500_000  # sorted by Unicode in quadratic time otherwise
    begun = time.perf_counter()
    with pytest.raises(BadText, match="too_many_marks"):
        clean(hostile)
    assert time.perf_counter() - begun < 30  # it would take far longer, were it read
    assert clean("a" + "\u0301" * 30)


@given(st.text(max_size=30))
@settings(max_examples=200)
def test_clean_text_is_stable_composed_and_storable(text: str) -> None:
    try:
        cleaned = clean(text)
    except BadText:
        return
    assert clean(cleaned) == cleaned == unicodedata.normalize("NFC", text)
    assert "\x00" not in cleaned
    cleaned.encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MOMBASA", "МОМВАЅА"),  # Cyrillic
        ("Mombasa", "mоmbаsа"),  # mixed
        ("ATHENS", "ΑΤΗΕNS"),  # Greek
        ("Kiev", "Kіev"),
        ("São Paulo", "SAO  PAULO"),
        ("Ｎａｉｒｏｂｉ", "Nairobi"),
        ("Nairobi", "Nai\u202erobi\u200f"),
        ("Nairobi", "Na\u200biro\u00adbi"),
        ("Lima", "1ima"),
        ("Oslo", "0SLO"),
        ("Straße", "STRASSE"),
        ("مَدِينة", "مدينة"),
        ("Ürümqi", "U\u0308ru\u0308mqi"),
    ],
)
def test_look_alike_names_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Nairobi", "Nakuru"), ("Москва", "Минск"), ("北京", "东京"), ("Lomé", "Rome"), ("कि", "कु")],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.text("aAbBéÉжЖσΣςыЁ ＡİıßL1", max_size=10))
def test_a_skeleton_ignores_case_and_composition(text: str) -> None:
    assert skeleton(unicodedata.normalize("NFD", text)) == skeleton(text)
    assert skeleton(text.casefold()) == skeleton(text)
