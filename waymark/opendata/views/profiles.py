"""The public profile of a place by one list, such as its finances."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.base.face import address, open_address
from waymark.indicators.forms.publishing import LICENCE_PAGES
from waymark.indicators.queries import public, public_profile
from waymark.indicators.rules.seen import SeenLine
from waymark.indicators.seeing.profile import Row, profile
from waymark.opendata.views.pages import kept, same


@require_safe
def place_list(request: HttpRequest, place: str, framework: str) -> HttpResponseBase:
    """What a place has published of one list: by the list's own sections, values by year."""
    told = public.told(request.user, place)
    name, unchanged = same(request, told)
    if unchanged:
        return unchanged
    listed = public_profile.listed(request.user, place, framework)
    if not listed:
        raise Http404
    lines = public_profile.wholes(request.user, place, framework)
    to = open_address("opendata:indicator", place, framework)
    rows = [
        Row(
            row.domain or str(row.goal or ""),
            row.code,
            row.label,
            to(quote(row.code)),
            line,
        )
        for row in listed
        for line in lines.get(row.pk, [SeenLine(row.pk, "")])
    ]
    first = listed[0]
    licence = first.licence or ""
    context = {
        "slug": place,
        "place": first,
        "framework": framework,
        "profile": profile(framework, first.framework_name, rows),
        "shared": framework != public_profile.LOCAL,
        "changed_at": told.changed_at,
        "help_url": address("help_page", "data"),
        "licence": licence,
        "licence_url": LICENCE_PAGES.get(licence, ""),
    }
    return kept(request, render(request, "opendata/profile.html", context), name)
