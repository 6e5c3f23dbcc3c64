"""Suggestions: only for gaps, explained by true facts alone, the same in whatever order."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.library.rules import suggest as rules
from waymark.library.rules.suggest import Catalogue, CityFacts, Gap, Group, How, Known
from waymark.library.rules.vocabulary import COSTS, KINDS, ONLY_FOR, REGIONS, TOPICS

CRITERIA = ("A01", "C03", "C09", "all")
LANGUAGES = ("en", "fr", "ar", "mul")


def some(tags: tuple[str, ...], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(tags), max_size=most, unique=True).map(tuple)


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
    cost=some(COSTS),
    gone=st.booleans(),
)
catalogues = st.lists(items, max_size=12, unique_by=lambda item: item.code)
cities = st.builds(
    CityFacts,
    languages=some(LANGUAGES[:3]),
    region=st.sampled_from(["", *REGIONS]),
    groups=st.frozensets(st.sampled_from(["ldc", "sids"])),
)
gaps = st.builds(
    Gap, criterion=st.sampled_from(["A01", "C03", "C09"]), stage=st.sampled_from(["A", "C"])
)
TOOL = Known("T001", kinds=("guide",), stages=("C",), criteria=("C03",), languages=("en",))
GAP, CITY = Gap("C03", "C"), CityFacts(("en",))


def codes(*shelf: Known, gap: Gap = GAP, city: CityFacts = CITY, language: str = "") -> list[str]:
    return [one.code for one in rules.fitting(gap, Catalogue(shelf), city, language=language)]


@given(catalogues, cities, gaps)
def test_what_is_met_suggests_nothing(shelf: list[Known], city: CityFacts, gap: Gap) -> None:
    met = replace(gap, open=False)
    assert rules.suggest(met, Catalogue(tuple(shelf)), city) == rules.Suggestions()


@given(catalogues, cities, gaps, st.randoms())
def test_the_order_of_the_catalogue_changes_nothing(
    shelf: list[Known], city: CityFacts, gap: Gap, chance: Random
) -> None:
    shuffled = list(shelf)
    chance.shuffle(shuffled)
    said = [rules.suggest(gap, Catalogue(tuple(each)), city) for each in (shelf, shuffled)]
    assert said[0] == said[1]


@given(catalogues, cities, gaps, st.sampled_from(LANGUAGES))
def test_a_language_never_adds(
    shelf: list[Known], city: CityFacts, gap: Gap, language: str
) -> None:
    catalogue = Catalogue(tuple(shelf))
    wide = rules.fitting(gap, catalogue, city)
    narrow = rules.fitting(gap, catalogue, city, language=language)
    assert [one for one in wide if one in narrow] == list(narrow)  # in the same order
    assert all(language in one.languages for one in narrow)


@given(catalogues, cities, gaps)
def test_what_is_said_is_true_of_the_entry_and_the_gap(
    shelf: list[Known], city: CityFacts, gap: Gap
) -> None:
    by_code = {item.code: item for item in shelf}
    for one in rules.fitting(gap, Catalogue(tuple(shelf)), city):
        item = by_code[one.code]
        assert (one.criterion, one.stage) == (gap.criterion, gap.stage)
        assert one.stage in item.stages
        assert (one.topics, one.languages, one.cost) == (item.topics, item.languages, item.cost)
        if one.how == How.ANY:
            assert "all" in item.criteria
            assert gap.criterion not in item.criteria
        else:
            assert gap.criterion in item.criteria
            assert item.named == (one.how == How.NAMED)
        assert not item.gone


@given(catalogues, cities, gaps)
def test_a_few_of_each_group_and_all_that_fit_are_counted(
    shelf: list[Known], city: CityFacts, gap: Gap
) -> None:
    catalogue = Catalogue(tuple(shelf))
    told, all_of_it = rules.suggest(gap, catalogue, city), rules.fitting(gap, catalogue, city)
    assert told.fitting == len(all_of_it)
    for group, shown in zip(Group, (told.tools, told.offers, told.communities), strict=True):
        fits = [one for one in all_of_it if one.group == group]
        assert list(shown) == fits[: rules.MOST[group]]


def test_named_comes_before_derived_and_both_before_any() -> None:
    named = replace(TOOL, code="T009", named=True)
    anything = replace(TOOL, code="T000", criteria=("all",))
    assert codes(anything, TOOL, named) == ["T009", "T001", "T000"]


def test_the_language_of_the_reader_comes_first_and_the_unsaid_before_the_foreign() -> None:
    french = replace(TOOL, code="T000", languages=("fr",))
    silent = replace(TOOL, code="T005", languages=())
    assert codes(french, silent, TOOL) == ["T001", "T005", "T000"]
    assert codes(french, silent, TOOL, language="fr") == ["T000"]


def test_the_more_specific_one_comes_first() -> None:
    wide = replace(TOOL, code="T000", criteria=("C03", "C09"))
    assert codes(wide, TOOL) == ["T001", "T000"]


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
    assert codes(TOOL, gap=Gap("C03", "D")) == []
    assert codes(TOOL) == ["T001"]


def test_a_community_stands_among_communities_whatever_its_shelf() -> None:
    peers = replace(TOOL, code="O001", shelf="offer", kinds=("peers", "tool"))
    told = rules.suggest(GAP, Catalogue((peers, TOOL)), CITY)
    assert [one.code for one in told.communities] == ["O001"]
    assert [one.code for one in told.tools] == ["T001"]
    assert not told.offers
