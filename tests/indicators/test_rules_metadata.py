"""Metadata by concepts: what counts, what changes, and files in and out without loss."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.tables import WORDS
from waymark.indicators.rules import metadata_read, opensdg
from waymark.indicators.rules.concepts import (
    CONCEPTS,
    MAIN,
    MAX_TEXT,
    ORDER,
    PERSONAL,
    SHORT,
    changes,
    filled,
    letter,
    tidy,
    wrong,
)
from waymark.indicators.rules.metadata_files import (
    HEADER,
    as_csv,
    as_json,
    as_yaml,
    concept_of,
    from_fields,
    from_repository,
    from_sheet,
    to_json,
    to_rows,
)
from waymark.kernel.tables import Page, read_csv, read_xlsx, write_xlsx

DEF, UNIT = ("STAT_CONC_DEF", "en"), ("UNIT_MEASURE", "en")
SITE = {"indicator_number": "1.1.1", "graph_title": "x", "data_start_values": [{"field": "Sex"}]}

texts = st.dictionaries(
    st.tuples(
        st.sampled_from([*ORDER, "PROGRESS_DETAILS", "source_organisation_1"]),
        st.sampled_from(["en", "ar", "zh", "pt-BR"]),
    ),
    WORDS.map(tidy).filter(bool),
    max_size=8,
)


def test_the_structure_is_the_uns() -> None:
    assert (len(CONCEPTS), len(MAIN), len(ORDER)) == (38, 5, 43)
    assert len(set(CONCEPTS)) == len(CONCEPTS)
    assert set(ORDER) >= SHORT | PERSONAL
    asked = {
        "SDG_GOAL": "0.a",
        "CONTACT_EMAIL": "1.g",
        "QUALITY_ASSMNT": "4.k",
        "OTHER_METHOD": "4",
    }
    asked |= {"COVERAGE": "5", "OTHER_DOC": "7", "REL_CAL_POLICY": "3.d", "PROGRESS": ""}
    assert {concept: letter(concept) for concept in asked} == asked


def test_a_concept_counts_once_whatever_its_languages_and_a_whole_section_does_not() -> None:
    held = {DEF: "x", ("STAT_CONC_DEF", "ar"): "س", ("OTHER_METHOD", "en"): "y", ("own", "en"): "z"}
    assert filled(held) == 1


@pytest.mark.parametrize(
    ("label", "concept"),
    [
        ("STAT_CONC_DEF", "STAT_CONC_DEF"),
        ("stat conc def", "STAT_CONC_DEF"),
        ("2.a. Definition and concepts", "STAT_CONC_DEF"),
        ("2a Definition", "STAT_CONC_DEF"),
        ("4.K: Quality assessment", "QUALITY_ASSMNT"),
        ("5. Data availability and disaggregation", "COVERAGE"),
        ("0. Indicator information", "SDG_INDICATOR_INFO"),
        ("computation_units", "UNIT_MEASURE"),
        ("source_organisation_1", "source_organisation_1"),
        ("Source 1 organisation", "Source_1_organisation"),
        ("9.z. Nothing", ""),
        ("تعريف", ""),
        ("", ""),
        ("x" * 61, ""),
    ],
)
def test_a_label_means_a_concept(label: str, concept: str) -> None:
    assert concept_of(label) == concept


@pytest.mark.parametrize(
    ("said", "held", "seen", "new", "overtaken"),
    [
        ({DEF: "a"}, {}, None, {DEF: "a"}, ()),
        ({DEF: "a"}, {DEF: "a"}, None, {}, ()),
        ({DEF: ""}, {DEF: "a"}, None, {DEF: ""}, ()),
        ({DEF: ""}, {}, None, {}, ()),
        ({UNIT: "%"}, {DEF: "a"}, {DEF: "a"}, {UNIT: "%"}, ()),
        # another changed it meanwhile: left alone, said alike, and said otherwise
        ({DEF: "a", UNIT: "%"}, {DEF: "b"}, {DEF: "a"}, {UNIT: "%"}, ()),
        ({DEF: "b"}, {DEF: "b"}, {DEF: "a"}, {}, ()),
        ({DEF: "c"}, {DEF: "b"}, {DEF: "a"}, {}, (DEF,)),
        ({DEF: "c"}, {}, {DEF: "a"}, {}, (DEF,)),
    ],
)
def test_only_what_a_person_changed_changes(said, held, seen, new, overtaken) -> None:  # type: ignore[no-untyped-def]
    found = changes(said, held, seen)
    assert (found.texts, found.overtaken) == (new, overtaken)


@given(said=texts, held=texts)
def test_changes_lead_from_what_is_held_to_what_is_said(
    said: dict[tuple[str, str], str], held: dict[tuple[str, str], str]
) -> None:
    found = changes(said, held)
    assert {**held, **found.texts} == {**held, **said}
    assert changes(said, {**held, **found.texts}).texts == {}


@given(texts=texts)
def test_tables_in_and_out_keep_every_text(texts: dict[tuple[str, str], str]) -> None:
    told = {"sdg:1.1.1": texts} if texts else {}
    assert from_sheet(read_csv(as_csv(told)), "fr").texts == told
    book = write_xlsx([Page("Metadata", HEADER, to_rows(told))])
    assert from_sheet(read_xlsx(book), "fr").texts == told
    rows = csv.reader(io.StringIO(as_csv(told).decode("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row]
    assert not any(cell.startswith(("=", "+", "@", "-", "\t", "\r")) for cell in cells)


@given(texts=texts)
def test_yaml_and_json_keep_every_text(texts: dict[tuple[str, str], str]) -> None:
    for language in ("en", "ar"):
        of_it = {key: text for key, text in texts.items() if key[1] == language}
        fields = opensdg.read_metadata("x.yml", as_yaml(texts, language)).fields
        found = from_fields(fields, language)
        assert found.texts.get("", {}) == of_it
        assert not found.problems
    assert json.loads(as_json({"x": texts}))["x"] == to_json(texts)


def test_two_columns_need_no_header_and_texts_no_language() -> None:
    sheet = read_csv(b"2.a. Definition,Water is safe\nUNIT_MEASURE,%\nempty,\n")
    found = from_sheet(sheet, "ar")
    assert found.texts == {
        "": {("STAT_CONC_DEF", "ar"): "Water is safe", ("UNIT_MEASURE", "ar"): "%"}
    }
    assert found.problems == ()


def test_what_a_table_can_not_give_is_named_with_its_row() -> None:
    rows = (
        "Concept,Language,Value\n"
        "UNIT_MEASURE,en,%\n"
        "UNIT_MEASURE,en,per cent\n"
        "RATIONALE,English!,why\n"
        "تعريف,ar,ماء\n"
        "SDG_GOAL__GLOBAL,en,Goal 1\n"
        f"DATA_COMP,en,{'x' * (MAX_TEXT + 1)}\n"
    )
    found = from_sheet(read_csv(rows.encode()), "en")
    assert found.texts == {"": {UNIT: "%"}}
    assert [(one.key, one.row) for one in found.problems] == [
        ("metadata.twice", 3),
        ("metadata.language_wrong", 4),
        ("metadata.concept_wrong", 5),
        ("metadata.global", 6),
        ("text.too_long", 7),
    ]
    assert from_sheet(read_csv(b"a,b,c\n1,2,3\n"), "en").problems[0].key == "metadata.no_columns"


def test_fields_that_steer_a_site_are_left_out_by_name() -> None:
    fields = {**SITE, "STAT_CONC_DEF": "Water ", "computation_units": "%", "DATA_SOURCE": "office"}
    found = from_fields({**fields, "SDG_GOAL__GLOBAL": "Goal 1", "UNIT_MEASURE": "share"}, "en")
    assert found.texts == {"": {DEF: "Water", UNIT: "share", ("DATA_SOURCE", "en"): "office"}}
    assert [one.key for one in found.problems] == ["metadata.left_out"]
    names = str(found.problems[0].params["names"])
    assert names == "indicator_number, graph_title, data_start_values, SDG_GOAL__GLOBAL"


def test_a_repository_tells_its_texts_in_every_language() -> None:
    files = {
        "config_data.yml": b"languages: [en, es]\n",
        "data/indicator_1-1-1.csv": b"Year,Value\n2020,1\n",
        "meta/1-1-1.yml": b"STAT_CONC_DEF: own.definition\nUNIT_MEASURE: '%'\n",
        "meta/es/1-1-1.yml": b"UNIT_MEASURE: por ciento\n",
        "translations/en/own.yml": b"definition: Poor people\n",
        "translations/es/own.yml": b"definition: Personas pobres\n",
    }
    found = from_repository(opensdg.read_repository(files))  # type: ignore[arg-type]
    assert found.texts == {
        "1.1.1": {
            DEF: "Poor people",
            ("STAT_CONC_DEF", "es"): "Personas pobres",
            UNIT: "%",
            ("UNIT_MEASURE", "es"): "por ciento",
        }
    }


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.yml", b"a: [1\nb", "yaml.wrong"),
        ("a.yml", b"a: &x 1\nb: *x\n", "yaml.alias"),
        ("a.yml", b"\xff\xfe", "yaml.encoding"),
        ("a.md", b"no head", "yaml.no_head"),
        ("a.csv", b"", "table.empty"),
        ("a.xlsx", b"PK", "table.not_xlsx"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(name: str, content: bytes, key: str) -> None:
    answer = json.loads(json.dumps(metadata_read.read(io.BytesIO(content), name=name)))
    if name.endswith((".csv", ".xlsx")):
        assert answer["error"]["key"] == key
    else:
        assert [one.key for one in metadata_read.result(answer, "en").problems] == [key]


def test_what_is_wrong_with_a_text_or_its_place() -> None:
    assert wrong(DEF, "x") == ""
    assert wrong(("own", "pt-BR"), "x") == ""
    assert wrong(("1x", "en"), "x") == "metadata.concept_wrong"
    assert wrong(("own", "EN"), "x") == "metadata.language_wrong"
    assert wrong(DEF, "x" * (MAX_TEXT + 1)) == "text.too_long"
    assert wrong(DEF, "\x07") == "text.control_character"
