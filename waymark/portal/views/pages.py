"""The first page, the design page, and what machines ask of a site."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from waymark.base.context import language_tag
from waymark.base.face import address
from waymark.kernel import text
from waymark.portal import queries, showcase
from waymark.portal.showcase_charts import all_charts


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and where to go from here."""
    known = request.user.is_authenticated
    return render(
        request,
        "portal/home.html",
        {
            "figures": queries.figures(request.user),
            "start_url": address("people:start" if known else "account_signup"),
            "known": known,
            "verify_url": queries.verify_address(),
            "schemes_url": address("schemes"),
            "cities_url": address("help_page", "city"),
            "reviewers_url": address("help_page", "reviewer"),
        },
    )


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every part of the face once, in the reader's direction and in the other one."""
    here, other = _both()
    blocks = [_parts(request, here, "a"), _parts(request, other, "b")]
    return render(request, "portal/design.html", {"first": blocks[0], "second": blocks[1]})


@require_safe
def drawings(request: HttpRequest) -> HttpResponse:
    """Every kind of chart and map once, in the reader's direction and in the other one."""
    sides = [_drawn(language, prefix) for language, prefix in zip(_both(), "ab", strict=True)]
    return render(request, "portal/design_drawings.html", {"sides": sides})


def _both() -> tuple[str, str]:
    here = translation.get_language() or "en"
    return here, "en" if text.direction(here) == "rtl" else "ar"


def _drawn(language: str, prefix: str) -> dict[str, object]:
    with translation.override(language):
        drawn = all_charts(prefix)
    return {
        "language": language_tag(language),
        "direction": text.direction(language),
        "charts": drawn,
    }


def _parts(request: HttpRequest, language: str, prefix: str) -> SafeString:
    context = showcase.parts(language, prefix)
    context |= {"language": language_tag(language), "ask_id": f"{prefix}-ask"}
    with translation.override(language):
        return render_to_string("portal/design_parts.html", context, request)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the server and its database answer, for whoever watches over them."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    response = JsonResponse({"status": "ok"})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Ask search engines to leave workspaces alone; they could not read them anyway."""
    closed = ("/account/", "/notices/", "/workspaces/", "/secretariat/", "/demo/", "/design")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for the old address whatever the page says."""
    return redirect(static("base/mark.svg"), permanent=True)
