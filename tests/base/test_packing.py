"""Texts leave packed for who can unpack them; originals and pages with secrets do not."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from waymark.base import face
from waymark.base.packing import PackingMiddleware

TEXT = "The city says so. " * 100
STYLES = Path(face.__file__).parent / "static" / "base" / "house.css"


def answered(response: HttpResponseBase, path: str = "/", accept: str = "gzip, br") -> Any:
    request = RequestFactory().get(path, headers={"accept-encoding": accept})
    return PackingMiddleware(lambda _request: response)(request)


def is_packed(response: Any) -> bool:
    return bool(response.headers.get("Content-Encoding") == "gzip")


@pytest.mark.parametrize(
    "kind",
    [
        "text/html; charset=utf-8",
        "application/json",
        "application/problem+json",
        "application/geo+json",
        "text/csv; charset=utf-8",
        "application/vnd.sdmx.data+csv;version=2.0.0",
        "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
        "image/svg+xml",
    ],
)
def test_texts_are_packed_and_read_the_same(kind: str) -> None:
    found = answered(HttpResponse(TEXT, content_type=kind))
    assert is_packed(found)
    assert gzip.decompress(found.content).decode() == TEXT
    assert int(found["Content-Length"]) == len(found.content) < len(TEXT)
    assert "Accept-Encoding" in found["Vary"]


def test_a_stream_of_text_is_packed_as_it_flows() -> None:
    found = answered(StreamingHttpResponse([TEXT.encode()] * 3, content_type="text/csv"))
    assert gzip.decompress(b"".join(found)).decode() == TEXT * 3


def test_who_cannot_unpack_gets_it_plain_and_caches_know() -> None:
    found = answered(HttpResponse(TEXT), accept="identity")
    assert found.content.decode() == TEXT
    assert "Accept-Encoding" in found["Vary"]


def download() -> HttpResponseBase:
    headers = {"Content-Disposition": "attachment; filename=a.csv"}
    return FileResponse(io.BytesIO(TEXT.encode()), content_type="text/csv", headers=headers)


def part() -> HttpResponseBase:
    return HttpResponse(TEXT, status=206, headers={"Content-Range": "bytes 0-1799/9000"})


@pytest.mark.parametrize(
    "make",
    [
        download,
        part,
        lambda: HttpResponse(TEXT, content_type="application/pdf"),
        lambda: HttpResponse(TEXT, content_type="image/png"),
        lambda: HttpResponse(TEXT, headers={"Content-Encoding": "br"}),
        lambda: HttpResponse("short"),
    ],
    ids=["attachment", "part of a file", "pdf", "picture", "packed already", "short"],
)
def test_what_is_left_as_it_is(make: Callable[[], HttpResponseBase]) -> None:
    assert not is_packed(answered(make()))


def test_a_page_that_may_hold_a_secret_is_left_as_it_is() -> None:
    assert not is_packed(answered(HttpResponse(TEXT), path="/account/2fa/totp/activate/"))
    assert is_packed(answered(HttpResponse(TEXT), path="/accounts/"))


def test_the_length_of_a_packed_page_has_chance_in_it() -> None:
    assert len({len(answered(HttpResponse(TEXT)).content) for _ in range(60)}) > 5


@pytest.mark.django_db
def test_the_site_packs_pages_and_styles() -> None:
    client = Client(headers={"accept-encoding": "gzip"})
    page = client.get("/help/")
    assert gzip.decompress(page.content).startswith(b"<!doctype html>")
    assert "Content-Security-Policy" in page.headers
    styles = client.get("/static/base/house.css")
    assert gzip.decompress(b"".join(styles)) == STYLES.read_bytes()
    assert not client.get("/account/login/").headers.get("Content-Encoding")
