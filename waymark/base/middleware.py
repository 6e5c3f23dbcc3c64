"""What every page has in common: clean input, the person's language, caching, known refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from waymark.base import errors
from waymark.base.fields import interface_language
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.kernel.text import BadText

_SURROGATE = re.compile("[\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Whether both databases can hold a text: no NUL, and no half of a surrogate pair."""
    return "\x00" not in text and (text.isascii() or not _SURROGATE.search(text))


def _all_storable(values: QueryDict) -> bool:
    texts: Iterable[str] = (text for key, found in values.lists() for text in (key, *found))
    return all(is_storable(text) for text in texts if isinstance(text, str))


class PageMiddleware:
    """Last of the middleware, so that the session, the person and the token check are there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Prepare the request, answer it, keep private pages out of caches."""
        request.htmx = request.headers.get("HX-Request") == "true"  # type: ignore[attr-defined]
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if known:
            _suit(request)
        else:
            timezone.deactivate()
        if not (is_storable(request.path) and _all_storable(request.GET)):
            return errors.bad_request(request)
        response = self.get_response(request)
        # Asked again, for a log-in may have happened meanwhile.
        private = known or request.user.is_authenticated
        if private and "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Refuse text that can't be stored.

        A view that checks the token itself, because it reads its uploads in its own way, is left
        to do so.
        """
        if request.method != "POST":
            return None
        is_left_alone = getattr(view, "csrf_exempt", False) and not hasattr(request, "_post")
        if is_left_alone or _all_storable(request.POST):
            return None
        return errors.bad_request(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer the refusals that any action may give.

        A foreign thing looks exactly like one that does not exist.
        """
        if isinstance(error, NotPermitted):
            return errors.not_found(request)
        if isinstance(error, Refused):
            return errors.conflict(request, error)
        if isinstance(error, BadText | DataError | UnicodeEncodeError):
            return errors.bad_request(request)
        if isinstance(error, OperationalError):
            return errors.unavailable(request, error)
        return None


def _suit(request: HttpRequest) -> None:
    """Use the person's time zone, and her language unless this browser was told another."""
    # Rights may be gathered once for a page that only reads; every act gathers them afresh.
    request.user.reads_only = request.method in {"GET", "HEAD"}  # type: ignore[union-attr]
    try:
        timezone.activate(ZoneInfo(request.user.time_zone))  # type: ignore[union-attr]
    except (ZoneInfoNotFoundError, ValueError):
        timezone.deactivate()
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return
    language = interface_language(request.user.language)  # type: ignore[union-attr]
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
