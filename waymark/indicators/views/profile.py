"""The profile of a city by one list, for its own people: values by year under its sections."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from waymark.base.face import address, open_address
from waymark.indicators.queries import editions, public_profile, seen
from waymark.indicators.queries.place import Here
from waymark.indicators.seeing.profile import Row, profile
from waymark.indicators.views.common import city_page, found, page


@require_safe
@city_page
def list_profile(request: HttpRequest, at: Here, framework: str) -> HttpResponse:
    """What the city has of one list about the whole of it."""
    shown = found(editions.framework(at.viewer, framework))
    wholes = seen.wholes(at, framework)
    to = open_address("indicators:detail", at.place.slug, framework)
    rows = [
        Row(
            one.indicator.domain or str(one.indicator.goal or ""),
            one.indicator.code,
            one.indicator.label,
            to(quote(one.indicator.code)),
            line,
        )
        for one, line in zip(wholes, seen.lines(at, wholes), strict=True)
    ]
    public = public_profile.listed(at.viewer, at.place.slug, framework)
    context = {
        "framework": framework,
        "profile": profile(framework, shown.name, rows),
        "public_url": address("opendata:place_list", at.place.slug, framework) if public else "",
    }
    return page(request, at, "profile", context)
