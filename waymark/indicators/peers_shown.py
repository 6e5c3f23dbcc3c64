"""One value among anonymous ones, for a city that asks: a group's values, and two distances.

Nothing here says which place has what, where the city would stand in a row, or a total. Values of
the others are rounded, so that none of them can be told.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.indicators.method_names import VERIFIED_SHORT
from waymark.indicators.queries.peers import Peers
from waymark.indicators.rules.judging import Inputs
from waymark.indicators.saying import amount, apart, fact, say
from waymark.indicators.wording import named
from waymark.kernel.progress import Direction
from waymark.kernel.progress import peers as methods

WHY: dict[str, str | Promise] = {
    "local": __("This indicator is your city’s own: no other place has it."),
    "alone": __(
        "This needs a value of the whole city, and your city’s region or population to be known."
    ),
    "no_mirror": __(
        "There is no copy of all series to ask yet. The people who run this installation make it."
    ),
    "few": __(
        "Fewer than ten other places have a value of these years. So few are never summed up, as "
        "one of them could be recognised."
    ),
}


@dataclass(frozen=True)
class Row:
    """A sentence by a method that needs peers, and how sure the method is."""

    text: str
    method: str
    formula: str
    verified: str


@dataclass(frozen=True)
class Shown:
    """What is said: about the group, the city's own value, and by which methods."""

    own: str
    group: str
    quartiles: list[tuple[str, str]]
    rows: list[Row]
    why: str


@dataclass(frozen=True)
class Scale:
    """The ends and thresholds of a published scale, as a person has typed them."""

    worst: float | None = None
    best: float | None = None
    green: float | None = None
    red: float | None = None


def shown(found: Peers, inputs: Inputs | None, scale: Scale) -> Shown:
    """Return what can be said of the city's latest value beside anonymous ones."""
    line = found.line
    if line is None or not line.points or inputs is None:
        return Shown("", "", [], [], str(WHY["alone"]))
    unit, last = line.unit, line.points[-1]
    own = _("Your city in %(year)s: %(value)s.") % {
        "year": last.year,
        "value": fact("value", last.value, unit),
    }
    why = str(WHY[found.why]) if found.why else ""
    others = found.others
    if others is None:
        return Shown(own, "", [], _scaled(inputs, scale, unit), why)
    facts = {"places": fact("peers", others.places, ""), "since": found.since}
    group = _("Other places with a value since %(since)s: %(places)s. None of them is named.")
    quartiles = [
        (_("A quarter of them lie below"), amount(others.lower_quartile, unit)),
        (_("Half of them lie below"), amount(others.median, unit)),
        (_("Three quarters of them lie below"), amount(others.upper_quartile, unit)),
        (_("Usual spread (standard deviation)"), amount(others.spread, apart(unit))),
    ]
    rows = [*_distance(inputs, others.spread, others.places), *_scaled(inputs, scale, unit)]
    return Shown(own, group % facts, quartiles, rows, why)


def _distance(inputs: Inputs, spread: float, places: int) -> list[Row]:
    """How far the city's own target lies away, in the spread of the others."""
    if inputs.target is None or inputs.transform or inputs.direction not in ("up", "down"):
        return []
    value, way = inputs.points[-1].value, Direction(inputs.direction)
    try:
        return [_row(methods.oecd_distance(value, inputs.target, way, spread, places), inputs.unit)]
    except methods.BadScale:
        return []


def _scaled(inputs: Inputs, scale: Scale, unit: str) -> list[Row]:
    """Where the value lies on a published scale, if one was typed in."""
    value = inputs.points[-1].value
    found: list[methods.Placed] = []
    bounds = thresholds = None
    try:
        if scale.worst is not None and scale.best is not None:
            bounds = methods.Bounds(scale.worst, scale.best)
            found.append(methods.index_score(value, bounds))
        if scale.green is not None and scale.red is not None:
            thresholds = methods.Thresholds(scale.green, scale.red)
            found.append(methods.index_colour(value, thresholds))
        if bounds and thresholds and len(inputs.points) > 1:
            found.append(_arrow(inputs, bounds, thresholds))
    except methods.BadScale:
        pass  # what can be said stays; the form has said what is wrong with the numbers
    return [_row(one, unit) for one in found]


def _arrow(
    inputs: Inputs, bounds: methods.Bounds, thresholds: methods.Thresholds
) -> methods.Placed:
    since = [point for point in inputs.known if point.year >= inputs.base_year]
    if not since:
        raise methods.BadScale("no value since the base year")
    return methods.index_arrow(since[0], since[-1], bounds, thresholds, inputs.target_year)


def _row(placed: methods.Placed, unit: str) -> Row:
    method = placed.method
    verified = named(VERIFIED_SHORT, str(method.verified))
    return Row(say(placed.reason, unit), method.id, method.formula, verified)
