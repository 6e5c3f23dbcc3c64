"""The shipped catalogue: read strictly, whole, honest about itself."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from waymark.library import data, wording
from waymark.library.rules import vocabulary as words
from waymark.library.rules.catalogue import BadCatalogue, derived, folded, is_address, read
from waymark.schemes import data as schemes

DOCUMENT = json.loads(data.content())
CRITERIA = {criterion["id"] for criterion in schemes.read()["criteria"]}


def test_the_catalogue_is_whole() -> None:
    shipped = data.shipped()
    shelves = [entry.shelf for entry in shipped.entries]
    assert (shelves.count("resource"), shelves.count("offer")) == (110, 42)
    assert "No publisher or provider has confirmed" in shipped.provenance


def test_every_criterion_that_it_names_is_one_of_the_scheme() -> None:
    named = {one for entry in data.shipped().entries for one in entry.criteria}
    assert named - CRITERIA == {"all"}


def test_every_title_is_there_in_arabic_too() -> None:
    for entry in data.shipped().entries:
        assert {"en", "ar"} <= set(entry.title), entry.code
        assert set(entry.description) in ({"en", "ar"}, set()), entry.code


def test_criteria_of_tools_follow_from_the_table_and_those_of_offers_are_named() -> None:
    table = {
        (row["topic"], row["stage"]): tuple(row["criteria"])
        for row in DOCUMENT["criteria_by_topic"]
    }
    for entry in data.shipped().entries:
        assert entry.named == (entry.shelf == "offer")
        if not entry.named:
            assert entry.criteria == derived(entry.topics, entry.stages, table)
    by_code = {entry.code: entry for entry in data.shipped().entries}
    assert by_code["T001"].criteria == ("C03", "C09")
    assert by_code["T103"].criteria == ()  # for associations, so for no criterion of a city
    assert by_code["O008"].criteria == ("all",)


def test_every_word_of_the_vocabulary_can_be_said() -> None:
    assert set(wording.KINDS) == set(words.KINDS)
    assert set(wording.TOPICS) == set(words.TOPICS)
    assert set(wording.COSTS) == set(words.COSTS)
    assert set(wording.ONLY_FOR) == set(words.ONLY_FOR)
    assert set(wording.BASES) == set(words.Basis)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda doc: doc.update(more=1), "other keys"),
        (lambda doc: doc["items"].append(copy.deepcopy(doc["items"][0])), "a code twice"),
        (lambda doc: doc["items"][0].update(score=5), "T001 has unknown keys"),
        (lambda doc: doc["items"][0].update(topics=["magic"]), "T001.topics has an unknown"),
        (lambda doc: doc["items"][0].update(kinds=["guide", "guide"]), "T001.kinds has a value"),
        (lambda doc: doc["items"][0].update(title={"fr": "Titre"}), "no title in its original"),
        (lambda doc: doc["items"][0].update(url="javascript:alert(1)"), "an address that is none"),
        (lambda doc: doc["items"][0].update(basis="sure"), "how it is known"),
        (lambda doc: doc["items"][0].update(code="x"), "is no code"),
        (
            lambda doc: doc["criteria_by_topic"][0].update(criteria=["D01"]),
            "leaves its stage",
        ),
        (
            lambda doc: doc["criteria_by_topic"].append(doc["criteria_by_topic"][0]),
            "stands there twice",
        ),
    ],
)
def test_a_document_that_departs_from_the_format_is_refused(change: Any, said: str) -> None:
    document = copy.deepcopy(DOCUMENT)
    change(document)
    with pytest.raises(BadCatalogue, match=said):
        read(document)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("ftp://example.org", False),
        ("https://user@example.org/", False),
        ("https://localhost/", False),
        ("https://exam ple.org/", False),
        ("//example.org", False),
        ("https://[bad", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_are_addresses(address: str, good: bool) -> None:
    assert is_address(address) is good


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Élan", "elan"), ("  DATA\n base ", "data base"), ("أداةٌ", "اداه"), ("مستوى", "مستوي")],
)
def test_accents_case_and_forms_of_letters_do_not_hinder_a_search(typed: str, stored: str) -> None:
    assert folded(typed) == stored
