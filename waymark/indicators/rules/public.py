"""How a public series is named, and what of a public table identifies what was looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from waymark.kernel import canonical

MAX_KEY = 400
"""Characters of the name of a series; in the worst script that still fits into an index."""


@dataclass(frozen=True, slots=True)
class PublicNumber:
    """A number as everybody sees it; a withheld one has its period and the status Q alone."""

    start: date
    end: date
    period: str
    value: float | None
    status: str
    source: str = ""
    method: str = ""
    sample_size: int | None = None
    margin: float | None = None
    note: str = ""
    next_update: date | None = None
    source_type: str = ""
    quality: str = ""
    text: str = ""
    proposed: bool = False
    """Whether it was proposed from outside and accepted; by whom is never public."""


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A series as everybody sees it, with baseline and target where they give nothing away."""

    key: str
    area_id: str | None
    dimensions: Mapping[str, str]
    unit: str
    numbers: tuple[PublicNumber, ...]
    baseline_period: str = ""
    baseline_value: float | None = None
    target_year: int | None = None
    target_value: float | None = None
    milestones: tuple[tuple[int, float], ...] = ()


def series_key(place: str, indicator: str, area: str, breakdown: str, unit: str) -> str:
    """The name of a series: by addresses and codes, and sorted as tables of it should be.

    A name that would be too long ends in a hash of the whole, so that none is another's.
    """
    name = f"{place}/{indicator.replace(':', '/', 1)}/{area}/{breakdown}/{unit}"
    if len(name) <= MAX_KEY:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return f"{name[: MAX_KEY - 17]}~{digest}"


def fingerprint(lines: Iterable[PublicLine]) -> str:
    """A hash of everything that would be seen. Equal only where everything is the same."""
    content = [
        [_plain(getattr(line, name)) for name in PublicLine.__slots__]
        for line in sorted(lines, key=lambda line: line.key)
    ]
    return hashlib.sha256(canonical.dumps(content)).hexdigest()


def _plain(thing: Any) -> Any:
    """A thing as JSON holds it."""
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, PublicNumber):
        return [_plain(getattr(thing, name)) for name in PublicNumber.__slots__]
    if isinstance(thing, Mapping):
        return {str(key): _plain(value) for key, value in thing.items()}
    return [_plain(part) for part in thing] if isinstance(thing, tuple) else thing
