"""What methods of progress, their numbers and their states of verification are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Word = str | Promise

METHOD_NAMES: Mapping[str, Word] = {
    "open-sdg": _("Open SDG and Statistics Canada"),
    "un-chart": _("Progress chart of the United Nations"),
    "eurostat": _("Eurostat, last five years"),
    "escap-status": _("ESCAP: how much of the way is made"),
    "escap-anticipated": _("ESCAP: how much will be missing"),
    "weather": _("Weather symbols of the German strategy"),
}
"""By the name of the method, without its version."""

METHOD_ABOUT: Mapping[str, Word] = {
    "open-sdg": _(
        "Compares the yearly growth since the base with the growth that the target requires."
    ),
    "un-chart": _("Draws the yearly growth since the base on to the target year."),
    "eurostat": _("Compares the growth of the last five years with the growth that is required."),
    "escap-status": _("Compares the way that is made with the share of time that has passed."),
    "escap-anticipated": _(
        "Draws a line through all values, later ones weighing more, to the target year."
    ),
    "weather": _("Draws the mean change of the last six values on to the target year."),
}

METHOD_STEPS: Mapping[str, Word] = {
    "open-sdg": _(
        "Towards a target, 95 % of the pace needed is on track, 60 % is too slow, above 0 hardly "
        "moves. Without one, 1.5 % a year the right way is on track, 0.5 % too slow; near a "
        "natural limit less is asked."
    ),
    "un-chart": _(
        "Towards a target, 95 % of the way by the target year is on track, 10 % too slow. Without "
        "one, 2 % a year the right way is on track, 0.5 % too slow."
    ),
    "eurostat": _(
        "Towards a target, 95 % of the pace needed is on track, 60 % too slow, above 0 hardly "
        "moves. Without one, 1 % a year the right way is on track, above 0 too slow."
    ),
    "escap-status": _(
        "Who has made as much of the way as time has passed is on track; who has made less is too "
        "slow; below 0 is the wrong way."
    ),
    "escap-anticipated": _(
        "Up to 10 % missing in the target year is on track, up to 100 % too slow, more is the "
        "wrong way."
    ),
    "weather": _(
        "Missing less than 5 % of what is left is sun, up to 20 % sun with clouds, more is clouds; "
        "the wrong way is a storm."
    ),
}

VERIFIED_WORDS: Mapping[str, Word] = {
    "measured": _("Measured: published results were worked out again and agree."),
    "read": _("Read: the source describes it so; no published result was at hand."),
    "to be checked": _("To be checked: from general knowledge, or read only in part."),
}

VERIFIED_SHORT: Mapping[str, Word] = {
    "measured": _("Measured"),
    "read": _("Read"),
    "to be checked": _("To be checked"),
}

COMPONENT_NAMES: Mapping[str, Word] = {
    "growth": _("Growth a year"),
    "required": _("Growth required a year"),
    "ratio": _("Observed to required"),
    "coefficient": _("What remains of the thresholds near a natural limit"),
    "expected": _("Expected in the target year"),
    "share": _("Share of the way made by the target year"),
    "years": _("Years between first and last value"),
    "least": _("Years needed"),
    "window": _("Years looked back"),
    "way": _("Way made, out of 10"),
    "due": _("Way due by now, out of 10"),
    "gap": _("Missing in the target year, in percent of the way"),
    "slope": _("Change a year along the line"),
    "change": _("Mean change a year"),
    "last_change": _("Last change"),
    "missed": _("Share of what is left that will be missed"),
}

TRANSFORM_WORDS: Mapping[str, Word] = {
    "parity": _(
        "A ratio of two groups is judged by its distance from 1, whichever group is ahead; 0.97 "
        "to 1.03 counts as 1."
    ),
    "distance_from_half": _(
        "A share that should be one half is judged by its distance from 50 %, on either side."
    ),
    "distance_from_plan": _(
        "A share of a plan is judged by its distance from 100 %, on either side."
    ),
    "levels_from_growth": _(
        "Yearly growth is turned into a level that starts at 100, and the level is judged."
    ),
    "yes_no": _("Yes or no: the aim is reached, or it is not."),
}


def method_name(method: str) -> str:
    """What a method is called; `method` is its id (open-sdg/2.4) or its name."""
    name = method.partition("/")[0]
    return str(METHOD_NAMES.get(name, name))
