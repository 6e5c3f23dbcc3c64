"""Where a series would go if it went on as before, for its page and its chart."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.indicators.outlook_words import BAND, OUTLOOK
from waymark.indicators.queries.series import Line
from waymark.indicators.rules.ahead import ahead
from waymark.indicators.rules.judging import Judged
from waymark.indicators.saying import amount, fact, percent, say
from waymark.kernel.charts import Band
from waymark.kernel.progress import Aim, Direction, Projection, outlook, trend


@dataclass(frozen=True)
class Outlook:
    """The projection in words, and its years as a table."""

    text: str
    band: str
    target: str
    trend: str
    warnings: list[str]
    rows: list[tuple[int, str, str, str]]


def projection_of(line: Line, unit: str) -> Projection:
    """Draw a series on until its target year."""
    return ahead(line.points, unit, line.breaks, line.goal.target_year)


def band_of(line: Line, unit: str) -> Band | None:
    """Return the projection for the chart of a series; None where nothing can be drawn on."""
    path = projection_of(line, unit).path
    if not path:
        return None
    drawn = tuple((one.year, one.value, one.low, one.high) for one in path)
    return Band(_("If it goes on so"), drawn)


def outlook_of(line: Line, found: Judged) -> Outlook | None:
    """Return the outlook of a series; None where nothing can be drawn on."""
    unit = found.inputs.unit
    drawn = projection_of(line, unit)
    if not drawn.path:
        return None
    rows = [(one.year, amount(one.value), amount(one.low), amount(one.high)) for one in drawn.path]
    return Outlook(
        text=say(drawn.reason, unit),
        band=_band(drawn, unit),
        target=_target(drawn, found, unit),
        trend=say(trend(drawn.points).reason, unit),
        warnings=[say(warning, unit) for warning in drawn.warnings],
        rows=rows,
    )


def _band(drawn: Projection, unit: str) -> str:
    last = drawn.last
    if last is None or last.low is None:
        return ""
    facts = {
        "level": percent(100 * drawn.level),
        "low": amount(last.low, unit),
        "high": amount(last.high, unit),
    }
    return str(BAND) % facts


def _target(drawn: Projection, found: Judged, unit: str) -> str:
    """What the band says about the city's own target."""
    inputs = found.inputs
    if inputs.target is None or inputs.transform or inputs.direction not in ("up", "down"):
        return ""
    aim = Aim(Direction(inputs.direction), inputs.target, inputs.target_year)
    words = OUTLOOK.get(str(outlook(drawn, aim)))
    return str(words) % {"target": fact("target", inputs.target, unit)} if words else ""
