"""Answers packed for slow networks, where no proxy does it.

Only texts of ours are packed. Files that leave as attachments stay as they are: an original has the
length and the bytes that its hash was taken of. Pages under /account/ stay as they are as well, for
there a secret and words from the address may stand on one page, and the length of a packed page
tells how alike the two are (BREACH). Elsewhere the token in a form is masked anew for each answer,
and Django adds a name of random length to what it packs.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_PACKED = {
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/xml",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
    "text/xml",
}
_UNPACKED = ("/account/",)


class PackingMiddleware(GZipMiddleware):
    """Outside of everything that reads or changes an answer's body."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Pack a text if the reader's program can unpack it."""
        if not _may_be_packed(request, response):
            return response
        packed: HttpResponseBase = super().process_response(request, response)
        return packed


def _may_be_packed(request: HttpRequest, response: HttpResponseBase) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    whole = response.status_code not in {204, 206, 304}
    leaves = response.headers.get("Content-Disposition", "").startswith("attachment")
    known = kind in _PACKED or kind.endswith(("+csv", "+json", "+xml"))
    return known and whole and not leaves and not request.path.startswith(_UNPACKED)
