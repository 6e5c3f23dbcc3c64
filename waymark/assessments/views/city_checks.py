"""What a city sees of draws and of checks of its cases."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from waymark.assessments.queries.spot import city as queries
from waymark.assessments.queries.workspace import Here
from waymark.assessments.views.city_base import city_page, page
from waymark.assessments.views.spot_check import compared


@city_page(with_case=False)
def checks(request: HttpRequest, here: Here) -> HttpResponse:
    """The city's entries in draws, how to compute them, and what checks of its cases came to."""
    entries = queries.own_entries(request.user, here.place, here.at)
    found: list[dict[str, Any]] = []
    for row in queries.own_checks(request.user, here.place):
        shown: dict[str, Any] = {"row": row}
        if row.comparison:
            shown |= compared(row.check, row.comparison)
        found.append(shown)
    return page(request, here, "checks", "checks", entries=entries, checks=found)
