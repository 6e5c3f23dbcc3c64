"""Addresses at which nobody is anybody: cookies are neither read nor set there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

OPEN = ("/api/", "/sdmx/", "/embed/")


class Anonymous:
    """Takes the cookies from questions to the services, and whatever would set one from answers.

    So an answer is the same for everybody, and may be kept by any cache on the way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as to a stranger."""
        if not request.path_info.startswith(OPEN):
            return self.get_response(request)
        for header in ("HTTP_COOKIE", "HTTP_AUTHORIZATION"):
            request.META.pop(header, None)
        response = self.get_response(request)
        response.cookies.clear()
        if "Vary" in response.headers:
            names = [name.strip() for name in response["Vary"].split(",")]
            kept = [name for name in names if name.lower() not in ("cookie", "accept-language")]
            if kept:
                response["Vary"] = ", ".join(kept)
            else:
                del response["Vary"]
        return response
