"""What all answers to programs have in common: nobody is logged in, nothing is remembered,
everybody may read, and nobody may ask for more than is good for the others."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from waymark import VERSION
from waymark.opendata.rules.pace import Pace, reader_of

MAX_AGE = 60
"""Seconds for which others may keep an answer; so long can what is withdrawn live in caches."""

PIECE = 65_536
IN_MEMORY = 4 * 1024 * 1024
AT_ONCE = 2
"""Large answers that one process makes at a time, so that pages keep being served."""

LONGEST_WAIT = 5.0

_pace: list[Pace] = []
_lock = threading.Lock()
_large = threading.BoundedSemaphore(AT_ONCE)


class TooMany(Exception):
    """The reader has asked for too much; `wait` says in how many seconds to come again."""

    def __init__(self, wait: float, status: int = 429) -> None:
        super().__init__(f"come again in {wait:.0f} s")
        self.wait = max(1, round(wait + 0.5))
        self.status = status


def reader(request: HttpRequest) -> str:
    """Whom a request comes from. Behind a proxy that is the last address that the proxy added."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        address = forwarded[-1].strip() or address
    return reader_of(address)


def _current() -> Pace:
    if not _pace or _pace[0].per_minute != settings.WAYMARK_API_PER_MINUTE:
        _pace[:] = [Pace(settings.WAYMARK_API_PER_MINUTE)]
    return _pace[0]


def take(request: HttpRequest) -> None:
    """Count a question. Raises TooMany."""
    with _lock:
        wait = _current().wait(reader(request), time.monotonic())
    if wait:
        raise TooMany(wait)


def charge(request: HttpRequest, tokens: float) -> None:
    """Count what an answer has cost."""
    with _lock:
        _current().charge(reader(request), tokens, time.monotonic())


@contextmanager
def one_of_few() -> Iterator[None]:
    """Make a large answer while few others do. Raises TooMany (503)."""
    if not _large.acquire(timeout=LONGEST_WAIT):
        raise TooMany(LONGEST_WAIT, 503)
    try:
        yield
    finally:
        _large.release()


def etag(*about: object) -> str:
    """The name of an answer: equal only where everything that it is made from is."""
    told = "\x00".join(str(one) for one in (VERSION, *about))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def unchanged(request: HttpRequest, name: str) -> HttpResponseBase | None:
    """The answer “nothing has changed” where the reader has this one already."""
    found = get_conditional_response(request, etag=name)
    return found if found is not None and found.status_code == 304 else None


def whole(pieces: Iterable[bytes], kind: str) -> HttpResponseBase:
    """An answer that is made to its end before its first byte is sent.

    So no error comes in the middle of it, and a slow reader holds no connection to the database.
    """
    return written(lambda spool: spool.writelines(pieces), kind)


def written(write: Callable[[IO[bytes]], None], kind: str) -> HttpResponseBase:
    """The same, of a file that is written into a stream."""
    spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 closed with the response
    try:
        write(spool)
        size = spool.tell()
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    response = StreamingHttpResponse(iter(lambda: spool.read(PIECE), b""), content_type=kind)
    response._resource_closers.append(spool.close)  # type: ignore[attr-defined]
    response["Content-Length"] = str(size)
    return response


def open_to_all(response: HttpResponseBase, *, name: str = "", vary: str = "") -> HttpResponseBase:
    """Mark an answer as public: any site may read it, any cache keep it for a little while."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    if name:
        response["ETag"] = name
        response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    else:
        response["Cache-Control"] = "no-store"
    if vary:
        patch_vary_headers(response, [vary])
    return response


Answer = Callable[..., HttpResponseBase]
Refuse = Callable[[int, str, int], HttpResponse]


def service(refuse: Refuse) -> Callable[[Answer], Answer]:
    """Make a view part of a service: it reads only, at a pace, and refuses in its own form.

    `refuse` makes the answer from a status, what to say, and after how many seconds to come again.
    """

    def wrapped(view: Answer) -> Answer:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD"):
                response = refuse(405, "only GET and HEAD", 0)
                response["Allow"] = "GET, HEAD"
                return open_to_all(response)
            try:
                take(request)
                return view(request, *args, **kwargs)
            except TooMany as error:
                text = f"too many questions at once; come again in {error.wait} s"
                return open_to_all(refuse(error.status, text, error.wait))

        return answered

    return wrapped
