"""The index: six languages, one meaning, audiences, slips; the same on each database."""

from __future__ import annotations

import pytest

from waymark.kernel.search import Candidate, Clause, arrange, ask
from waymark.search import store
from waymark.search.models import Document
from waymark.search.queries import search
from waymark.search.rules import Entry, Text, analysed

pytestmark = pytest.mark.django_db


def entry(key: str, audience: str = "", **texts: tuple[str, ...]) -> Entry:
    kind = key.partition(":")[0]
    return Entry(
        key,
        kind,
        f"/{key}/",
        {code: Text(*said) for code, said in texts.items()},
        audience,
        {"language": tuple(texts)},
    )


WORLD = [
    entry("tool:rain", en=("Rain gardens for schools", "How a school keeps stormwater.")),
    entry("tool:eau", fr=("Guide de l’accès à l’eau potable", "Pour les communes rurales.")),
    entry("tool:agua", es=("Guía del agua segura", "Abastecimiento de agua en barrios.")),
    entry("tool:water-ar", ar=("دليل إمدادات المياه", "كيف تضمن المدن مياه الشرب.")),
    entry("tool:water-ru", ru=("Руководство по водоснабжению", "Питьевая вода в малых городах.")),
    entry("tool:water-zh", zh=("安全饮用水指南", "城市如何保障供水。")),
    entry("tool:tax", en=("Own-source revenue", "Local taxes and fees, step by step.")),
    entry("case:park", en=("A park for everybody", "Public space within ten minutes of walking.")),
    entry("case:both", en=("Budget by the people", "x"), fr=("Budget participatif", "y")),
    entry("need:secret", "place:one", en=("Water for the hospital", "Private.")),
]


@pytest.fixture
def kept() -> None:
    store.keep(WORLD)


def keys(typed: str, **more: object) -> list[str]:
    return [hit.key for hit in search(typed, **more).hits]  # type: ignore[arg-type]


WATER = {"tool:eau", "tool:agua", "tool:water-ar", "tool:water-ru", "tool:water-zh"}


@pytest.mark.parametrize(
    "typed", ["drinking water", "eau potable", "agua", "مياه", "вода", "饮用水"]
)
@pytest.mark.usefixtures("kept")
def test_a_word_of_any_language_finds_its_sisters(typed: str) -> None:
    assert set(keys(typed)) == WATER


@pytest.mark.usefixtures("kept")
def test_without_the_glossary_only_the_own_language_is_found() -> None:
    assert keys('"drinking water"') == [], "a phrase is taken at its word"
    assert keys("schools") == ["tool:rain"], "another form of the word in the text"
    assert keys("ecoles") == ["tool:rain"]
    assert keys("gardens -school") == []


@pytest.mark.usefixtures("kept")
def test_words_of_the_language_asked_come_before_words_that_mean_the_same() -> None:
    assert keys("agua", language="es")[0] == "tool:agua"
    assert keys("eau", language="fr")[0] == "tool:eau"


@pytest.mark.usefixtures("kept")
def test_a_private_document_is_found_by_its_audience_alone() -> None:
    assert keys("hospital") == []
    assert keys("hospital", audiences=["place:two"]) == []
    assert keys("hospital", audiences=["place:one"]) == ["need:secret"]
    assert search("hospitol").meant == "", "and no word of it is proposed"


@pytest.mark.usefixtures("kept")
def test_nothing_together_means_some_of_the_words_and_says_so() -> None:
    found = search("revenue park")
    assert not found.every
    assert {hit.key for hit in found.hits} == {"tool:tax", "case:park"}
    assert search("revenue step").every


@pytest.mark.usefixtures("kept")
def test_where_few_hold_all_words_those_that_hold_some_come_after_them() -> None:
    found = search("gardens water")
    assert (found.every, found.whole) == (False, 0)
    store.keep([entry("tool:both", en=("Water for gardens", "A guide."))])
    found = search("gardens water")
    assert (found.every, found.whole) == (False, 1)
    assert found.hits[0].key == "tool:both"
    assert {hit.key for hit in found.hits} == {"tool:both", "tool:rain", *WATER}
    more = [entry(f"tool:more{n}", en=(f"Water for gardens {n}", "A guide.")) for n in range(4)]
    store.keep(more)
    assert search("gardens water").every, "five are enough to look at"
    assert search("gardens water").total == 5


@pytest.mark.usefixtures("kept")
def test_chinese_words_without_blanks_are_found_one_by_one() -> None:
    assert set(keys("城市的饮用水指标")) == WATER
    assert keys('"城市的饮用水指标"') == [], "a phrase stays one"


@pytest.mark.usefixtures("kept")
def test_a_slip_of_the_finger_is_put_right() -> None:
    found = search("grdens")
    assert (found.total, found.meant) == (0, "gardens")
    assert search(found.meant).total == 1


