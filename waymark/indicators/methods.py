"""Which method of progress the pages of a city use, and how an indicator's values are turned.

This room knows no scheme. A higher room says by which method a place is judged (`chosen_by`);
where none does, or names a method that is not known here, the default holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from waymark.indicators import models
from waymark.indicators.rules.judging import DEFAULT
from waymark.indicators.rules.transforms import transform_of
from waymark.indicators.shipped import transforms
from waymark.kernel.progress import METHODS
from waymark.places.models import Place

Chosen = Callable[[Any, Place], str]
"""From a viewer and a place to the id of a method, or "" for none."""

_sources: list[Chosen] = []


def chosen_by(source: Chosen) -> Chosen:
    """Register a function that says by which method a place is judged."""
    _sources.append(source)
    return source


def method_of(viewer: Any, place: Place) -> str:
    """Return the id of the method by which a place is judged."""
    found = (source(viewer, place) for source in _sources)
    return next((method for method in found if method in METHODS), DEFAULT)


def transform(indicator: models.Indicator, unit: str) -> str:
    """Return how the values of an indicator must be turned first; "" for not at all."""
    codes = [indicator.code, *reversed(indicator.former_codes)]
    names = [f"{indicator.framework_id}:{code}" for code in codes]
    return transform_of(names, unit, indicator.direction, transforms())
