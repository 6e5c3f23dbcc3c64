"""The JSON API: what it answers, in which order, and that its document says the same."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.opendata.published import WATER, body, everything, get, harbour, publish
from waymark.base.jobs import run_due
from waymark.opendata import openapi
from waymark.opendata.rules.endpoints import ENDPOINTS

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def asked(**words: str) -> str:
    """The address of values that are asked for."""
    return f"{V1}/observations?" + "&".join(f"{name}={value}" for name, value in words.items())


def test_values_with_all_that_may_be_known_of_them() -> None:
    city = harbour()
    found = everything(asked(place=city.place.slug, indicator="umf:UMF-1.1.2"))
    assert len(found) == 5
    first = found[0]
    changed = first.pop("changed_at")
    assert changed.endswith("Z") or "+00:00" in changed
    assert first == {
        "place": "harbour-city",
        "indicator": "umf:UMF-1.1.2",
        "area": None,
        "breakdown": {},
        "unit": "%",
        "period": "2019",
        "start": "2019-01-01",
        "end": "2019-12-31",
        "value": 58.0,
        "status": "A",
        "text": "",
        "source": "Utility register",
        "source_type": "",
        "method": "Register",
        "quality": "",
        "sample_size": None,
        "margin": None,
        "note": "",
        "next_update": None,
        "proposed": False,
    }
    assert [one["area"] for one in found if one["area"]] == ["harbour-city-north"]


def test_what_is_withheld_or_missing_says_so_and_no_more() -> None:
    city = harbour()
    found = everything(asked(place=city.place.slug, indicator="umf:UMF-1.1.5"))
    told = {(tuple(one["breakdown"].values()), one["period"]): one for one in found}
    assert told[(), "2020"]["value"] == 100.0
    assert (told[(), "2021"]["value"], told[(), "2021"]["status"]) == (None, "M")
    for sex in ("male", "female"):
        one = told[(sex,), "2020"]
        assert (one["value"], one["status"], one["source"]) == (None, "Q", "")
    assert "Only for us." not in str(found)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 9),
        ("place=harbour-city", 9),
        ("place=nowhere", 0),
        ("country=ke", 9),
        ("country=KEN", 9),
        ("country=PE", 0),
        ("list=umf", 9),
        ("list=sdg", 0),
        ("indicator=umf:UMF-1.1.2", 5),
        ("indicator=umf:UMF-1.1.2&indicator=umf:UMF-1.1.5", 9),
        ("indicator=sdg:6.1.1", 0),
        ("area=none", 8),
        ("area=harbour-city-north", 1),
        ("area=none&area=harbour-city-north", 9),
        ("breakdown=none", 6),
        ("breakdown=sex:female", 2),
        ("breakdown=sex:female&breakdown=sex:male", 3),
        ("unit=people", 4),
        ("unit=%25", 5),
        ("from=2020", 8),
        ("to=2019-12-31", 1),
        ("from=2020-01-02", 4),
        ("from=2020&to=2020", 4),
        ("changed_since=2020-01-01T00:00:00Z", 9),
        ("changed_since=2090-01-01T00:00:00%2B02:00", 0),
    ],
)
def test_filters(query: str, count: int) -> None:
    harbour()
    assert len(everything(f"{V1}/observations?{query}")) == count


@pytest.mark.parametrize("limit", [1, 2, 4, 8, 9, 10])
def test_pages_hold_everything_once_and_in_one_order(limit: int) -> None:
    harbour()
    harbour("second-city")
    whole = everything(f"{V1}/observations")
    assert len(whole) == 18
    assert everything(f"{V1}/observations?limit={limit}") == whole
    series = everything(f"{V1}/series")
    assert len(series) == 12
    assert everything(f"{V1}/series?limit={limit}") == series
    keys = [(one["place"], one["indicator"], one["start"]) for one in whole]
    assert [key[0] for key in keys] == sorted(key[0] for key in keys)
    some = everything(f"{V1}/observations?limit={limit}&breakdown=sex:female&from=2021")
    assert [one["value"] for one in some] == [70.0, 70.0]


def test_a_page_goes_on_where_it_ended_though_data_came_in_between() -> None:
    city = harbour()
    first = get(f"{V1}/observations?limit=3").json()
    city.enter(50.0, "2015")
    run_due(timezone.now())
    rest = everything(first["next"])
    assert len(first["items"]) + len(rest) == 9


def test_lists_indicators_and_places() -> None:
    city = harbour()
    assert [one["code"] for one in everything(f"{V1}/lists")] == ["sdg", "umf"]
    rows = everything(f"{V1}/lists/umf/indicators?q=water")
    assert [row["id"] for row in rows] == ["umf:UMF-1.1.2"]
    assert [row["id"] for row in everything(f"{V1}/lists/sdg/indicators?goal=6")] == ["sdg:6.1.1"]
    one = get(f"{V1}/indicators/umf/UMF-1.1.2").json()
    assert one["label"] == {"en": "Safely managed drinking water"}
    (place,) = everything(f"{V1}/places")
    assert (place["id"], place["indicators"], place["licence"]) == (city.place.slug, 2, "")
    assert get(f"{V1}/places/harbour-city").json() == place
    published = everything(f"{V1}/places/harbour-city/indicators")
    assert [row["indicator"] for row in published] == ["umf:UMF-1.1.2", "umf:UMF-1.1.5"]
    assert get(published[0]["url"]).status_code == 200
    assert get(published[0]["csv"]).status_code == 200
    counts = everything(f"{V1}/places/harbour-city/coverage?list=umf")
    society = next(row for row in counts if row["part"] == "society")
    assert (society["published"], society["with_value"], society["with_groups"]) == (2, 2, 1)


@pytest.mark.parametrize(
    "path",
    [
        "/lists/none/indicators",
        "/lists/local/indicators",
        "/indicators/umf/none",
        "/indicators/none/none",
        "/places/nowhere",
        "/places/nowhere/indicators",
        "/places/nowhere/coverage",
        "/nothing",
        "/",
    ],
)
def test_what_is_not_there_is_a_problem_in_json(path: str) -> None:
    answer = get(f"{V1}{path}")
    if path == "/":
        assert answer.status_code == 200
        return
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["title"]) == (404, "Not Found")
    assert set(told) == {"type", "title", "status", "detail"}


def test_a_place_without_published_data_is_not_there() -> None:
    from tests.indicators.cities import make_city

    make_city(slug="quiet-city")
    assert get(f"{V1}/places/quiet-city").status_code == 404
    assert everything(f"{V1}/places") == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("sort=value", "sort"),
        ("limit=0", "limit"),
        ("limit=100000", "limit"),
        ("limit=x", "limit"),
        ("limit=1&limit=2", "limit"),
        ("indicator=6.1.1", "indicator"),
        ("place=a b", "place"),
        ("breakdown=female", "breakdown"),
        ("from=yesterday", "from"),
        ("from=2020-13-01", "from"),
        ("changed_since=soon", "changed_since"),
        ("after=AAAA", "after"),
        ("after=" + "W1tbW1tb" * 30, "after"),
        ("after=WyJhIiwiYiIsImMiXQ", "after"),
        ("&".join(f"place=p{n}" for n in range(51)), "place"),
    ],
)
def test_a_parameter_that_cant_be_used_is_named(query: str, parameter: str) -> None:
    answer = get(f"{V1}/observations?{query}")
    assert answer.status_code == 400
    told = answer.json()
    assert told["errors"][0]["parameter"] == parameter
    jsonschema.validate(told, schema_of("Problem"))


def _timeless(answer: Any) -> bytes:
    """The body but for the second that a message of SDMX says it was made at."""
    return re.sub(rb"<mes:Prepared>[^<]+<", b"<mes:Prepared><", body(answer))


def test_nobody_is_anybody_and_nothing_is_kept() -> None:
    city = harbour()
    inside = Client()
    inside.force_login(city.lead)
    for path in (f"{V1}/observations", "/sdmx/data/DF_CITY", f"{V1}/nothing"):
        outside, within = get(path), get(path, inside)
        assert _timeless(outside) == _timeless(within)
        for answer in (outside, within):
            assert not answer.cookies
            assert answer["Access-Control-Allow-Origin"] == "*"
            assert "Cookie" not in answer.get("Vary", "")
        assert "private" not in within.get("Cache-Control", "")


def test_what_has_not_changed_is_not_sent_again() -> None:
    city = harbour()
    path = f"{V1}/observations"
    first = get(path)
    assert first["Cache-Control"] == "public, max-age=60"
    again = get(path, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    city.enter(66.0, "2022")
    run_due(timezone.now())
    assert get(path, if_none_match=first["ETag"]).status_code == 200


def test_only_reading_is_understood() -> None:
    for path in (f"{V1}/observations", f"{V1}/", "/sdmx/data/DF_CITY"):
        for method in ("post", "put", "patch", "delete", "options"):
            answer = getattr(Client(), method)(path)
            assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
        assert Client().head(path).status_code == get(path).status_code


# --- the document -------------------------------------------------------------------------------


def schema_of(name: str) -> dict[str, Any]:
    """The schema of a shape, with the others that it refers to."""
    components = {"components": openapi.document()["components"]}
    return {"$ref": f"#/components/schemas/{name}", **components}


def test_the_document_has_every_address_and_every_answer_is_as_it_says() -> None:
    harbour()
    told = get(f"{V1}/openapi.json").json()
    assert set(told["paths"]) == {endpoint.path for endpoint in ENDPOINTS}
    fill = {"list": "umf", "code": "UMF-1.1.2", "place": "harbour-city"}
    for endpoint in ENDPOINTS:
        path = f"{V1}{endpoint.path.format(**fill)}"
        needed = [param.name for param in endpoint.params if param.needed]
        path += "".join(f"?{name}={fill[name]}" for name in needed)
        assert reverse(f"opendata:api_{endpoint.name}", kwargs=named(endpoint.path, fill))
        answer = get(path)
        assert answer.status_code == 200, path
        items = answer.json()["items"] if endpoint.paged else [answer.json()]
        assert items, path
        for item in items:
            jsonschema.validate(item, schema_of(endpoint.item))


def named(path: str, fill: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fill.items() if f"{{{name}}}" in path}


def test_every_address_of_the_api_is_in_the_document() -> None:
    from waymark.opendata.urls import urlpatterns

    names = {str(pattern.name) for pattern in urlpatterns if str(pattern.name).startswith("api_")}
    others = {"api_index", "api_document", "api_nothing"}
    assert names - others == {f"api_{endpoint.name}" for endpoint in ENDPOINTS}


def test_the_document_is_one() -> None:
    """By the schema of OpenAPI as far as we use it: names are told once and refer to what is."""
    told = openapi.document()
    assert told["openapi"].startswith("3.1")
    shapes = told["components"]["schemas"]
    operations = [path["get"] for path in told["paths"].values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for name in shapes:
        jsonschema.Draft202012Validator.check_schema(schema_of(name))


def test_sorting_is_never_by_a_value() -> None:
    """No parameter asks for an order, and a place with higher values does not come first."""
    harbour("a-city")
    other = harbour("b-city")
    other.enter(99.0, "2022")
    publish(other, WATER)
    names = {param.name for endpoint in ENDPOINTS for param in endpoint.params}
    assert names.isdisjoint({"sort", "order", "order_by", "top"})
    found = everything(asked(indicator=f"umf:{WATER}", breakdown="none", area="none"))
    assert [one["place"] for one in found] == ["a-city"] * 3 + ["b-city"] * 4
