"""Charts as files to take away, many small ones on a page, and two indicators side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waymark.base import errors
from waymark.base.drawings.picture import NoPicture
from waymark.indicators.forms.seeing import asked, pair
from waymark.indicators.queries import seen
from waymark.indicators.queries import series as reads
from waymark.indicators.queries.place import Here, indicator
from waymark.indicators.seeing.comparing import BESIDE, WAYS, Compared, compared
from waymark.indicators.seeing.context import files_of, seen_of
from waymark.indicators.seeing.figure import FILES, Figure
from waymark.indicators.seeing.multiples import Small, multiples_figure, small_charts
from waymark.indicators.seeing.overview import Overview, overview
from waymark.indicators.views.common import city_page, download, found, page


@require_safe
@city_page
def chart(request: HttpRequest, at: Here, framework: str, code: str, kind: str) -> HttpResponse:
    """The drawing that the page of an indicator shows under the same query, as a file."""
    row = found(indicator(at, framework, code))
    held = reads.detail(at, row)
    shown = held.chosen_lines(asked(request.GET).lines)
    drawn = seen_of(request.GET, at, held, shown)
    name = f"{at.place.slug}-{framework}-{code}-{drawn.view}"
    return figure_file(request, drawn.figure, name, kind)


def figure_file(request: HttpRequest, figure: Figure | None, name: str, kind: str) -> HttpResponse:
    """Hand a figure over as one of the files that there are of it; what is not drawn is a 404."""
    if kind not in FILES or figure is None or not (figure.svg or kind == "csv"):
        raise Http404
    try:
        content = figure.as_file(kind, timezone.localdate())
    except NoPicture:
        return errors.answer(
            request,
            503,
            _("The picture could not be made just now"),
            _("Take the SVG instead, which any program for texts or slides can show."),
        )
    ending = "vl.json" if kind == "json" else kind
    return download(content, f"{name}.{ending}", FILES[kind])


@dataclass(frozen=True)
class Sheet:
    """What the page of small charts shows."""

    overview: Overview | None
    small: list[Small]
    figure: Figure | None

    @property
    def query(self) -> str:
        """What leads to the same sheet again."""
        if self.overview is None:
            return ""
        at = self.overview
        return urlencode({"by": at.by, "part": at.part, "page": at.page.number})


def _sheet(request: HttpRequest, at: Here) -> Sheet:
    by, page = (request.GET.get(name, "") for name in ("by", "page"))
    shown = overview(seen.wholes(at), by, request.GET.get("part"), page)
    if shown is None:
        return Sheet(None, [], None)
    lines = seen.lines(at, list(shown.page.object_list))
    title = _("%(place)s, %(part)s") % {"place": at.place, "part": shown.name}
    figure = multiples_figure(str(at.place), title, lines)
    return Sheet(shown, small_charts(lines), figure)


@require_safe
@city_page
def charts(request: HttpRequest, at: Here) -> HttpResponse:
    """A small chart for each indicator of a goal or domain that has values."""
    sheet = _sheet(request, at)
    rows = {one.series.pk: one for one in sheet.overview.page} if sheet.overview else {}
    context: dict[str, Any] = {
        "overview": sheet.overview,
        "small": [(one, rows[one.line.id].indicator) for one in sheet.small],
        "figure": sheet.figure,
        "files": files_of(sheet.figure, "indicators:charts_file", [at.place.slug], sheet.query),
    }
    return page(request, at, "charts", context)


@require_safe
@city_page
def charts_file(request: HttpRequest, at: Here, kind: str) -> HttpResponse:
    """The sheet of small charts that the page shows under the same query, as a file."""
    return figure_file(request, _sheet(request, at).figure, f"{at.place.slug}-charts", kind)


def _compared(request: HttpRequest, at: Here) -> tuple[list[seen.Whole], Compared | None]:
    """What can be compared, and what comes of the two that are asked for."""
    offered = seen.wholes(at)
    wanted, by_key = pair(request.GET), {one.key: one for one in offered}
    first, second = by_key.get(wanted.first), by_key.get(wanted.second)
    if first is None or second is None or first is second:
        return offered, None
    a, b = seen.lines(at, [first, second])
    return offered, compared(str(at.place), a, b, wanted.way)


@require_safe
@city_page
def compare(request: HttpRequest, at: Here) -> HttpResponse:
    """Two indicators of the city: side by side, as an index, or against each other."""
    offered, result = _compared(request, at)
    wanted = pair(request.GET)
    way = wanted.way if wanted.way in WAYS else BESIDE
    names = (_("One above the other"), _("As an index"), _("Against each other"))
    both = {"a": wanted.first, "b": wanted.second}
    query = urlencode({**both, "view": way})
    figure = result.figure if result else None
    context = {
        "offered": offered,
        "wanted": wanted,
        "same": bool(wanted.first) and wanted.first == wanted.second,
        "result": result,
        "way": way,
        "tabs_of_ways": [
            {"label": name, "url": f"?{urlencode({**both, 'view': key})}", "current": key == way}
            for key, name in zip(WAYS, names, strict=True)
        ],
        "files": files_of(figure, "indicators:compare_file", [at.place.slug], query),
    }
    return page(request, at, "compare", context)


@require_safe
@city_page
def compare_file(request: HttpRequest, at: Here, kind: str) -> HttpResponse:
    """The comparison that the page shows under the same query, as a file."""
    _offered, result = _compared(request, at)
    figure = result.figure if result else None
    return figure_file(request, figure, f"{at.place.slug}-compared", kind)
