"""Take your data with you: every format, of everything, of a list or of one indicator."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.indicators import takeaway
from waymark.indicators.export_words import KINDS, described
from waymark.indicators.queries.place import Here, frameworks, indicator
from waymark.indicators.queries.taking import Chosen, counts
from waymark.indicators.views.common import city_page, found, made, page


@require_safe
@city_page
def take(request: HttpRequest, at: Here) -> HttpResponse:
    """What there is to take, and in which formats."""
    chosen = _chosen(request, at)
    context = {
        "chosen": chosen,
        "indicator": chosen.indicator,
        "lists": [(row.code, str(row)) for row in frameworks(at.viewer)],
        "counts": counts(at, chosen),
        "kinds": described(),
    }
    return page(request, at, "take", context)


@require_safe
@partial(city_page, boundaries=True)
def download(request: HttpRequest, at: Here, kind: str) -> HttpResponseBase:
    """The data in a format."""
    form = found(KINDS.get(kind))
    chosen = _chosen(request, at)
    name = "-".join(part for part in (at.place.slug, *chosen.names, form.suffix) if part)
    make = partial(takeaway.made, at, kind, chosen, timezone.now())
    return made(make, f"{name}.{form.ending}", form.media_type)


def _chosen(request: HttpRequest, at: Here) -> Chosen:
    """Of what data are asked for: a list, or an indicator by `list:code`; unknown ones are 404s."""
    framework, named = request.GET.get("list", ""), request.GET.get("indicator", "")
    if named:
        framework, _colon, code = named.partition(":")
        return Chosen(indicator=found(indicator(at, framework, code)))
    if framework:
        found(next((row for row in frameworks(at.viewer) if row.code == framework), None))
    return Chosen(framework)
