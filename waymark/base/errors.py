"""What a person or a program is told when something can't be done: one kind page, one JSON shape.

Pages are drawn from `base/error.html`; programs get problem details (RFC 9457). Nothing here says
whether a thing exists that the asker may not see.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from waymark.base import reasons
from waymark.base.files.storage import BytesGone
from waymark.kernel.flow import Refused

logger = logging.getLogger("waymark.errors")


def wants_json(request: HttpRequest) -> bool:
    """Whether a program is asking: by its address, or because it accepts JSON and no HTML."""
    accepted = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accepted and "html" not in accepted)


def problem(status: int, title: str, detail: str = "", **more: Any) -> JsonResponse:
    """Return problem details (RFC 9457); `more` are further members, such as a list of errors."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": int(status)}
    if detail:
        body["detail"] = detail
    response = JsonResponse(body | more, status=status)
    response["Content-Type"] = "application/problem+json"
    response["Cache-Control"] = "no-store"
    return response


def answer(
    request: HttpRequest,
    status: int,
    title: str,
    message: str,
    *,
    details: Sequence[str] = (),
    back: str = "",
    reference: str = "",
) -> HttpResponse:
    """Say in the shape that the asker reads what is wrong and what she can do.

    details: one line each. back: a path on this site. reference: what to mention to the operator.
    """
    if wants_json(request):
        more: dict[str, Any] = {"reasons": list(details)} if details else {}
        if reference:
            more["reference"] = reference
        return problem(status, HTTPStatus(status).phrase, message, **more)
    if not hasattr(request, "user"):  # refused before it was known who asks, as for a foreign host
        request.user = AnonymousUser()
    context = {
        "title": title,
        "message": message,
        "details": details,
        "back": back,
        "reference": reference,
    }
    response = render(request, "base/error.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def gone(request: HttpRequest, why: BytesGone) -> HttpResponse:
    """410: the content of a file is not there: erased on purpose, or lost."""
    if why.erased:
        said = _("This file was erased, for a reason that is on record. Its hash is kept.")
    else:
        said = _("This file is missing from the store. The operator can see that in the log.")
    return answer(request, 410, _("The file is no longer here"), said)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: something in the request can't be read (handler400)."""
    return answer(
        request,
        400,
        _("We can't read this"),
        _(
            "What was sent holds something that can't be stored, such as invisible control "
            "characters. Go back, remove it and send again: nothing has been changed."
        ),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may not do this (handler403)."""
    return answer(
        request,
        403,
        _("You can't do this"),
        _("Your role doesn't include this. If you think it should, ask whoever invited you."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or none that this person may see (handler404)."""
    return answer(
        request,
        404,
        _("There is nothing here for you"),
        _(
            "The address may be mistyped, the page may have moved, or it may belong to somebody "
            "else. If you have an account, log in and try again."
        ),
    )


def conflict(request: HttpRequest, exception: Refused) -> HttpResponse:
    """409: the thing is not in a state in which this can be done; every reason is named."""
    return answer(
        request,
        409,
        _("This can't be done now"),
        _("Nothing has been changed. This is why:"),
        details=[reasons.sentence(reason) for reason in exception.reasons],
        back=request.path if request.method == "GET" else _came_from(request),
    )


def unavailable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """503: the database can't take this just now."""
    reference = _log(request, exception)
    response = _or_plain(
        lambda: answer(
            request,
            503,
            _("We can't save this just now"),
            _("The server is busy or out of space. What you sent was not saved: please try again."),
            back=_came_from(request),
            reference=reference,
        ),
        503,
        reference,
    )
    response["Retry-After"] = "10"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; logged under a reference that the person can mention (handler500)."""
    reference = _log(request, sys.exc_info()[1])
    return _or_plain(
        lambda: answer(
            request,
            500,
            _("Something went wrong on our side"),
            _("This is our fault and not yours. We have noted it. Please try again in a while."),
            reference=reference,
        ),
        500,
        reference,
    )


def _or_plain(draw: Callable[[], HttpResponse], status: int, reference: str) -> HttpResponse:
    """Draw a page, or say it in a line: the page or the database may be what is broken."""
    try:
        return draw()
    except Exception:
        logger.exception("the error page failed too (%s)", reference)
        text = f"Something went wrong on our side. Reference: {reference}"
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without our token (settings.CSRF_FAILURE_VIEW)."""
    logger.info("form refused: %s", reason)
    return answer(
        request,
        403,
        _("Please send this form again"),
        _(
            "The page was open for a long time, or cookies are turned off, so we can't be sure "
            "that it was you who sent this. Go back, reload the page and send it again."
        ),
    )


def _came_from(request: HttpRequest) -> str:
    """The path of the page that held the form, if it is one of ours."""
    parts = urlsplit(request.headers.get("Referer", ""))
    return parts.path if parts.netloc == request.get_host() else ""


def _log(request: HttpRequest, error: BaseException | None) -> str:
    """Log an error under a new reference, with no parameters: they may hold personal data."""
    reference = secrets.token_hex(4)
    logger.error("%s: %s %s", reference, request.method, request.path, exc_info=error)
    return reference
