"""REST queries as data, what they select, and in which format it goes out."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.sdmx_examples import (
    CONCEPTS,
    FLOW,
    LISTS,
    SCHEMA,
    SMALL,
    STRUCTURE,
    codelist,
    obs,
    observation_lists,
)
from waymark.kernel.sdmx import (
    DATA,
    BadSdmx,
    Format,
    Observation,
    Ref,
    Structures,
    error_message,
    negotiate,
    parse_time,
)
from waymark.kernel.sdmx import STRUCTURE as STRUCTURE_FORMATS
from waymark.kernel.sdmx.query import (
    ERRORS,
    BadQuery,
    DataQuery,
    Named,
    StructureQuery,
    check_key,
    parse_query,
)
from waymark.kernel.sdmx.select import matching, select, select_structures


def ask(address: str) -> DataQuery | StructureQuery:
    parts = urlsplit(address)
    return parse_query(parts.path, dict(parse_qsl(parts.query)))


def data(address: str) -> DataQuery:
    found = ask(address)
    assert isinstance(found, DataQuery)
    return found


ALL: frozenset[str] = frozenset()


def test_a_question_for_data() -> None:
    found = data(
        "/data/TEST,FLOW,1.0/XX+YY./TEST,CITY+ALL?startPeriod=2019&endPeriod=2020-Q2"
        "&updatedAfter=2026-01-02T03:04:05Z&firstNObservations=2&lastNObservations=3"
        "&dimensionAtObservation=AllDimensions&detail=dataonly"
    )
    assert found == DataQuery(
        Named(frozenset({"TEST"}), frozenset({"FLOW"}), frozenset({"1.0"})),
        (frozenset({"XX", "YY"}), ALL),
        frozenset({"TEST,CITY", "ALL"}),
        parse_time("2019"),
        parse_time("2020-Q2"),
        datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        2,
        3,
        "AllDimensions",
        "dataonly",
    )


@pytest.mark.parametrize(
    ("address", "named", "key"),
    [
        ("data/FLOW", Named(ALL, frozenset({"FLOW"})), ()),
        ("data/FLOW/all/all", Named(ALL, frozenset({"FLOW"})), ()),
        ("data/A.B,FLOW", Named(frozenset({"A.B"}), frozenset({"FLOW"})), ()),
        ("data/all,FLOW,all/.", Named(ALL, frozenset({"FLOW"}), ALL), (ALL, ALL)),
        ("data/FLOW/A..B/", Named(ALL, frozenset({"FLOW"})), (frozenset("A"), ALL, frozenset("B"))),
        ("data/FLOW/*.-1", Named(ALL, frozenset({"FLOW"})), (ALL, frozenset({"-1"}))),
    ],
)
def test_short_forms(address: str, named: Named, key: tuple[frozenset[str], ...]) -> None:
    assert (data(address).flow, data(address).key) == (named, key)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("dataflow", StructureQuery("dataflow", Named())),
        (
            "codelist/TEST/CL_SEX/latest",
            StructureQuery("codelist", Named(frozenset({"TEST"}), frozenset({"CL_SEX"}))),
        ),
        (
            "datastructure/all/all/all?references=children&detail=referencestubs",
            StructureQuery("datastructure", Named(ALL, ALL, ALL), "referencestubs", "children"),
        ),
        (
            "conceptscheme/A+B/X+Y/1.0+2.0",
            StructureQuery(
                "conceptscheme", Named(frozenset("AB"), frozenset("XY"), frozenset({"1.0", "2.0"}))
            ),
        ),
        (
            "structure?references=codelist",
            StructureQuery("structure", Named(), references="codelist"),
        ),
    ],
)
def test_questions_for_structures(address: str, found: StructureQuery) -> None:
    assert ask(address) == found


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", 501),
        ("metadata/X", 501),
        ("there-is-none", 140),
        ("\u202edata/F", 140),
        ("a" * 1000, 140),
        ("codelist/A/B/1.0/ITEM", 501),
        ("data/F?includeHistory=true", 501),
        ("codelist/A/B/1.0?detail=referencepartial", 501),
        ("codelist/A/B/1.0/ITEM/MORE", 140),
        ("data", 140),
        ("data/F/K/P/X", 140),
        ("data/A,B,1.0,C", 140),
        ("data/A,,1.0", 140),
        ("data/F%3Cscript%3E", 140),
        ("data/F/A+.B", 140),
        ("data/F/A b", 140),
        ("data/F/all/A,B,C", 140),
        ("data/F?startPeriod=2020-13", 140),
        ("data/F?endPeriod=tomorrow", 140),
        ("data/F?updatedAfter=yesterday", 140),
        ("data/F?firstNObservations=0", 140),
        ("data/F?lastNObservations=-1", 140),
        ("data/F?lastNObservations=٣", 140),
        ("data/F?detail=most", 140),
        ("data/F?dimensionAtObservation=a%20b", 140),
        ("data/F?startperiod=2020", 140),
        ("codelist/A/B/new", 140),
        ("codelist?references=friends", 140),
        ("codelist?detail=some", 140),
        ("data/" + "F" * 5000, 130),
    ],
)
def test_what_is_no_question_is_an_error_with_a_code(address: str, code: int) -> None:
    with pytest.raises(BadQuery) as refusal:
        ask(address)
    error = refusal.value
    assert (error.code, error.status) == (code, ERRORS[code][0])
    assert error.text.startswith(ERRORS[code][1] + ": ")
    root = ET.fromstring(error_message(error.code, error.text))
    (said,) = root
    assert said.get("code") == str(code)
    assert said[0].text == error.text


@given(path=st.text(max_size=40), more=st.dictionaries(st.text(max_size=12), st.text(max_size=12)))
def test_any_address_is_a_question_or_a_bad_query(path: str, more: dict[str, str]) -> None:
    for begin in ("", "data/", "codelist/", "data/F/"):
        for parameters in (more, {"startPeriod": path}, {"updatedAfter": path}, {"detail": path}):
            try:
                parse_query(begin + path, parameters)
            except BadQuery as error:
                error_message(error.code, "".join(filter(str.isprintable, error.text)))


CLIENTS = [  # what sdmx1 2.28 and pysdmx 1.21 (API 1.5.0) send
    "/dataflow/WM/all/latest",
    "/datastructure/WM/SMALL/latest?references=all",
    "/codelist/WM/CL_SEX/latest?references=none",
    "/conceptscheme/WM/all/latest",
    "/data/FLOW/XX.F?startPeriod=2020&endPeriod=2021",
    "/data/FLOW?detail=serieskeysonly",
    "/data/FLOW/XX%2BYY.?dimensionAtObservation=AllDimensions",
    "/data/TEST,FLOW,1.0/XX.F?lastNObservations=1&detail=full&includeHistory=false",
    "/dataflow/TEST/FLOW/latest?detail=full&references=all",
    "/codelist/TEST/A+B/latest/all?detail=full&references=none",
    "/codelist",
]


@pytest.mark.parametrize("address", CLIENTS)
def test_what_clients_send_is_understood(address: str) -> None:
    assert ask(address.replace("%2B", "+"))


def test_a_key_must_fit_the_structure() -> None:
    check_key(data("data/FLOW/XX."), SCHEMA)
    check_key(data("data/FLOW"), SCHEMA)
    for address, code in (
        ("data/FLOW/XX", 140),
        ("data/FLOW/XX.F.2020", 140),
        ("data/FLOW?dimensionAtObservation=COLOUR", 150),
        ("data/FLOW?dimensionAtObservation=SEX", 501),
    ):
        with pytest.raises(BadQuery) as refusal:
            check_key(data(address), SCHEMA)
        assert refusal.value.code == code


SOME = [
    obs(area, sex, time)
    for area in ("XX", "YY")
    for sex in ("F", "M")
    for time in ("2021", "2019", "2020", "2020-Q3")
]


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("data/FLOW", 16),
        ("data/FLOW/XX.", 8),
        ("data/FLOW/XX+YY.F", 8),
        ("data/FLOW/ZZ.", 0),
        ("data/FLOW?startPeriod=2020", 12),
        ("data/FLOW?startPeriod=2020&endPeriod=2020", 8),
        ("data/FLOW?startPeriod=2020-07&endPeriod=2020-Q3", 4),
        ("data/FLOW?endPeriod=2019-06", 0),
        ("data/FLOW?firstNObservations=1", 4),
        ("data/FLOW?firstNObservations=1&lastNObservations=1", 8),
        ("data/FLOW?firstNObservations=3&lastNObservations=3", 16),
        ("data/FLOW?lastNObservations=99", 16),
    ],
)
def test_what_a_question_selects(address: str, count: int) -> None:
    found = list(select(SOME, data(address), SCHEMA))
    assert len(found) == count
    assert len(set(map(id, found))) == count


def test_first_and_last_go_by_time() -> None:
    first = select(SOME, data("data/FLOW/XX.F?firstNObservations=1"), SCHEMA)
    assert [one.key[2] for one in first] == ["2019"]
    last = select(SOME, data("data/FLOW/XX.F?lastNObservations=1"), SCHEMA)
    assert [one.key[2] for one in last] == ["2021"]


@given(observations=observation_lists(), area=st.sampled_from(["XX", "YY", ""]))
def test_selecting_is_filtering(observations: list[Observation], area: str) -> None:
    found = list(select(observations, data(f"data/FLOW/{area}.?startPeriod=2020"), SCHEMA))
    assert found == [
        one
        for one in observations
        if (not area or one.key[0] == area) and parse_time(one.key[2]).start.year >= 2020
    ]


def names(address: str, structures: Structures = SMALL) -> set[str]:
    found = ask(address)
    assert isinstance(found, StructureQuery)
    return {thing.ref.id for thing in select_structures(structures, found).all()}


LIST_NAMES = {one.ref.id for one in LISTS}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("codelist", LIST_NAMES),
        ("codelist/TEST/CL_SEX+CL_AREA", {"CL_SEX", "CL_AREA"}),
        ("dataflow/TEST/FLOW", {"FLOW"}),
        ("dataflow/TEST/FLOW?references=children", {"FLOW", "SMALL"}),
        ("dataflow/all/all?references=descendants", {"FLOW", "SMALL", "CS", *LIST_NAMES}),
        (
            "datastructure/TEST/SMALL/1.2?references=children",
            {"SMALL", "CS", *LIST_NAMES} - {"CL_SEX"},
        ),
        ("datastructure/TEST/SMALL?references=parents", {"SMALL", "FLOW"}),
        ("datastructure/TEST/SMALL?references=codelist", {"SMALL", *LIST_NAMES}),
        ("codelist/TEST/CL_SEX?references=parents", {"CL_SEX", "CS"}),
        (
            "codelist/TEST/CL_AREA?references=parentsandsiblings",
            {"SMALL", "CS", *LIST_NAMES} - {"CL_SEX"},
        ),
        ("datastructure/TEST/SMALL?references=all", {"FLOW", "SMALL", "CS", *LIST_NAMES}),
        ("structure", {"FLOW", "SMALL", "CS", *LIST_NAMES}),
    ],
)
def test_structures_and_what_belongs_to_them(address: str, found: set[str]) -> None:
    assert names(address) == found


def test_nothing_of_that_name_is_code_100() -> None:
    with pytest.raises(BadQuery) as refusal:
        names("codelist/TEST/NONE")
    assert (refusal.value.code, refusal.value.status) == (100, 404)


def test_stubs_have_names_only() -> None:
    query = ask("datastructure/TEST/SMALL?references=all&detail=referencestubs")
    assert isinstance(query, StructureQuery)
    found = select_structures(SMALL, query)
    assert found.data_structures == (STRUCTURE,)
    assert all(not one.codes and one.names for one in found.codelists)
    assert found.concept_schemes[0].names == CONCEPTS.names
    assert found.dataflows[0].structure is None
    query = ask("datastructure/TEST/SMALL?detail=allstubs")
    assert isinstance(query, StructureQuery)
    (stub,) = select_structures(SMALL, query).data_structures
    assert (stub.ref, stub.dimensions) == (STRUCTURE.ref, ())


def test_the_latest_version_is_the_newest_of_each() -> None:
    refs = [Ref("A", "X", "1.9"), Ref("A", "X", "1.10"), Ref("A", "Y", "1.0"), FLOW.ref]
    assert matching(Named(frozenset("A")), refs) == refs[1:3]
    assert matching(Named(versions=frozenset({"1.9"})), refs) == refs[:1]
    assert matching(Named(versions=ALL), refs) == refs
    two = Structures.of([codelist("CL_A", "x"), codelist("CL_B", "x")])
    assert names("codelist", two) == {"CL_A", "CL_B"}


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("", Format.SPECIFIC_21),
        ("*/*", Format.SPECIFIC_21),
        ("application/xml", Format.SPECIFIC_21),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Format.SPECIFIC_21),
        ("application/vnd.sdmx.genericdata+xml;version=2.1", Format.GENERIC_21),
        ("application/vnd.sdmx.genericdata+xml; version=2.1; q=0.5, text/csv", Format.CSV_10),
        ("text/csv", Format.CSV_10),
        ("application/vnd.sdmx.data+csv", Format.CSV_10),
        ("application/vnd.sdmx.data+csv; version=2.0.0; labels=id", Format.CSV_20),
        ("application/vnd.sdmx.data+csv;version=2.0", Format.CSV_20),
        ("application/vnd.sdmx.data+xml;version=3.0.0", Format.SPECIFIC_30),
        ("application/vnd.sdmx.structurespecifictimeseriesdata+xml", Format.SPECIFIC_21),
        ("application/vnd.sdmx.data+json, application/vnd.sdmx.data+csv;q=0.1", Format.CSV_10),
        ("application/vnd.sdmx.structurespecificdata+xml;q=0, */*;q=0.5", Format.GENERIC_21),
        ("*/*;q=0.1, text/csv;q=0.9", Format.CSV_10),
        ('APPLICATION/VND.SDMX.DATA+CSV;VERSION="2.0.0"', Format.CSV_20),
    ],
)
def test_the_client_chooses_the_format(accept: str, format: Format) -> None:
    assert negotiate(accept) is format


def test_structures_have_formats_of_their_own() -> None:
    newer = "application/vnd.sdmx.structure+xml;version=3.0.0"
    assert negotiate(newer, STRUCTURE_FORMATS) is Format.STRUCTURE_30
    assert negotiate("*/*", STRUCTURE_FORMATS) is Format.STRUCTURE_21
    assert len({format.value for format in (*DATA, *STRUCTURE_FORMATS)}) == 7


@pytest.mark.parametrize(
    "accept", ["application/json", "text/csv;q=0", "text/csv;q=x", "text/csv;version=9", ",,;"]
)
def test_what_we_do_not_have_is_said(accept: str) -> None:
    with pytest.raises(BadSdmx, match="not_acceptable"):
        negotiate(accept)
