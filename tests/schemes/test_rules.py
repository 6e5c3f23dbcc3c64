"""The shipped edition: complete, schema-valid, read without loss, and true to the domain lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from waymark.kernel import canonical
from waymark.schemes import data
from waymark.schemes.rules import (
    AnswerRule,
    EvidenceRule,
    Scheme,
    VerifiedRule,
    leaves,
    parse_scheme,
    scheme_document,
    scheme_hash,
)

LANGUAGES = {"en", "es", "fr", "ar", "ru", "zh"}
SDG = re.compile(r"sdg:([1-9]|1[0-7])\.([1-9]\d?|[a-c])\.\d{1,2}")
UMF = re.compile(r"umf:(UMF-[1-5]\.\d\.\d{1,2}|UMFX-[1-5]\.\d\.[a-h])")


def shipped() -> Scheme:
    return parse_scheme(data.read())


def test_document_and_dataclass_say_the_same() -> None:
    document, scheme = data.read(), shipped()
    assert scheme_document(scheme) == document
    assert parse_scheme(scheme_document(scheme)) == scheme
    assert scheme_hash(scheme) == canonical.digest(document)


def test_the_document_fits_its_json_schema() -> None:
    schema = data.read(data.SCHEMA)
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(data.read())) == []
    broken = data.read()
    del broken["criteria"][3]["rule"]["all"][0]["min"]
    assert list(Draft202012Validator(schema).iter_errors(broken)) != []


def test_sixty_criteria_in_four_stages() -> None:
    scheme = shipped()
    assert Counter(criterion.stage for criterion in scheme.criteria) == {
        "A": 11, "B": 18, "C": 17, "D": 14,
    }  # fmt: skip
    assert len({criterion.id for criterion in scheme.criteria}) == 60
    rule_ids = [leaf.id for criterion in scheme.criteria for leaf in leaves(criterion.rule)]
    assert len(set(rule_ids)) == len(rule_ids) == 180
    questions = [question.id for criterion in scheme.criteria for question in criterion.questions]
    assert len(set(questions)) == 60


def test_levels_build_on_the_stages() -> None:
    assert [(level.id, level.stages) for level in shipped().levels] == [
        ("silver", ("A",)),
        ("gold", ("A", "B")),
        ("platinum", ("A", "B", "C")),
        ("diamond", ("A", "B", "C", "D")),
    ]


def test_each_criterion_has_the_rule_of_its_kind() -> None:
    for criterion in shipped().criteria:
        answer, evidence, review = leaves(criterion.rule)
        mandatory = criterion.requirement == "mandatory"
        assert isinstance(answer, AnswerRule)
        assert isinstance(evidence, EvidenceRule)
        assert isinstance(review, VerifiedRule)
        assert answer.min == (2 if mandatory else 1)
        assert (criterion.core, criterion.not_relevant) == (mandatory, not mandatory)
        assert (evidence.kinds, evidence.min) == (criterion.evidence_kinds, 1)
        assert review.min_reviewers == 2
        ids = [leaf.id for leaf in (answer, evidence, review)]
        assert ids == [f"{criterion.id}/{number}" for number in (1, 2, 3)]


def test_every_title_in_six_languages_and_every_text_in_english() -> None:
    scheme = shipped()
    for criterion in scheme.criteria:
        assert set(criterion.title) == LANGUAGES
        assert len(criterion.descriptors) == 4
        for text in (criterion.text, criterion.why, criterion.guidance, *criterion.descriptors):
            assert text["en"].strip()
        assert criterion.paragraphs
        assert criterion.provenance
    for named in (*scheme.stages, *scheme.levels):
        assert set(named.name) == LANGUAGES
    for language in LANGUAGES:
        titles = [criterion.title[language] for criterion in scheme.criteria]
        assert len(set(titles)) == 60


def test_every_text_is_there_in_arabic_too() -> None:
    """Tables and criteria as well as titles, in Arabic letters but for codes such as sdg:11.6.2."""

    def texts(found: Any) -> Iterator[Any]:
        if isinstance(found, dict) and "en" in found:
            yield found
        elif isinstance(found, dict | list):
            for each in found.values() if isinstance(found, dict) else found:
                yield from texts(each)

    every = list(texts(data.read()))
    assert len(every) > 900
    lacking = [text["en"] for text in every if not re.search("[\u0621-\u064a]", text.get("ar", ""))]
    assert not lacking
    latin = [text["ar"] for text in every if re.search("[A-Za-z]{2}", text["ar"])]
    assert [re.findall("[a-z]+:[0-9.]+", each) for each in latin] == [["sdg:11.6.2"]] * len(latin)
    numbers = [text for text in every if set(re.findall(r"\d+", text["en"])) - {"2030"}]
    for text in numbers:
        assert re.findall(r"\d+", text["ar"]) == re.findall(r"\d+", text["en"]), text["en"]


def test_titles_are_written_in_the_script_of_their_language() -> None:
    scripts = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]", "zh": r"[\u4e00-\u9fff]"}
    for criterion in shipped().criteria:
        for language, letters in scripts.items():
            assert re.search(letters, criterion.title[language])
            assert not re.search(r"[A-Za-z]{3}", criterion.title[language])


def test_codes_are_those_of_the_shared_lists() -> None:
    scheme = shipped()
    listed = {
        member.code for domain in scheme.set_by_id["umf"].domains for member in domain.indicators
    }
    for domain in scheme.set_by_id["umf"].domains:
        assert len(domain.indicators) >= 5
        for member in domain.indicators:
            assert UMF.fullmatch(member.code)
            assert all(SDG.fullmatch(code) for code in member.same_as)
    for criterion in scheme.criteria:
        for code in criterion.indicators:
            assert SDG.fullmatch(code) or code in listed, code


def test_registers_are_small() -> None:
    scheme = shipped()
    used = {name for criterion in scheme.criteria for name in criterion.registers}
    assert used == set(scheme.register_by_id)
    for register in scheme.registers:
        assert 3 <= len(register.columns) <= 7
        assert any(column.required for column in register.columns) or register.id == "at_risk"


def test_the_rule_hash_moves_with_the_rule_and_with_nothing_else() -> None:
    document = data.read()
    before = {criterion.id: criterion.rule_hash for criterion in parse_scheme(document).criteria}
    first = document["criteria"][0]
    first["title"]["en"] = "Another title"
    first["guidance"]["en"] = "Other guidance"
    assert parse_scheme(document).by_id[first["id"]].rule_hash == before[first["id"]]
    first["rule"]["all"][0]["min"] = 3
    after = {criterion.id: criterion.rule_hash for criterion in parse_scheme(document).criteria}
    assert {name for name in after if after[name] != before[name]} == {first["id"]}
