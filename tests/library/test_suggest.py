"""Matching: only for what is open, explained by true facts alone, the same in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import find, given
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from benchmarks import matching as bench
from waymark.library.data import shipped
from waymark.library.rules import matching as rules
from waymark.library.rules.matching import Ask, Catalogue, CityFacts, Group, How, Known, Match
from waymark.library.rules.suggest import MOST, Suggestions, suggest
from waymark.library.rules.vocabulary import COSTS, KINDS, ONLY_FOR, REGIONS, SIZES, size_of

CRITERIA = ("A01", "C03", "C09", "all")
LANGUAGES = ("en", "fr", "ar", "mul")
TOPICS = ("finance", "water", "data", "all")
TODAY = date(2026, 11, 30)
Rule = Callable[[Ask, Catalogue, CityFacts], tuple[Match, ...]]


def some(tags: tuple[str, ...], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(tags), max_size=most, unique=True).map(tuple)


days = st.none() | st.integers(-20, 800).map(lambda back: TODAY - timedelta(days=back))
items = st.builds(
    Known,
    code=st.from_regex(r"T\d{3}", fullmatch=True),
    shelf=st.sampled_from(["resource", "offer"]),
    kinds=some(KINDS),
    topics=some(TOPICS),
    stages=some(("A", "C")),
    languages=some(LANGUAGES),
    criteria=some(CRITERIA),
    named=st.booleans(),
    only_for=some(ONLY_FOR),
    sizes=some(SIZES),
    cost=some(COSTS),
    gone=st.booleans(),
    works_on=days,
)
shelves = st.lists(items, max_size=10, unique_by=lambda item: item.code)
cities = st.builds(
    CityFacts,
    languages=some(LANGUAGES[:3]),
    region=st.sampled_from(["", *REGIONS]),
    groups=st.frozensets(st.sampled_from(["ldc", "sids"])),
    size=st.sampled_from(["", *SIZES]),
)
gaps = st.builds(
    Ask,
    criteria=st.sampled_from([("A01",), ("C03",), ("C09",)]),
    stage=st.sampled_from(["A", "C"]),
    topics=some(TOPICS),
    on=st.just(TODAY),
)
needs = st.builds(Ask, criteria=some(CRITERIA[:3], 2), topics=some(TOPICS), on=st.just(TODAY))
asks = gaps | needs
TOOL = Known("T001", kinds=("guide",), stages=("C",), criteria=("C03",), languages=("en",))
GAP, CITY = Ask(("C03",), "C"), CityFacts(("en",))


def codes(*shelf: Known, ask: Ask = GAP, city: CityFacts = CITY) -> list[str]:
    return [one.item.code for one in rules.matches(ask, Catalogue(shelf), city)]


def closed_suggests_nothing(rule: Rule, ask: Ask, shelf: Any, city: CityFacts, _more: Any) -> bool:
    return rule(replace(ask, open=False), Catalogue(tuple(shelf)), city) == ()


def order_of_the_shelf_is_nothing(
    rule: Rule, ask: Ask, shelf: Any, city: CityFacts, seed: int
) -> bool:
    shuffled = list(shelf)
    Random(seed).shuffle(shuffled)
    return rule(ask, Catalogue(tuple(shelf)), city) == rule(ask, Catalogue(tuple(shuffled)), city)


def a_language_never_adds(rule: Rule, ask: Ask, shelf: Any, city: CityFacts, seed: int) -> bool:
    wide, narrow = LANGUAGES[: 2 + seed % 3], LANGUAGES[: 1 + seed % 2]
    said = [
        [one.item.code for one in rule(replace(ask, languages=only), Catalogue(tuple(shelf)), city)]
        for only in ((), wide, narrow)
    ]
    return all([code for code in more if code in less] == less for more, less in pairwise(said))


def only_true_facts(rule: Rule, ask: Ask, shelf: Any, city: CityFacts, _more: Any) -> bool:
    by_code = {item.code: item for item in shelf}
    found = rule(ask, Catalogue(tuple(shelf)), city)
    return all(_is_true(reason, by_code[one.item.code], ask, city)
               for one in found for reason in one.reasons)  # fmt: skip


def _is_true(reason: Any, item: Known, ask: Ask, city: CityFacts) -> bool:
    told: Any = reason.params
    match reason.key:
        case "match.named" | "match.derived":
            own = set(told["criteria"]) <= set(item.criteria) & set(ask.criteria)
            tags = (told["topics"], told["stages"]) == (item.topics, item.stages)
            named = item.named == (reason.key == "match.named")
            return bool(told["criteria"]) and own and tags and named
        case "match.topic":
            return bool(told["shared"]) and set(told["shared"]) <= set(item.topics) & set(
                ask.topics
            )
        case "match.any":
            return "all" in item.criteria
        case "match.language":
            return set(told["languages"]) <= set(item.languages) & set(city.languages)
        case "match.place":
            return set(told["places"]) <= set(item.only_for) & {city.region, *city.groups}
        case "match.size":
            return told["size"] == city.size in item.sizes
        case "match.cost":
            return told["cost"] == item.cost != ()
        case "match.fresh":
            return told["day"] == item.works_on and 0 <= (TODAY - told["day"]).days <= 365
    return False


def answers_all(_ask: Ask, catalogue: Catalogue, city: CityFacts) -> tuple[Match, ...]:
    """A rule as one might write it: all there is, as it comes, for whatever is asked."""
    return tuple(Match(item, How.ANY, Ask(on=TODAY), city) for item in catalogue.items)


def answers_a_stricter_city_with_all(
    ask: Ask, catalogue: Catalogue, city: CityFacts
) -> tuple[Match, ...]:
    """A rule that helps itself where a filter leaves little."""
    found = rules.matches(ask, catalogue, city)
    return found or answers_all(ask, catalogue, city)


PROPERTIES = [
    (closed_suggests_nothing, answers_all),
    (order_of_the_shelf_is_nothing, answers_all),
    (a_language_never_adds, answers_a_stricter_city_with_all),
    (only_true_facts, answers_all),
]


@pytest.mark.parametrize("holds", [one for one, _wrong in PROPERTIES])
@given(ask=asks, shelf=shelves, city=cities, seed=st.integers(0, 99))
def test_what_holds_of_every_match(
    holds: Any, ask: Ask, shelf: list[Known], city: CityFacts, seed: int
) -> None:
    assert holds(rules.matches, ask, shelf, city, seed)


@pytest.mark.parametrize(("holds", "wrong"), PROPERTIES)
def test_each_property_finds_a_wrong_rule(holds: Any, wrong: Rule) -> None:
    drawn = st.tuples(asks, shelves, cities, st.integers(0, 99))
    try:
        find(drawn, lambda one: not holds(wrong, *one))
    except NoSuchExample:  # pragma: no cover
        pytest.fail("a wrong rule was not found out")


@given(asks, shelves, cities)
def test_a_few_of_each_group_and_all_that_fit_are_counted(
    ask: Ask, shelf: list[Known], city: CityFacts
) -> None:
    catalogue = Catalogue(tuple(shelf))
    told, all_of_it = suggest(ask, catalogue, city), rules.matches(ask, catalogue, city)
    assert told.fitting == len(all_of_it)
    assert suggest(replace(ask, open=False), catalogue, city) == Suggestions()
    for group, shown in zip(
        Group, (told.tools, told.offers, told.cases, told.communities), strict=True
    ):
        fits = [one for one in all_of_it if one.item.group == group]
        assert list(shown) == fits[: MOST[group]]


def test_nothing_that_is_looked_at_could_hold_a_payment() -> None:
    seen = {one.name for kind in (Known, Ask, CityFacts) for one in fields(kind)}
    assert seen == {
        *("code", "shelf", "kinds", "topics", "stages", "languages", "criteria", "named"),
        *("only_for", "sizes", "cost", "gone", "works_on", "stage", "open", "on"),
        *("region", "groups", "size"),
    }


WATER = Ask(topics=("water", "data"), on=TODAY)


@pytest.mark.parametrize(
    ("first", "second", "ask"),
    [
        ({"named": True}, {}, GAP),
        ({}, {"criteria": ("all",)}, GAP),
        ({}, {"languages": ()}, GAP),  # the reader's language before the unsaid
        ({"languages": ()}, {"languages": ("fr",)}, GAP),  # and this before a foreign one
        ({"topics": ("water", "data")}, {"topics": ("data",)}, WATER),
        ({"only_for": ("ldc",)}, {}, GAP),
        ({"sizes": ("small",)}, {}, GAP),
        ({}, {"sizes": ("large",)}, GAP),
        ({"cost": ("free",)}, {}, GAP),
        ({}, {"cost": ("priced",)}, GAP),
        ({"works_on": TODAY - timedelta(days=3)}, {"works_on": TODAY - timedelta(days=400)}, WATER),
        ({}, {"criteria": ("C03", "C09")}, GAP),
    ],
)
def test_what_comes_first(first: Any, second: Any, ask: Ask) -> None:
    shelf = [replace(TOOL, code=code, topics=told.get("topics", ("water",)), **{
        name: value for name, value in told.items() if name != "topics"
    }) for code, told in (("T009", first), ("T000", second))]  # fmt: skip
    city = CityFacts(("en",), groups=frozenset({"ldc"}), size="small")
    assert codes(*shelf, ask=ask, city=city) == ["T009", "T000"]


@pytest.mark.parametrize(
    ("limits", "region", "groups", "fits"),
    [
        (("asia", "oceania"), "asia", (), True),
        (("asia", "oceania"), "africa", (), False),
        (("asia",), "", (), True),  # nothing is known against it
        (("ldc",), "africa", ("ldc",), True),
        (("ldc",), "africa", (), False),
        (("associations",), "africa", (), False),
        ((), "africa", (), True),
    ],
)
def test_what_is_for_others_is_not_suggested(
    limits: tuple[str, ...], region: str, groups: tuple[str, ...], fits: bool
) -> None:
    city = CityFacts(("en",), region, frozenset(groups))
    assert codes(replace(TOOL, only_for=limits), city=city) == (["T001"] if fits else [])


def test_what_is_gone_or_belongs_to_another_stage_is_not_suggested() -> None:
    assert codes(replace(TOOL, gone=True)) == []
    assert codes(TOOL, ask=replace(GAP, stage="D")) == []
    assert codes(TOOL) == ["T001"]


def test_a_community_stands_among_communities_whatever_its_shelf() -> None:
    peers = replace(TOOL, code="O001", shelf="offer", kinds=("peers", "tool"))
    case = replace(TOOL, code="T002", kinds=("case_library",))
    told = suggest(GAP, Catalogue((peers, TOOL, case)), CITY)
    assert [one.item.code for one in told.communities] == ["O001"]
    assert [one.item.code for one in told.tools] == ["T001"]
    assert [one.item.code for one in told.cases] == ["T002"]
    assert not told.offers


def test_sizes_of_cities_by_inhabitants() -> None:
    counts = (None, 0, 49_999, 50_000, 200_000, 500_000, 1_500_000)
    assert [size_of(count) for count in counts] == ["", "town", *SIZES]


def test_the_judged_gaps_are_answered_better_than_by_topic_alone() -> None:
    rows = bench.judged()
    catalogue = Catalogue(tuple(bench.known(entry) for entry in shipped().entries))
    ours, plain = (bench.gain(order(catalogue), rows) for order in (bench.ours, bench.by_topic))
    assert ours > plain + 0.1
    assert ours > 0.8