@pytest.mark.usefixtures("kept")
def test_found_words_are_marked_and_told() -> None:
    (hit,) = [hit for hit in search("public spaces").hits if hit.key == "case:park"]
    assert [piece.text for piece in hit.text if piece.found] == ["Public space"]
    assert hit.why == (("public spaces", "title", 1), ("public spaces", "summary", 1))
    assert [(piece.text, piece.found) for piece in hit.title] == [
        ("A ", False),
        ("park", True),
        (" for everybody", False),
    ]


@pytest.mark.usefixtures("kept")
def test_facets_count_all_and_narrow_down() -> None:
    found = search("water")
    assert dict(found.facets["kind"]) == {"tool": 5}
    assert ("ar", 1) in found.facets["language"]
    assert keys("water", narrowed={"language": "ar"}) == ["tool:water-ar"]
    assert keys("water", narrowed={"kind": "case"}) == []


@pytest.mark.usefixtures("kept")
def test_an_entry_in_two_languages_is_shown_in_the_readers() -> None:
    assert search("budget", language="fr").hits[0].language == "fr"
    assert search("budget", language="en").hits[0].language == "en"
    assert search("budget", language="ru").hits[0].language == "en"
    assert search("participatif", language="ru").hits[0].language == "fr", "where the word stands"
    assert search("participatif", language="en").hits[0].language == "en"


@pytest.mark.usefixtures("kept")
def test_keeping_again_changes_nothing_and_a_change_is_found_at_once() -> None:
    assert store.keep(WORLD) == 0
    store.keep([entry("tool:rain", en=("Green roofs", "Cooler in summer."))])
    assert keys("stormwater schools") == []
    assert keys("roof") == ["tool:rain"]
    assert store.replace("tool", [WORLD[0]]) == 7, "one came back, six went"
    assert keys("roof") == []
    assert Document.objects.filter(kind="tool").count() == 1
    assert store.forget(["tool:rain", "tool:none"]) == 1


NASTY = [
    '"',
    "*",
    "-",
    "OR",
    "' OR 1=1 --",
    ") NOT (",
    "a" * 5000,
    "\x00",
    "NEAR(a b)",
    "a:b",
    "水*",
    "'",
    "\\",
    "&|!",
    "title:water",
]


@pytest.mark.parametrize("typed", NASTY)
@pytest.mark.usefixtures("kept")
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    assert search(typed).total >= 0
    assert search(f"water {typed} water").total >= 0


# The same order on every database: the store against a slow reference that reads every document

WORDS = [
    *("water", "city", "plan", "budget", "park", "women"),
    *("energy", "data", "flood", "school", "waste", "housing"),
]
PHRASE = "a phrase of one of them"
ASKED = ["water plan", "park OR flood", "city -women", "hous*", "données", "plan", PHRASE]


def corpus() -> list[Entry]:
    def pick(seed: int, many: int) -> str:
        return " ".join(
            WORDS[(seed * 7 + step * step * (seed + 3)) % len(WORDS)] for step in range(many)
        )

    return [
        entry(f"doc:{n}", en=(pick(n, 2), pick(n + 50, 3 + n % 5), pick(n + 99, 5 + n % 30)))
        for n in range(150)
    ]


def holds(clause: Clause, fields: dict[str, str]) -> bool:
    padded = " | ".join(f" {terms} " for terms in fields.values())
    literal = all(
        any(f" {' '.join(form)}{'' if word.begins else ' '}" in padded for form in word.forms)
        for word in clause.words
    )
    return literal or any(f" 0{concept} " in padded for concept in clause.concepts)


@pytest.mark.parametrize("typed", ASKED)
def test_the_order_is_that_of_the_rule_on_every_database(typed: str) -> None:
    entries = corpus()
    store.keep(entries)
    ids = dict(Document.objects.values_list("key", "id"))
    fields = {ids[one.key]: analysed(one, store.analyser()) for one in entries}
    if typed == PHRASE:
        typed = '"' + " ".join(entries[7].texts["en"].body.split()[:2]) + '"'
    question = ask(typed, store.analyser())
    found = [
        number
        for number, held in fields.items()
        if all(any(holds(clause, held) for clause in group) for group in question.wanted)
        and not any(holds(clause, held) for clause in question.unwanted)
    ]
    sizes = [len(" ".join(held.values()).split()) for held in fields.values()]
    expected = arrange(
        question,
        [Candidate(number, fields[number]) for number in found],
        documents=len(fields),
        found_by=[
            sum(any(holds(clause, held) for clause in group) for held in fields.values())
            for group in question.wanted
        ],
        length=sum(sizes) / len(sizes),
    )
    assert found
    answer = search(typed, count=len(fields))
    assert answer.total == len(found)
    assert [hit.key for hit in answer.hits] == [
        Document.objects.get(pk=one.id).key for one in expected
    ]
