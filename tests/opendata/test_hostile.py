"""Questions that nobody means well: each is answered with a problem, and none brings a fault."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.opendata.published import body, get, harbour
from tests.opendata.test_api import V1, schema_of
from waymark.opendata import service
from waymark.opendata.queries import api as reads
from waymark.opendata.rules.endpoints import ENDPOINTS

pytestmark = pytest.mark.django_db
PATHS = [
    endpoint.path.format(list="umf", code="UMF-1.1.2", place="harbour-city")
    for endpoint in ENDPOINTS
]
NAMES = sorted({param.name for endpoint in ENDPOINTS for param in endpoint.params})


def is_fit(path: str) -> int:
    """Ask, and look at whatever comes back; give its status."""
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code in (200, 400, 404), (answer.status_code, path)
    if answer.status_code != 200:
        assert answer["Content-Type"] == "application/problem+json", path
        told = json.loads(body(answer))
        jsonschema.validate(told, schema_of("Problem"))
        assert told["status"] == answer.status_code
        assert "Traceback" not in str(told)
    return int(answer.status_code)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=" + "9" * 5000, 400),
        ("limit=10001", 400),
        ("limit=-1", 400),
        ("limit=1e3", 400),
        ("limit=%D9%A1", 400),  # a one of another script
        ("limit=10000", 200),
        ("&".join(f"place=p{n}" for n in range(5000)), 400),
        ("&".join(["limit=1"] * 5000), 400),
        ("&".join(f"x{n}=1" for n in range(900)), 400),
        ("place=" + "a" * 100_000, 400),
        ("breakdown=" + ":".join("abc" * 30), 200),
        ("breakdown=" + "a:" * 400, 400),
        ("breakdown=sex%00:female", 400),
        ("breakdown=sex:female&breakdown=sex:female", 200),
        ("unit=%00", 400),
        ("unit=%27%3B%20DROP%20TABLE%20x%3B--", 200),
        ("unit=%ff%fe", 200),
        ("unit=%F0%9F%8F%99%E2%80%AE", 200),
        ("indicator=umf:%27%20OR%201=1--", 200),
        ("indicator=umf:%00", 400),
        ("from=9999-12-31&to=0001-01-01", 200),
        ("from=99999-01-01", 400),
        ("changed_since=0001-01-01T00:00:00%2B23:59", 400),
        ("after=" + "A" * 50_000, 400),
        ("after=W10", 400),
        ("%00=1", 400),
        ("limit[]=1", 400),
    ],
)
def test_odd_questions_for_values(query: str, status: int) -> None:
    harbour()
    assert is_fit(f"{V1}/observations?{query}") == status


@pytest.mark.parametrize("path", PATHS)
def test_every_question_stands_odd_texts_in_every_parameter(path: str) -> None:
    harbour()
    odd = ("\x00", "‮", "a" * 300, "'", "%", "\ud7ff", "-1", "null", "[]", "\\", "../..", "\n")
    for name in [*NAMES, "x"]:
        for text in odd:
            is_fit(f"{V1}{path}?{urlencode({name: text})}")


@pytest.mark.parametrize("text", ["%00", "..%2f..", "'", "a" * 3000, "%ff", "🏙", "%0a"])
def test_odd_texts_in_addresses(text: str) -> None:
    for path in (f"/places/{text}", f"/lists/{text}/indicators", f"/indicators/umf/{text}"):
        assert is_fit(V1 + quote(path, safe="/%")) == (400 if text == "%00" else 404)


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    path=st.sampled_from(PATHS),
    asked=st.lists(st.tuples(st.sampled_from(NAMES) | TEXTS, TEXTS), max_size=6),
)
def test_whatever_is_asked(db: None, path: str, asked: list[tuple[str, str]]) -> None:
    is_fit(f"{V1}{path}?{urlencode(asked)}")


def test_a_fault_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(reads, "observations", broken)
    with pytest.raises(AssertionError, match="500"):
        is_fit(f"{V1}/observations")


# How often one may ask ----------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[float]:
    """Three questions a minute, and a clock that stands still until it is set."""
    now = [1000.0]
    settings.WAYMARK_API_PER_MINUTE = 3
    monkeypatch.setattr(service, "_pace", [])
    monkeypatch.setattr(service.time, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize("path", [f"{V1}/lists", "/sdmx/dataflow", "/data/harbour-city/all.csv"])
def test_who_asks_too_fast_is_told_when_to_come_again(clock: list[float], path: str) -> None:
    harbour()
    assert [get(path).status_code for _time in range(2)] == [200] * 2
    refused = next(answer for _time in range(2) if (answer := get(path)).status_code != 200)
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 21
    assert refused["Cache-Control"] == "no-store"
    if path.startswith("/api"):
        told = refused.json()
        jsonschema.validate(told, schema_of("Problem"))
        assert (told["status"], told["title"]) == (429, "Too Many Requests")
    elsewhere = Client().get(path, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200
    clock[0] += int(refused["Retry-After"])
    assert get(path).status_code == 200


def test_without_a_limit_nobody_is_told_to_wait(clock: list[float], settings: Any) -> None:
    settings.WAYMARK_API_PER_MINUTE = 0
    assert {get(f"{V1}/lists").status_code for _time in range(20)} == {200}


def test_a_large_answer_counts_for_more(clock: list[float], monkeypatch: Any) -> None:
    from waymark.opendata.views import api

    harbour()
    monkeypatch.setattr(api, "PER_TOKEN", 2)
    assert get(f"{V1}/observations").status_code == 200  # one for the question, 4.5 for nine values
    assert get(f"{V1}/observations").status_code == 429
