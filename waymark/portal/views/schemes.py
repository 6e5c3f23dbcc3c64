"""The scheme browser: every criterion of every published edition, for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.indicators.method_names import method_name
from waymark.indicators.queries.labels import labels
from waymark.library.help import help_with, shelves
from waymark.portal import blanks, browser
from waymark.schemes import queries


@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    """The schemes with an edition in force."""
    cards = [
        browser.card(edition, queries.scheme_of(edition))
        for edition in queries.published(request.user)
    ]
    return render(request, "portal/schemes.html", {"cards": cards})


@require_safe
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """One edition: its stages with their criteria, its levels, and where it comes from."""
    editions = list(queries.editions(request.user, slug))
    edition = browser.chosen(editions, request.GET.get("version", ""))
    if edition is None:
        raise Http404
    rules = queries.scheme_of(edition)
    wanted = browser.Filter(request.GET.get("stage", ""), request.GET.get("q", "").strip()[:100])
    return render(
        request,
        "portal/scheme.html",
        {
            "edition": edition,
            "scheme": rules,
            "stages": browser.stages(edition, rules, wanted),
            "tabs": browser.stage_tabs(rules, wanted, browser.pinned(edition)),
            "filter": wanted,
            "levels": browser.levels(rules),
            "older": editions,
            "progress": method_name(rules.progress_method),
        },
    )


@require_safe
def criterion(request: HttpRequest, slug: str, criterion: str) -> HttpResponse:
    """One criterion: what is asked, why, how it is judged, and what proves it."""
    edition = browser.edition(request.user, slug, request.GET.get("version", ""))
    if edition is None:
        raise Http404
    rules = queries.scheme_of(edition)
    found = rules.by_id.get(criterion)
    if found is None:
        raise Http404
    version = browser.pinned(edition)
    query = f"?version={version}" if version else ""
    context = {"edition": edition, "scheme": rules, "criterion": found, "query": query}
    names = labels(request.user, found.indicators)
    context |= browser.criterion_page(rules, found, names)
    context["helps"] = help_with(shelves(request.user), [(found.id, found.stage)]).get(found.id)
    return render(request, "portal/criterion.html", context)


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """The edition as it was published: canonical JSON whose SHA-256 is the edition's."""
    edition = browser.edition(request.user, slug, request.GET.get("version", ""))
    if edition is None:
        raise Http404
    response = HttpResponse(edition.document, content_type="application/json")
    name = f"{edition.scheme_id}-{edition.version}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = f'"{edition.sha256}"'
    return response


@require_safe
def templates(request: HttpRequest, slug: str) -> HttpResponse:
    """The tables of an edition, to be taken away empty."""
    edition = browser.edition(request.user, slug, request.GET.get("version", ""))
    if edition is None:
        raise Http404
    rules = queries.scheme_of(edition)
    version = browser.pinned(edition)
    context = {
        "scheme": rules,
        "blanks": blanks.blanks(rules),
        "query": f"?version={version}" if version else "",
    }
    return render(request, "portal/blanks.html", context)


@require_safe
def template(request: HttpRequest, slug: str, register: str, kind: str) -> HttpResponse:
    """One empty table as a file."""
    edition = browser.edition(request.user, slug, request.GET.get("version", ""))
    if edition is None:
        raise Http404
    rules = queries.scheme_of(edition)
    found = rules.register_by_id.get(register)
    if found is None:
        raise Http404
    write, media_type = FILES[kind]
    response = HttpResponse(write(rules, found), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{rules.id}-{found.id}.{kind}"'
    return response


FILES = {
    "csv": (blanks.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        blanks.as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
