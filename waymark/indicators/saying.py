"""Saying a result of a method: its facts as the reader's language writes numbers, in a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from waymark.base import reasons
from waymark.base.fields import isolated, listed, short_language
from waymark.base.templatetags.house import NOTHING, number
from waymark.indicators.rules.judging import Judged
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason

Name = Callable[[str], str]
"""From the id of a group to what it is called."""

_SHARES = {"ratio", "share", "missed", "level", "chance"}
_RATES = {"growth", "required"}
_PERCENTS = {"gap", "satisfied"}
_COUNTS = {
    *("years", "least", "window", "values", "needed", "assessed", "total", "ahead", "behind"),
    *("sample", "smallest", "peers", "groups"),
}
_PLAIN = {
    *("coefficient", "used", "way", "score", "distance", "base_score", "green_score", "pace"),
}
_DIFFERENCES = {"slope", "change", "last_change", "behind_first", "behind_last"}
_EXACT = {"base_value", "value", "target", "limit", "first", "last", "worst", "best"}
_MEASURES = {
    **dict.fromkeys(("attributable_share", "variation", "disparity"), "percent"),
    **dict.fromkeys(("difference", "attributable", "from_best"), "value"),
    **dict.fromkeys(("absolute_concentration", "slope"), "value"),
}
"""How the value of a measure of inequality is written; any other one is a plain number."""


def about(value: float) -> float:
    """A number that was worked out, with three digits that count; whole from a hundred on."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, max(0, 2 - math.floor(math.log10(abs(value)))))


def written(value: float, unit: str = "") -> str:
    """A number in the reader's locale; one that nobody could read, by its power of ten."""
    if value and not 1e-6 <= abs(value) < 1e15:
        return f"{value:.3g}\u202f{isolated(unit)}" if unit else f"{value:.3g}"
    return str(number(value, unit=unit))


def percent(value: float, *, signed: bool = False) -> str:
    """A number that is in percent already."""
    sign = "+" if signed and value > 0 else ""
    said = f"{sign}{written(about(round(value, 1)))}\u202f%"
    is_rtl = texts.direction(short_language()) == "rtl"
    return f"\u2066{said}\u2069" if is_rtl else said  # or sign and % would change sides


def amount(value: float | None, unit: str = "") -> str:
    """A value that was worked out, with its unit."""
    return NOTHING if value is None else written(about(value), unit)


def apart(unit: str) -> str:
    """The unit of a difference: between two percentages lie points, not percents."""
    return _("percentage points") if unit == "%" else unit


def fact(name: str, value: object, unit: str, key: str = "", named: Name = str) -> str:
    """One fact of a sentence, by its name."""
    if isinstance(value, (tuple, list)):
        return listed(isolated(named(str(one))) for one in value)
    if isinstance(value, str):
        return isolated(named(value)) if name in ("group", "reference") else value
    if not isinstance(value, (int, float)):
        return str(value)
    if name == "year" or name.endswith("_year"):
        return str(value)
    if name in _COUNTS:
        return str(number(value))
    return _number(name, float(value), unit, key)


def _number(name: str, value: float, unit: str, key: str) -> str:
    if key.startswith("progress.escap_status") and name == "expected":
        return written(round(value, 1))
    if name == "way":
        return written(round(value, 1))
    if name in _RATES:
        return percent(100 * value, signed=True)
    if name == "chance" and value < 0.01:
        return _("less than %(share)s") % {"share": percent(1)}
    if name in _SHARES:
        return percent(100 * value)
    if name in _PERCENTS or key.startswith("survey."):
        return percent(value)
    if name in _PLAIN:
        return amount(value)
    if key.startswith("inequality.") and name == "value":
        kind = _MEASURES.get(key.removeprefix("inequality."), "")
        return percent(value) if kind == "percent" else amount(value, kind and apart(unit))
    if name in _DIFFERENCES:
        return amount(value, apart(unit))
    exact = name in _EXACT and not key.startswith(("projection.", "inequality."))
    return written(value, unit) if exact else amount(value, unit)


def say(reason: Reason, unit: str = "", named: Name = str) -> str:
    """A result in a sentence. `unit` is that of the values, `named` what groups are called."""
    facts = {
        name: fact(name, value, unit, reason.key, named) for name, value in reason.params.items()
    }
    return reasons.sentence(Reason(reason.key, facts))


def progress_words(judged: Judged) -> str:
    """A verdict in words: from which value to which, and what the method makes of it."""
    found = judged.progress
    unit = "" if judged.inputs.transform else judged.inputs.unit
    said = say(judged.reason, unit)
    if found is None or found.base is None or found.latest is None:
        return said
    if found.base.year == found.latest.year:
        return said
    facts = {
        "base": fact("value", _kept(judged, found.base.value), unit),
        "base_year": found.base.year,
        "value": fact("value", _kept(judged, found.latest.value), unit),
        "year": found.latest.year,
    }
    moved = _("From %(base)s in %(base_year)s to %(value)s in %(year)s.") % facts
    return f"{moved} {said}"


def _kept(judged: Judged, value: float) -> float:
    """A value as it was entered; one that was worked out, with the digits that count."""
    return about(value) if judged.inputs.transform else value


def component_words(judged: Judged) -> Mapping[str, str]:
    """The numbers between inputs and verdict, written out, by name."""
    if judged.progress is None:
        return {}
    unit = "" if judged.inputs.transform else judged.inputs.unit
    key = f"progress.{judged.method.name.replace('-', '_')}"
    return {
        name: fact(name, value, unit, key) for name, value in judged.progress.components.items()
    }
