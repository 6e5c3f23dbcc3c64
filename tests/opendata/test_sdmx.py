"""SDMX over HTTP: questions and answers, formats, refusals, limits."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from tests.indicators.cities import dims
from tests.opendata.published import SDG_WATER, body, get, harbour, publish
from waymark.base.jobs import run_due
from waymark.kernel.sdmx import (
    DATA,
    STRUCTURE,
    Format,
    Observation,
    Ref,
    Refusal,
    make_schema,
    read_data,
    read_structures,
)
from waymark.opendata.queries import sdmx_data

pytestmark = pytest.mark.django_db
FLOW = "/sdmx/data/DF_CITY"
KEY = "A.harbour-city.UMF_UMF-1_1_2._T._T._T._T._T._T._T.PT"


def structures() -> Any:
    return read_structures(io.BytesIO(body(get("/sdmx/structure/all/all/all")))).structures


def read(path: str, format: Format = Format.SPECIFIC_21, flow: str = "DF_CITY") -> list[Any]:
    """The observations of an answer, read by our own reader with every check."""
    answer = get(path, accept=format.value)
    content = body(answer)
    assert answer.status_code == 200, content
    assert answer["Content-Type"] == format.value
    schema = make_schema(structures(), Ref("WAYMARK", flow, "1.0"))
    found = list(read_data(io.BytesIO(content), schema))
    assert not [one for one in found if isinstance(one, Refusal)]
    return found


def values(found: list[Observation]) -> dict[str, float | None]:
    return {
        f"{one.key[1]}.{one.key[3]} {one.key[-1]}": None if one.value is None else float(one.value)
        for one in found
    }


@pytest.mark.parametrize("format", DATA)
def test_every_format_says_the_same(format: Format) -> None:
    harbour()
    found = read(FLOW, format)
    told = values(found)
    assert len(found) == 9
    assert told["harbour-city._T 2019"] == 58.0 or 58.0 in told.values()
    north = next(one for one in found if one.key[1] == "harbour-city-north")
    assert north.attributes["OBS_STATUS"] == "E"
    hidden = [one for one in found if one.attributes["OBS_STATUS"] == "Q"]
    assert [(one.key[2], one.key[3], one.value) for one in hidden] == [
        ("UMF_UMF-1_1_5", "F", None),
        ("UMF_UMF-1_1_5", "M", None),
    ]
    assert {tuple(one.attributes) for one in hidden} == {("OBS_STATUS", "PERIOD_TEXT")} or all(
        set(one.attributes) == {"OBS_STATUS", "PERIOD_TEXT"} for one in hidden
    )
    assert b"Only for us." not in body(get(FLOW, accept=format.value))


@pytest.mark.parametrize(
    ("path", "count"),
    [
        (FLOW + "/all", 9),
        (FLOW + "/all/all", 9),
        (FLOW + "/all/WAYMARK", 9),
        (FLOW + "/all/harbour-city", 9),
        (FLOW + "/all/WAYMARK,harbour-city", 9),
        ("/sdmx/data/WAYMARK,DF_CITY", 9),
        ("/sdmx/data/WAYMARK,DF_CITY,1.0/all", 9),
        ("/sdmx/data/WAYMARK,DF_CITY,latest/all", 9),
        ("/sdmx/data/DF_UMF", 9),
        (f"{FLOW}/{KEY}", 3),
        (f"{FLOW}/A.harbour-city.UMF_UMF-1_1_2........", 4),
        (f"{FLOW}/..UMF_UMF-1_1_2........", 5),
        (f"{FLOW}/.harbour-city+harbour-city-north.UMF_UMF-1_1_2........PT", 5),
        (f"{FLOW}/...F.......", 2),
        (f"{FLOW}/...F+M.......", 3),
        (f"{FLOW}/..........NONE+PEOPLE", 4),
        (FLOW + "?startPeriod=2021", 4),
        (FLOW + "?endPeriod=2019", 1),
        (FLOW + "?startPeriod=2020-Q1&endPeriod=2020-12", 4),
        (FLOW + "?lastNObservations=1", 6),
        (FLOW + "?firstNObservations=1&lastNObservations=1", 8),
        (FLOW + "?dimensionAtObservation=AllDimensions", 9),
        (FLOW + "?updatedAfter=2020-01-01", 9),
        (FLOW + "?detail=dataonly", None),
    ],
)
def test_questions(path: str, count: int | None) -> None:
    harbour()
    if count is None:
        assert b"SOURCE_DETAIL" not in body(get(path))
        return
    assert len(read(path)) == count


@pytest.mark.parametrize(
    ("path", "code", "status"),
    [
        (FLOW + "/all/nowhere", 100, 404),
        ("/sdmx/data/DF_NONE", 100, 404),
        ("/sdmx/data/OTHER,DF_CITY", 100, 404),
        ("/sdmx/data/DF_SDG", 100, 404),
        ("/sdmx/data/all", 140, 400),
        (FLOW + "/..UMF_NONE........", 100, 404),
        (FLOW + "/...........XX", 140, 400),
        (FLOW + "/..........XX", 100, 404),
        (FLOW + "/A.B", 140, 400),
        (FLOW + "/a b", 140, 400),
        (FLOW + "?startPeriod=2050", 100, 404),
        (FLOW + "?startPeriod=x", 140, 400),
        (FLOW + "?updatedAfter=2090-01-01", 100, 404),
        (FLOW + "?nothing=1", 140, 400),
        (FLOW + "?includeHistory=true", 501, 501),
        (FLOW + "?dimensionAtObservation=SEX", 501, 501),
        (FLOW + "?dimensionAtObservation=XX", 150, 400),
        ("/sdmx/codelist/WAYMARK/CL_NONE", 100, 404),
        ("/sdmx/agencyscheme", 501, 501),
        ("/sdmx/metadata/all", 501, 501),
        ("/sdmx/data", 140, 400),
        ("/sdmx/data/DF_CITY/all/all/more", 140, 400),
    ],
)
def test_what_cant_be_answered_says_why(path: str, code: int, status: int) -> None:
    harbour()
    answer = get(path)
    assert answer.status_code == status, answer.content
    root = ElementTree.fromstring(answer.content)
    message = next(one for one in root if one.tag.endswith("ErrorMessage"))
    assert message.get("code") == str(code)
    assert "".join(message.itertext()).strip()


def test_what_nobody_can_read_is_not_acceptable() -> None:
    harbour()
    answer = get(FLOW, accept="application/pdf")
    assert answer.status_code == 406
    assert Format.CSV_20.value in answer.content.decode()
    assert get(FLOW, accept="application/vnd.sdmx.data+json").status_code == 406
    assert get("/sdmx/dataflow", accept="text/csv").status_code == 406
    bare = get(FLOW + "?detail=nodata", accept="text/csv")
    assert bare.status_code == 501


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", Format.SPECIFIC_21.value),
        ("*/*", Format.SPECIFIC_21.value),
        ("text/csv", Format.CSV_10.value),
        ("application/vnd.sdmx.data+csv;version=2.0.0", Format.CSV_20.value),
        ("application/vnd.sdmx.genericdata+xml;version=2.1", Format.GENERIC_21.value),
        ("text/csv;q=0.5, application/vnd.sdmx.data+xml;version=3.0.0", Format.SPECIFIC_30.value),
    ],
)
def test_the_reader_chooses_the_format(accept: str, kind: str) -> None:
    harbour()
    answer = get(FLOW, accept=accept)
    assert answer["Content-Type"] == kind
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize("format", STRUCTURE)
def test_structures(format: Format) -> None:
    harbour()
    answer = get("/sdmx/datastructure/WAYMARK/DSD_CITY?references=all", accept=format.value)
    found = read_structures(io.BytesIO(body(answer))).structures
    ids = {listed.ref.id: [code.id for code in listed.codes] for listed in found.codelists}
    assert ids["CL_REF_AREA"] == ["harbour-city", "harbour-city-north"]
    assert "SDG_6_1_1" in ids["CL_INDICATOR"]
    assert ids["CL_SEX"] == ["_T", "F", "M"]
    assert ids["CL_UNIT_MEASURE"] == ["PT", "PEOPLE"]
    assert {flow.ref.id for flow in found.dataflows} == {"DF_CITY", "DF_UMF", "DF_SDG"}
    one = read_structures(io.BytesIO(body(get("/sdmx/codelist/WAYMARK/CL_SEX")))).structures
    assert [listed.ref.id for listed in one.codelists] == ["CL_SEX"]
    stubs = body(get("/sdmx/dataflow?detail=allstubs"))
    assert b"DF_UMF" in stubs
    assert b"DSD_CITY" not in stubs


def test_lists_are_flows_of_their_own() -> None:
    city = harbour()
    publish(city, SDG_WATER)
    assert len(read("/sdmx/data/DF_SDG", flow="DF_SDG")) == 1
    assert len(read("/sdmx/data/DF_UMF", flow="DF_UMF")) == 9
    assert len(read(FLOW)) == 10


def test_periods_of_several_lengths_and_a_breakdown_of_ones_own() -> None:
    city = harbour()
    for period in ("2021 Q1", "2021 Q2", "2021-03", "2019/2021", "2020/21"):
        city.enter(60.0, period, dims=dims(age="15-24", income="q1"))
    run_due(timezone.now())
    found = [one for one in read(FLOW) if one.key[4] == "Y15T24"]
    assert {(one.key[0], one.key[-1]) for one in found} == {
        ("Q", "2021-Q1"),
        ("Q", "2021-Q2"),
        ("M", "2021-03"),
        ("_O", "2019-01-01/P3Y"),
        ("_O", "2020-01-01/P2Y"),
    }
    assert len(read(FLOW + "/Q..........")) == 2


def test_odd_texts_arrive_whole() -> None:
    city = harbour()
    source = 'L\'été & <b>"so"</b> ]]> =1+1 القاهرة 🏙️'
    city.enter(1.5, "2015", source=source)
    run_due(timezone.now())
    for format in DATA:
        found = read(FLOW, format)
        assert source in {one.attributes.get("SOURCE_DETAIL") for one in found}


def test_too_much_is_said_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    harbour()
    monkeypatch.setattr(sdmx_data, "MOST_VALUES", 8)
    answer = get(FLOW)
    assert answer.status_code == 413
    assert b'code="510"' in answer.content
    monkeypatch.setattr(sdmx_data, "MOST_VALUES", 9)
    assert get(FLOW).status_code == 200
    monkeypatch.setattr(sdmx_data, "MOST_SERIES", 5)
    assert get(FLOW).status_code == 413


def test_what_has_not_changed_is_not_sent_again() -> None:
    city = harbour()
    first = get(FLOW)
    assert body(first)
    assert get(FLOW, if_none_match=first["ETag"]).status_code == 304
    assert get(FLOW, if_none_match=first["ETag"], accept="text/csv").status_code == 200
    city.enter(66.0, "2022")
    run_due(timezone.now())
    assert get(FLOW, if_none_match=first["ETag"]).status_code == 200
    assert len(read(FLOW)) == 10


def test_the_cost_does_not_grow_with_the_series(django_assert_num_queries: Any) -> None:
    harbour()
    get(FLOW)
    with django_assert_num_queries(3):
        body(get(FLOW))
    for slug in ("b-city", "c-city"):
        harbour(slug)
    get(FLOW)
    with django_assert_num_queries(3):
        body(get(FLOW))
