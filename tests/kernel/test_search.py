"""Words of six languages, concepts, questions, order and slips: the pure part of search."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import waymark.search
from waymark.kernel.search import (
    Analyser,
    BadGlossary,
    Candidate,
    arrange,
    ask,
    deletions,
    fold,
    guess,
    nearest,
    read_glossary,
    to_fts5,
    to_tsquery,
)
from waymark.kernel.search.spelling import slips

GLOSSARY = read_glossary(
    (Path(waymark.search.__file__).parent / "glossary.csv").read_text(encoding="utf-8")
)
ANALYSER = Analyser(GLOSSARY)
PLAIN = Analyser()


def stems(text: str, language: str) -> list[str]:
    return [token.term for token in PLAIN.tokens(text, language)]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["plans", "plan", "planned"]),
        ("en", ["Cities", "CITY", "city’s"]),
        ("fr", ["équités", "equite", "ÉQUITÉ"]),
        ("fr", ["l’eau", "eau", "d'eau"]),
        ("es", ["políticas", "politica", "POLÍTICA"]),
        ("ar", ["المدينة", "مدينة", "مدينه", "مَدِينَة", "مديـــنة"]),
        ("ar", ["السياسات", "سياسات"]),
        ("ru", ["городов", "города", "город"]),
        ("ru", ["отчёт", "отчет", "отчеты"]),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, forms: list[str]) -> None:
    assert len({tuple(stems(form, language)) for form in forms}) == 1, [
        stems(form, language) for form in forms
    ]


def test_different_words_keep_different_stems() -> None:
    assert stems("water", "en") != stems("waste", "en")
    assert stems("مدينة", "ar") != stems("مياه", "ar")
    assert stems("город", "ru") != stems("вода", "ru")


def test_chinese_is_cut_into_pairs_and_one_character_finds_each() -> None:
    assert stems("城市水务 2030", "zh") == ["城市", "市水", "水务", "务", "2030"]
    assert [token.term for token in PLAIN.asked("城市水务")] == ["城市", "市水", "水务"]
    assert to_fts5(ask("水", PLAIN)).count('"水" *') == 1


def test_a_code_is_found_as_a_row_of_numbers() -> None:
    assert '"11 6 2"' in to_fts5(ask("11.6.2", PLAIN))
    assert stems("UMF-1.1.1", "en") == ["umf", "1", "1", "1"]


def test_tokens_say_where_they_stand() -> None:
    text = "The city’s plan, l’eau, 城市"
    for token in PLAIN.tokens(text, "fr"):
        assert token.start < token.end <= len(text)
    assert [text[token.start : token.end] for token in PLAIN.tokens(text)][:3] == [
        *("The", "city", "plan"),
    ]


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "es", "ar", "ru", "zh", "sw"]))
def test_any_text_gives_terms_that_no_store_takes_for_an_operator(text: str, language: str) -> None:
    for token in PLAIN.tokens(text, language):
        assert token.term.isalnum() or not token.term.isascii()
        assert not set(token.term) & set(" '\"\\*():&|!<>-_\x00")
        assert token.term


@given(st.text(max_size=120))
def test_any_question_can_be_written_for_both_stores(typed: str) -> None:
    question = ask(typed, ANALYSER)
    for written in (to_fts5(question), to_tsquery(question)):
        assert written.count("(") == written.count(")")
        assert written.count('"') % 2 == written.count("'") % 2 == 0
        assert bool(written) == bool(question) or question.unwanted


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)


def test_every_concept_has_a_name_in_six_languages() -> None:
    assert len(GLOSSARY.concepts) >= 100
    for concept in GLOSSARY.concepts:
        assert all(concept.names[code] for code in ("en", "fr", "es", "ar", "ru", "zh")), concept.id


def test_every_name_finds_its_concept() -> None:
    for concept, language, name in GLOSSARY.terms():
        clauses = [
            clause for group in ask(name, ANALYSER, languages=[language]).wanted for clause in group
        ]
        if language == "en" and len(name.split()) == 1:
            assert concept in {one for clause in clauses for one in clause.concepts}, name
        assert any(clause.concepts for clause in clauses), (language, name)


def test_a_false_friend_of_another_language_names_no_concept() -> None:
    assert "network" in {one for _s, _e, ids in ANALYSER.concepts(["red"], "es") for one in ids}
    assert not ANALYSER.concepts(["red"], "en"), "a red line is no network"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("concept,en\nWater,water", "no id"),
        ("concept,en\nwater,water\nwater,wet", "twice"),
        ("concept,en\nwater, ", "no name"),
    ],
)
def test_a_bad_glossary_is_told_by_row(text: str, why: str) -> None:
    with pytest.raises(BadGlossary, match=why):
        read_glossary(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How to measure access to water", "en"),
        ("Comment mesurer l’accès à l’eau", "fr"),
        ("Cómo medir el acceso al agua", "es"),
        ("كيف نقيس الوصول إلى المياه", "ar"),
        ("Как измерить доступ к воде", "ru"),
        ("如何衡量用水情况", "zh"),
        ("12345", "xx"),
    ],
)
def test_the_language_of_a_text_is_guessed(text: str, language: str) -> None:
    assert guess(text, otherwise="xx") == language


def test_small_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert len(ask("the state of the water", ANALYSER).wanted) == 2
    assert len(ask("to be", ANALYSER).wanted) == 2


def test_a_rare_word_weighs_more_and_a_title_more_than_a_body() -> None:
    question = ask("water plan", PLAIN)
    documents = [
        Candidate(1, {"title": "water", "body": "plan"}),
        Candidate(2, {"title": "plan", "body": "water"}),
        Candidate(3, {"title": "", "body": "water plan"}),
    ]
    order = arrange(question, documents, documents=100, found_by=[2, 50], length=2.0)
    assert [one.id for one in order] == [1, 2, 3]
    turned = arrange(question, documents[::-1], documents=100, found_by=[2, 50], length=2.0)
    assert turned == order, "whatever order they come in"


words = st.text("abcde", min_size=4, max_size=9)


@given(words, words)
def test_slips_are_counted_alike_from_both_sides(one: str, other: str) -> None:
    assert slips(one, other) == slips(other, one)
    assert (slips(one, other) == 0) == (one == other)
    if slips(one, other) == 1:
        assert deletions(one) & deletions(other), "and one slip is always met by the keys"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("watre", "water"), ("govrnance", "governance"), ("wter", "water"), ("xyz", None)],
)
def test_the_nearest_word_is_meant(typed: str, meant: str | None) -> None:
    assert nearest(typed, {"water": 5, "waiter": 1, "governance": 3, "later": 2}) == meant
