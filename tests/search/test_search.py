"""The index: six languages, one meaning, audiences, slips; the same on each database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from waymark.kernel.search import Candidate, Clause, Scored, arrange, ask, rareness
from waymark.search import store
from waymark.search.models import Document, KnownWord, Totals
from waymark.search.queries import asking, search, visible
from waymark.search.rules import MOST_TERMS, PAGE, PIECE, PUBLIC, Entry, Text, analysed

pytestmark = pytest.mark.django_db


def entry(key: str, audience: str = PUBLIC, **texts: tuple[str, ...]) -> Entry:
    kind = key.partition(":")[0]
    return Entry(
        key,
        kind,
        f"/{key}/",
        {code: Text(*said) for code, said in texts.items()},
        (audience,),
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


ASKED_BY_OTHERS = [
    "water",
    "gardens water",
    "hospital",
    "hospitol",
    "park",
    "rain*",
    "budget -park",
]


def answers() -> list[object]:
    return [(typed, search(typed)) for typed in ASKED_BY_OTHERS]


def full_of_words(audience: str) -> list[Entry]:
    said = ("Hospital gardens, rain, water and parks", "Hospitals water their gardens.", "Budget")
    return [entry(f"need:{n}", audience, en=said) for n in range(30)]


@pytest.mark.usefixtures("kept")
def test_a_private_document_changes_nothing_that_others_see() -> None:
    before, words = answers(), set(KnownWord.objects.values_list("word", "times"))
    store.keep(full_of_words("place:one"))
    assert answers() == before
    store.keep(full_of_words(PUBLIC))
    assert answers() != before, "the same words in public do change it"
    assert search("hospitol").meant == "hospital"
    store.keep(full_of_words("place:two"))
    assert answers() == before, "nothing of it stays behind"
    store.forget([one.key for one in full_of_words(PUBLIC)])
    assert answers() == before
    assert set(KnownWord.objects.values_list("word", "times")) == words


@pytest.mark.usefixtures("kept")
def test_what_is_found_counted_and_visible_is_the_same_for_each_audience() -> None:
    store.keep(full_of_words("place:one"))
    shared = [replace(entry("need:shared", en=("Water",)), audiences=("place:one", "place:two"))]
    store.keep([*shared, replace(entry("need:none", en=("Water",)), audiences=())])
    for audiences, own in (((), 0), (["place:one"], 32), (["place:two"], 1), (["x"], 0)):
        found = search("water", audiences=audiences, count=100)
        assert found.total == len(found.hits) == len(WATER) + own
        assert sum(count for _kind, count in found.facets["kind"]) == found.total
        named = search("water", audiences=audiences, narrowed={"kind": "need", "language": "en"})
        assert named.total == own
        assert {hit.key for hit in found.hits} <= set(
            visible(audiences).values_list("key", flat=True)
        )
    assert search("hospitol", audiences=["place:one"]).total == 0


def test_an_audience_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="without a name"):
        replace(WORLD[0], audiences=("",))


@pytest.mark.usefixtures("kept")
def test_the_totals_are_those_of_a_count() -> None:
    store.keep([entry("tool:rain", en=("Green roofs", "Cooler in summer."))])
    store.forget(["tool:tax", "need:secret"])
    totals = Totals.objects.get()
    sizes = Document.objects.filter(public=True).values_list("size", flat=True)
    assert (totals.documents, totals.terms) == (len(sizes), sum(sizes))


def test_a_long_document_shows_the_page_that_holds_most_and_ends_somewhere() -> None:
    pages = ["Contents", "", "Rain " * 200 + "garden", "Rain barrels", "Rain gardens by schools"]
    pages += ["filler"] * MOST_TERMS + ["beyond"]
    store.keep([entry("doc:long", en=("A book", "Of the city", PAGE.join(pages)))])
    (hit,) = search("rain schools").hits
    assert (hit.page, [piece.text for piece in hit.text if piece.found]) == (5, ["Rain", "schools"])
    assert "".join(piece.text for piece in hit.about) == "Of the city"
    assert search("gardens").hits[0].page == 3, "of equals the first"
    assert search("book").hits[0].page == 0, "found by its title alone"
    assert search("beyond").total == 0
    assert keys('"contents rain"') == keys('"garden rain barrels"') == []
    assert keys('"rain gardens by schools"') == ["doc:long"]
    store.keep([entry("doc:long", en=("A book", "", PIECE.join(pages)))])
    assert search("schools").hits[0].page == 0, "pieces have no numbers"


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
        entry(
            f"doc:{n}", en=(pick(n, 2), pick(n + 50, 3 + n % 5), paged(pick(n + 99, 5 + n % 30), n))
        )
        for n in range(150)
    ]


def paged(text: str, number: int) -> str:
    """Every fourth text in pages of three words, every fifth in such pieces."""
    mark = PAGE if number % 4 == 0 else PIECE if number % 5 == 0 else " "
    words = text.split()
    return mark.join(" ".join(words[at : at + 3]) for at in range(0, len(words), 3))


def holds(clause: Clause, fields: dict[str, str]) -> bool:
    padded = " | ".join(f" {terms} " for terms in fields.values())
    literal = all(
        any(f" {' '.join(form)}{'' if word.begins else ' '}" in padded for form in word.forms)
        for word in clause.words
    )
    return literal or any(f" 0{concept} " in padded for concept in clause.concepts)


def reference(typed: str, block: int) -> tuple[str, list[str]]:
    """What is to be found, by a slow reading of every document."""
    entries = corpus()
    store.keep(entries)
    ids = dict(Document.objects.values_list("key", "id"))
    keys = {number: key for key, number in ids.items()}
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
    sizes = {number: len(" ".join(held.values()).split()) for number, held in fields.items()}
    found_by = [
        sum(any(holds(clause, held) for clause in group) for held in fields.values())
        for group in question.wanted
    ]

    def rough(number: int) -> tuple[int, int, int]:
        title = {"title": fields[number]["title"]}
        points = sum(
            round(1000 * rareness(len(fields), held_by))
            for group, held_by in zip(question.wanted, found_by, strict=True)
            if any(holds(clause, title) for clause in group)
        )
        return -points, sizes[number], number

    if len(found) > block:
        found.sort(key=rough)
    expected: list[Scored] = []
    for at in range(0, len(found), block):
        expected += arrange(
            question,
            [Candidate(number, fields[number]) for number in found[at : at + block]],
            documents=len(fields),
            found_by=found_by,
            length=sum(sizes.values()) / len(sizes),
        )
    assert expected
    return typed, [keys[one.id] for one in expected]


@pytest.mark.parametrize("block", [200, 100, 16])
@pytest.mark.parametrize("typed", ASKED)
def test_the_order_is_that_of_the_rule_on_every_database(
    typed: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "BLOCK", block)
    typed, expected = reference(typed, block)
    answer = search(typed, count=len(expected))
    assert answer.total == len(expected)
    assert [hit.key for hit in answer.hits] == expected
    later = search(typed, start=len(expected) // 2, count=7)
    assert [hit.key for hit in later.hits] == expected[len(expected) // 2 :][:7]
