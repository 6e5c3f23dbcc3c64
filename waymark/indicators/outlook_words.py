"""Sentences about where a series is heading, and about one value among anonymous ones."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROJECTION = {
    "projection.linear": _(
        "If it went on by the same amount each year, as from %(first_year)s to %(last_year)s, it "
        "would come to %(value)s in %(year)s."
    ),
    "projection.log": _(
        "If it went on by the same share each year, as from %(first_year)s to %(last_year)s, it "
        "would come to %(value)s in %(year)s."
    ),
    "projection.too_few": _("A line needs two values at least."),
    "projection.no_year_left": _("There are values up to %(year)s already."),
    "projection.not_positive": _(
        "A line of equal shares needs values above zero, and there is %(value)s."
    ),
    "projection.out_of_range": _("The numbers are too large or too small to be drawn on."),
    "projection.no_band": _("With two values there is a line, but nothing says how sure it is."),
    "projection.bounded": _("The line was cut at what is possible in this unit."),
    "projection.far": _(
        "It looks %(ahead)s years ahead, but only %(behind)s years back: take it as a rough guess."
    ),
}

BAND = _(
    "With a chance of %(level)s a value of that year would lie between %(low)s and %(high)s, if "
    "values go on to scatter as they did."
)

OUTLOOK: Mapping[str, str | Promise] = {
    "likely": _("The whole range lies beyond the target of %(target)s."),
    "open": _("The target of %(target)s lies within this range: it may be reached or missed."),
    "unlikely": _("The whole range falls short of the target of %(target)s."),
}
"""By `kernel.progress.Outlook`."""

TREND = {
    "trend.rising": _(
        "It rises by %(slope)s a year (the middle of all pairs of years); so clear a trend would "
        "come by chance with %(chance)s."
    ),
    "trend.falling": _(
        "It falls by %(slope)s a year (the middle of all pairs of years); so clear a trend would "
        "come by chance with %(chance)s."
    ),
    "trend.unclear": _(
        "There is no clear trend: what the values show would come by chance with %(chance)s."
    ),
    "trend.too_few": _("Values: %(values)s. A trend needs %(needed)s."),
    "trend.out_of_range": _("The numbers are too large or too small for a trend."),
}

PEERS = {
    "peers.score": _(
        "On a scale from %(worst)s (0) to %(best)s (100) the value %(value)s scores %(score)s."
    ),
    "peers.green": _("Green: %(value)s has reached the green threshold of %(green)s."),
    "peers.yellow": _(
        "Yellow: %(value)s lies between the middle (%(middle)s) and the green threshold "
        "(%(green)s)."
    ),
    "peers.orange": _(
        "Orange: %(value)s lies between the red threshold (%(red)s) and the middle (%(middle)s)."
    ),
    "peers.red": _("Red: %(value)s has not reached the red threshold of %(red)s."),
    "peers.arrow_on_track": _("At its pace the green threshold is held, or reached in time."),
    "peers.arrow_moderate": _(
        "At its pace at least half of the way to the green threshold will be made."
    ),
    "peers.arrow_stagnating": _(
        "At its pace less than half of the way to the green threshold will be made."
    ),
    "peers.arrow_decreasing": _("It moves away from the green threshold."),
    "peers.distance": _(
        "The target of %(target)s lies %(distance)s times the usual spread (%(spread)s, among "
        "%(peers)s anonymous places) away."
    ),
    "peers.target_met": _("The target of %(target)s is reached."),
}

OUTLOOKS = PROJECTION | TREND | PEERS
"""Sentences by message key of `kernel.progress.outlook_keys`."""
