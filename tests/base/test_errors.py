"""Error pages and the page middleware: kind sentences, no leaks, clean input, private pages."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone, translation

from tests import factories
from waymark.base import errors, middleware, reasons
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Reason, Refused

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error


def hello(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        request.POST.get("word")
    words = [translation.get_language(), timezone.get_current_timezone_name()]
    return HttpResponse(" ".join(map(str, [*words, request.htmx])))  # type: ignore[attr-defined]


def shared(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse("everybody's")
    response["Cache-Control"] = "public, max-age=60"
    return response


def failing(_request: HttpRequest, kind: str) -> HttpResponse:
    raise {
        "foreign": NotPermitted("case.read"),
        "missing": Http404("no such row"),
        "forbidden": PermissionDenied("secret detail"),
        "refused": Refused(Reason("test_missing", {"count": 3}), Reason("test_unknown_key")),
        "data": DataError("value too long"),
        "unicode": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
        "locked": OperationalError("disk full"),
        "bug": RuntimeError("secret detail"),
    }[kind]


urlpatterns = [
    path("hello/", hello),
    path("shared/", shared),
    path("fail/<kind>/", failing),
    path("api/fail/<kind>/", failing),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _sentences() -> Iterator[None]:
    reasons.sentences["test_missing"] = "%(count)s answers are missing."
    yield
    del reasons.sentences["test_missing"]
    translation.activate("en")
    timezone.deactivate()


def get(path: str, client: Client | None = None, **headers: str) -> HttpResponse:
    client = client or Client(raise_request_exception=False)
    found: HttpResponse = client.get(path, headers=headers)
    return found


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("foreign", 404),
        ("missing", 404),
        ("forbidden", 403),
        ("refused", 409),
        ("data", 400),
        ("unicode", 400),
        ("locked", 503),
        ("bug", 500),
    ],
)
def test_pages_and_problems(kind: str, status: int) -> None:
    page = get(f"/fail/{kind}/")
    assert page.status_code == status
    assert b"<h1>" in page.content
    assert b"secret detail" not in page.content
    assert "no-store" in page["Cache-Control"]
    answer = get(f"/api/fail/{kind}/")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == status
    asked = get(f"/fail/{kind}/", Accept="application/json")
    assert asked["Content-Type"] == "application/problem+json"


def test_foreign_looks_exactly_like_missing() -> None:
    def seen(kind: str) -> tuple[int, list[str], str]:
        page = get(f"/fail/{kind}/")
        text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", page.content.decode())
        return len(page.content), sorted(page.headers), text.replace(kind, "x" * 7)

    assert seen("foreign") == seen("missing")
    assert seen("foreign") != seen("refused"), "else this compares nothing"


def test_every_reason_of_a_refusal_is_named() -> None:
    page = get("/fail/refused/").content.decode()
    assert "3 answers are missing." in page
    assert "Test unknown key." in page, "a key without a sentence is still a reason"
    body = json.loads(get("/api/fail/refused/").content)
    assert body["reasons"] == ["3 answers are missing.", "Test unknown key."]


def test_reference_of_the_page_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="waymark.errors"):
        body = json.loads(get("/api/fail/bug/").content)
    assert body["reference"] in caplog.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(("kind", "status"), [("bug", 500), ("locked", 503)])
def test_error_page_that_fails_itself_is_still_an_answer(
    kind: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "render", failing)
    page = get(f"/fail/{kind}/")
    assert page.status_code == status
    assert page.content.startswith(b"Something went wrong")


@pytest.mark.parametrize("where", ["/hello/?word=a%00b", "/hello/?a%00=b", "/hello/%00"])
def test_nul_in_an_address_is_a_bad_request(where: str) -> None:
    assert get(where).status_code == 400


@pytest.mark.parametrize("value", ["a\x00b", "\x00"])
def test_nul_in_a_form_is_a_bad_request(value: str) -> None:
    client = Client()
    assert client.post("/hello/", {"word": value}).status_code == 400
    encoded = "word=" + "".join(f"%{byte:02x}" for byte in value.encode())
    kind = "application/x-www-form-urlencoded"
    assert client.post("/hello/", encoded, content_type=kind).status_code == 400


@pytest.mark.parametrize("value", ["é", "مرحبا", "😀", "a\tb\r\nc", "\u202e", "e\u0301" * 100])
def test_what_can_be_stored_passes(value: str) -> None:
    assert Client().post("/hello/", {"word": value}).status_code == 200


def test_half_of_a_surrogate_pair_can_not_be_stored() -> None:
    assert not middleware.is_storable("a\ud800")
    assert not middleware.is_storable("\udfff")
    assert middleware.is_storable("\U0001f600")


def test_form_without_token_is_refused_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post("/hello/", {"word": "x"})
    assert page.status_code == 403
    assert b"send this form again" in page.content


def test_private_pages_stay_out_of_caches() -> None:
    client = Client()
    assert "Cache-Control" not in get("/hello/", client).headers
    client.force_login(factories.make_user())
    assert "no-store" in get("/hello/", client)["Cache-Control"]
    assert get("/shared/", client)["Cache-Control"] == "public, max-age=60", (
        "a view may know better"
    )


def test_strangers_cost_no_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        get("/hello/")


def test_language_and_zone_of_the_person() -> None:
    client = Client()
    client.force_login(factories.make_user(language="zh", time_zone="Africa/Nairobi"))
    assert get("/hello/", client).content == b"zh-hans Africa/Nairobi False"
    assert get("/hello/").content == b"en UTC False", "the next person has her own"
    client.cookies["django_language"] = "fr"
    assert get("/hello/", client).content == b"fr Africa/Nairobi False", (
        "this browser's choice wins"
    )


def test_unknown_language_or_zone_is_no_error() -> None:
    client = Client()
    client.force_login(factories.make_user(language="tlh", time_zone="Moon/Tycho"))
    assert get("/hello/", client).content == b"en UTC False"


def test_htmx_flag() -> None:
    assert get("/hello/", **{"HX-Request": "true"}).content.endswith(b"True")


def test_two_sentences_for_one_reason_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="test_missing"):
        reasons.register({"test_missing": "Something else."})


def test_a_code_from_outside_stays_in_one_piece_in_a_sentence_of_the_other_direction() -> None:
    reasons.sentences["test_code"] = "There is no %(text)s."
    try:
        with translation.override("ar"):
            assert reasons.told(Reason("test_code", {"text": "8-1-1-a"})) == (
                "There is no \u20688-1-1-a\u2069."
            )
        with translation.override("en"):
            assert reasons.told(Reason("test_code", {"text": "8-1-1-a"})) == "There is no 8-1-1-a."
        assert reasons.told(Reason("test_code", {})) == "There is no ."
    finally:
        del reasons.sentences["test_code"]
