"""Hands files out so that a browser never runs them: originals as downloads, previews as pixels."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, HttpResponseBase

from waymark.base.files.names import content_disposition
from waymark.base.files.storage import open_blob
from waymark.base.models import Blob

# Types that a browser would run as a page, if something made it look: sent as plain bytes.
_NEUTRAL = ("image/svg+xml",)


def serve_download(blob: Blob, name: str) -> HttpResponseBase:
    """The original as an attachment called `name`; whether she may have it is the caller's check.

    There is no way to have it shown in the page: use a preview. Raises `BytesGone`.
    """
    kind = "application/octet-stream" if blob.media_type in _NEUTRAL else blob.media_type
    response = FileResponse(open_blob(blob), content_type=kind)
    response["Content-Length"] = str(blob.size)
    response["Content-Disposition"] = content_disposition(name)
    return _guarded(response)


def serve_preview(png: bytes) -> HttpResponseBase:
    """A preview made by `preview_png`, shown in the page."""
    response = HttpResponse(png, content_type="image/png")
    response["Content-Disposition"] = "inline"
    return _guarded(response)


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    """Headers that leave a browser nothing to guess, run, embed or keep."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
