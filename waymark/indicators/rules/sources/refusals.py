"""Observations of SDMX that are not taken, with all reasons."""

from __future__ import annotations

from waymark.indicators.rules.sources.blocks import Param, Refusal
from waymark.kernel.sdmx import Refusal as Refused

_PERIODS = "2015, 2015-Q2, 2015-06"


def refusal(item: Refused) -> Refusal:
    """A refused observation in the form in which it comes out of the sandbox."""
    first, *others = item.reasons
    more = [(one.component, one.key, _told(one.key, one.value)) for one in others]
    params = {**_told(first.key, first.value), "line": item.where.line}
    return Refusal(item.where.observation, first.component, first.key, params, more)


def _told(key: str, value: str) -> dict[str, Param]:
    written = {"write": _PERIODS} if key.startswith("period.") else {}
    return {"text": value, **written}
