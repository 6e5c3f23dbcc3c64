"""Every kind of chart and map once, with invented figures, for the design page."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from waymark.base.fields import short_language
from waymark.base.templatetags.house import number
from waymark.kernel import charts, maps, text

YEARS = range(2015, 2026)


def _shown(value: float) -> str:
    return unescape(str(number(value)))


def _key() -> dict[str, str]:
    return {
        "gap": _("No values between"),
        "break": _("Break in series"),
        "estimated": _("Estimated"),
        "provisional": _("Provisional"),
        "missing": _("Missing"),
        "suppressed": _("Suppressed"),
        "milestone": _("Milestone"),
        "none": _("No value entered"),
    }


def all_charts(prefix: str) -> list[str]:
    """Return the drawings in the active language and its direction; `prefix` keeps ids apart."""
    looks: dict[str, Any] = {
        "rtl": text.direction(short_language()) == "rtl",
        "number": _shown,
    }
    return [draw(prefix, looks) for draw in (_course, _several, _bars, _gap, *_TWO, _small, _map)]


def _line(name: str, base: float, rise: float, **kinds: str) -> charts.Line:
    held = {int(year[1:]): kind for year, kind in kinds.items()}
    points = tuple(
        (year, None if held.get(year) in ("missing", "suppressed") else base + number * rise)
        for number, year in enumerate(YEARS)
    )
    return charts.Line(name, points, held)


def _course(prefix: str, looks: dict[str, Any]) -> str:
    """One series with all that can be said of it."""
    kinds = {"y2017": "missing", "y2019": "break", "y2021": "suppressed"}
    line = _line(_("City"), 52, 2.4, **kinds, y2023="estimated", y2025="provisional")
    ahead = tuple(
        (year, 76.0 + n, 74.0 + n / 2, 78.0 + n * 2) for n, year in enumerate((2026, 2030))
    )
    return charts.line_chart(
        [line],
        title=_("Households with safe water at home"),
        desc=_("One series with baseline, milestone, target, break, signs and an outlook."),
        ident=f"{prefix}-course",
        target=charts.Mark(90, _("Target"), 2030),
        baseline=charts.Mark(52, _("Baseline"), 2015),
        milestones=[charts.Mark(80, _("Milestone"), 2027)],
        projection=charts.Band(_("If it goes on so"), ahead),
        unit="%",
        key=_key(),
        **looks,
    )


def _several(prefix: str, looks: dict[str, Any]) -> str:
    names = (_("City"), _("Women"), _("Old town"), _("Men"), _("North"), _("South"))
    lines = [_line(name, 30 + 7 * place, 2.9 - place / 5) for place, name in enumerate(names)]
    return charts.line_chart(
        lines,
        title=_("Six series, the most that one chart draws"),
        desc=_("All six rise, each with a colour and a dash of its own."),
        ident=f"{prefix}-several",
        unit="%",
        **looks,
    )


def _bars(prefix: str, looks: dict[str, Any]) -> str:
    bars = [
        charts.Bar(_("North"), 61),
        charts.Bar(_("Centre"), 74.5, "estimated"),
        charts.Bar(_("South"), None, "suppressed"),
        charts.Bar(_("Old town"), None, "missing"),
    ]
    return charts.bar_chart(
        bars,
        title=_("Green space within 400 metres"),
        desc=_("Centre has most; two areas have no number, each for another reason."),
        ident=f"{prefix}-groups",
        baseline=charts.Mark(66, _("All together")),
        unit="%",
        key=_key(),
        **looks,
    )


def _gap(prefix: str, looks: dict[str, Any]) -> str:
    names = [_("Women"), _("Men"), _("Older persons"), _("Children"), _("Migrants"), _("Others")]
    rows = [
        charts.DotRow("2015", (40, 52, 35, 47, 31, 58), _("Gap: %(size)s") % {"size": _shown(27)}),
        charts.DotRow(
            "2025", (61, 66, 57, None, 55, 70), _("Gap: %(size)s") % {"size": _shown(15)}
        ),
    ]
    return charts.gap_chart(
        names,
        rows,
        title=_("Gap between groups"),
        desc=_("Six groups as dots in two years; the gap has become smaller."),
        ident=f"{prefix}-gap",
        unit="%",
        **looks,
    )


def _measured() -> tuple[charts.Measured, charts.Measured]:
    return (
        charts.Measured(_line(_("Safe water"), 52, 2.4), "%"),
        charts.Measured(_line(_("Newborn deaths"), 21, -0.8), "‰"),
    )


def _pair(prefix: str, looks: dict[str, Any]) -> str:
    title, desc = _("Two indicators side by side"), _("One rises while the other falls.")
    return charts.pair_chart(*_measured(), title=title, desc=desc, ident=f"{prefix}-pair", **looks)


def _scatter(prefix: str, looks: dict[str, Any]) -> str:
    title, desc = _("Against each other"), _("A point for each year, joined in their order.")
    ident = f"{prefix}-scatter"
    return charts.scatter_chart(*_measured(), title=title, desc=desc, ident=ident, **looks)


_TWO = (_pair, _scatter)


def _small(prefix: str, looks: dict[str, Any]) -> str:
    panel = charts.Panel(_("Safe water"), "%", _line(_("City"), 52, 2.4), charts.Mark(90, "", 2030))
    years = charts.span([panel])
    assert years is not None
    return charts.small_chart(
        panel,
        years,
        title=_("One of many small charts"),
        desc=_("It rises towards its target."),
        ident=f"{prefix}-small",
        **looks,
    )


def _map(prefix: str, looks: dict[str, Any]) -> str:
    names = (_("North"), _("Centre"), _("South"), _("Old town"), _("East"), _("West"))
    told = [
        (61, ""),
        (74.5, "estimated"),
        (None, "suppressed"),
        (None, "missing"),
        (48, ""),
        (None, "none"),
    ]
    areas = [
        maps.Area(name, _square(place % 3, place // 3), value, kind)
        for place, (name, (value, kind)) in enumerate(zip(names, told, strict=True))
    ]
    return maps.area_map(
        areas,
        edges=maps.classes([value for value, _kind in told if value is not None]),
        title=_("Map of areas"),
        desc=_("Six areas; three have no number, each for another reason."),
        ident=f"{prefix}-areas",
        unit="%",
        key=_key(),
        **looks,
    ).svg


def _square(east: int, south: int) -> dict[str, object]:
    x, y = 36.0 + east / 10, 1.0 - south / 10
    ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}
