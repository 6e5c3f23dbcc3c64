"""What changed between two editions, in words; and the agreed texts that a criterion rests on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.assessments.evaluate_builders import criterion_document, usual_rule
from tests.schemes.national import AT, make_common
from waymark.kernel import canonical
from waymark.schemes.comparing import Difference, differences
from waymark.schemes.models import Edition
from waymark.schemes.rules import InvalidDocument, Scheme, parse_scheme

AGREED = {
    "document": {"en": "New Urban Agenda"},
    "paragraph": "91",
    "text": {"en": "An agreed sentence."},
    "url": "https://example.org/agenda",
}


def base() -> dict[str, Any]:
    return json.loads(make_common_document())


def make_common_document() -> str:
    from tests.schemes.overlays import base as ground
    from waymark.schemes.rules import scheme_document

    return canonical.dumps(scheme_document(ground())).decode()


def told(old: dict[str, Any], new: dict[str, Any]) -> dict[str, tuple[Difference, ...]]:
    return {part.code: part.found for part in differences(read(old), read(new))}


def read(document: dict[str, Any]) -> Scheme:
    return parse_scheme(document)


def test_every_kind_of_difference_has_its_words() -> None:
    old, new = base(), base()
    new["criteria"][0]["text"] = {"en": "What is asked of everybody", "ar": "ما يُطلب"}
    new["criteria"][1]["rule"]["all"][0]["min"] = 3
    new["criteria"][1]["sources"] = [AGREED]
    new["criteria"][1]["not_relevant"] = False
    new["criteria"].append(criterion_document("K4", "B", usual_rule("K4")))
    new["criteria"][0]["descriptors"][3] = {"en": "Level 3, told"}
    new["summary"] = {"en": "For all tests"}
    found = told(old, new)
    assert list(found) == ["K1", "K2", "K4", ""]
    lines = {line.what: line for line in found["K1"][0].lines}
    assert [piece.text for piece in lines["What is asked (en)"].after if piece.kind == "added"] == [
        " of everybody"
    ]
    assert "What is asked (ar)" in lines
    assert "Description of level 3" in lines
    words = " ".join(
        piece.text
        for one in found["K2"]
        for line in one.lines
        for piece in (*line.before, *line.after)
    )
    assert "level 2 or higher" in words
    assert "level 3 or higher" in words
    assert "New Urban Agenda 91" in words
    assert {one.weight for one in found["K2"]} == {"major", "editorial"}
    assert found["K4"][0].sentence == "K4 is new."
    assert differences(read(old), read(old)) == []


def test_what_goes_is_told_as_well() -> None:
    old, new = base(), base()
    gone = new["criteria"].pop(1)
    new["levels"][1]["name"] = {"en": "Another name"}
    found = told(old, new)
    assert found[gone["id"]][0].sentence == f"{gone['id']} is gone."
    assert found[""][0].weight == "editorial"


def test_a_source_is_part_of_the_document_and_changes_no_rule() -> None:
    plain, sourced = base(), base()
    sourced["criteria"][0]["sources"] = [AGREED]
    one, other = read(plain), read(sourced)
    assert one.hash != other.hash
    assert one.by_id["K1"].rule_hash == other.by_id["K1"].rule_hash
    assert other.by_id["K1"].sources[0].paragraph == "91"


@pytest.mark.parametrize(
    "change",
    [
        {"url": "https://example.org/another"},
        {"text": {"en": "As it was agreed.", "ar": "كما اتُّفق عليه."}},
        {"document": {"en": "New Urban Agenda", "ar": "الخطة الحضرية الجديدة"}},
    ],
)
def test_two_sources_that_differ_never_look_the_same(change: dict[str, Any]) -> None:
    old, new = base(), base()
    old["criteria"][0]["sources"] = [AGREED]
    new["criteria"][0]["sources"] = [AGREED | change]
    (line,) = told(old, new)["K1"][0].lines
    assert line.before != line.after


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ([], "$.criteria[0].sources"),
        ([{"paragraph": "1"}], "$.criteria[0].sources[0].document"),
        ([AGREED | {"url": "javascript:alert(1)"}], "$.criteria[0].sources[0].url"),
        ([AGREED | {"author": "x"}], "$.criteria[0].sources[0].author"),
    ],
)
def test_a_wrong_source_is_refused_with_its_place(wrong: Any, place: str) -> None:
    document = base()
    document["criteria"][0]["sources"] = wrong
    with pytest.raises(InvalidDocument) as refused:
        read(document)
    assert place in [problem.path for problem in refused.value.problems]


def second() -> Edition:
    """Another edition in force before the common one."""
    document = base() | {"version": "0.9.0"}
    document["criteria"][0]["text"] = {"en": "What was asked"}
    rules = read(document)
    return Edition.objects.create(
        scheme_id=rules.id,
        version=rules.version,
        document=canonical.dumps(document).decode(),
        sha256=rules.hash,
        state="superseded",
        published_at=AT.replace(year=2025),
        effective_from=AT.date(),
    )


@pytest.mark.django_db
def test_the_page_is_public_and_compares_the_last_two_or_those_asked_for(
    django_assert_max_num_queries: Any,
) -> None:
    common = make_common()
    path = f"/editions/compare/{common.scheme_id}/"
    client = Client()
    assert "There is one edition only" in client.get(path).content.decode()
    second()
    with django_assert_max_num_queries(4):
        page = client.get(path).content.decode()
    assert "<del>was</del>" in page
    assert "<ins>is</ins>" in page
    same = client.get(path, {"old": "1.0.0", "new": "1.0.0"}).content.decode()
    assert "They say the same" in same
    assert client.get(path, {"old": "7.7.7"}).status_code == 404
    assert client.get("/editions/compare/none/").status_code == 404


@pytest.mark.django_db
def test_the_public_page_of_a_criterion_names_what_it_rests_on() -> None:
    common = make_common()
    document = base() | {"version": "1.1.0"}
    document["criteria"][0]["sources"] = [AGREED]
    rules = read(document)
    Edition.objects.create(
        scheme_id=rules.id,
        version=rules.version,
        document=canonical.dumps(document).decode(),
        sha256=rules.hash,
        state="superseded",
        published_at=AT,
    )
    page = Client().get(f"/schemes/{common.scheme_id}/K1/?version=1.1.0").content.decode()
    assert 'href="https://example.org/agenda"' in page
    assert "An agreed sentence." in page
    bare = Client().get(f"/schemes/{common.scheme_id}/K1/").content.decode()
    assert "No agreed text is named" in bare
