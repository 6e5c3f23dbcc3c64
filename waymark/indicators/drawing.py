"""Charts, maps and sentences about one city's data, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.base.templatetags.house import number
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.gaps import Gap
from waymark.indicators.saying import apart
from waymark.indicators.wording import DIMENSION_NAMES, group_name, named
from waymark.kernel import maps
from waymark.kernel.text import direction


def is_rtl() -> bool:
    """Whether the page is read from right to left."""
    return direction(get_language() or "en") == "rtl"


def shown(value: float | None, unit: str = "") -> str:
    """A value in the reader's locale, with its unit behind."""
    return str(number(value, unit=unit))


def map_of(here: Here) -> str:
    """Draw the outline of the place, by its areas where all of them have a boundary."""
    parts = [part.boundary for part in here.areas.values()]
    whole: dict[str, object] | None = here.place.boundary
    if parts and all(parts):
        whole = {"type": "GeometryCollection", "geometries": parts}
    if not whole:
        return ""
    try:
        return maps.outline(
            whole,
            title=_("Outline of %(place)s") % {"place": here.place},
            desc=_("Areas drawn: %(count)s. They are listed beside the map.")
            % {"count": len(parts) if all(parts) else 0},
            ident="place",
        )
    except maps.BadBoundary:
        return ""


def gap_sentence(gap: Gap) -> str:
    """Say how far apart the highest and the lowest group are, and how that has moved."""
    unit = gap.high.unit
    facts = {
        "what": named(DIMENSION_NAMES, gap.dimension),
        "year": gap.year,
        "high": _group(gap.dimension, gap.high.group),
        "high_value": shown(gap.high.value, unit),
        "low": _group(gap.dimension, gap.low.group),
        "low_value": shown(gap.low.value, unit),
        "size": shown(_round(gap.size), apart(unit)),
        "earlier_year": gap.earlier_year,
        "earlier": shown(_round(abs(gap.earlier or 0)), apart(unit)),
    }
    sentence = (
        _(
            "%(what)s, %(year)s: from %(low_value)s (%(low)s) to %(high_value)s (%(high)s), a gap "
            "of %(size)s."
        )
        % facts
    )
    trend = {
        "wider": _("Between these two it was %(earlier)s in %(earlier_year)s: it has widened."),
        "narrower": _("Between these two it was %(earlier)s in %(earlier_year)s: it has narrowed."),
        "same": _("Between these two it was the same in %(earlier_year)s."),
    }.get(gap.trend)
    return f"{sentence} {trend % facts}" if trend else sentence


def _group(dimension: str, group: str) -> str:
    return group if dimension == "area" else group_name(dimension, group)


def _round(value: float) -> float:
    """A difference without the dust of floating point."""
    return float(f"{value:.10g}")
