"""What a row of the mirror holds, and in which file a place lies."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from zlib import crc32

VERSION = 1
"""Of the columns. A mirror of another version is built anew."""

BUCKETS = 16
"""Files per framework and country: one city's change rewrites one sixteenth of its country."""

SIZES = ((50_000, "under-50k"), (250_000, "50k-250k"), (1_000_000, "250k-1m"))
LARGEST = "over-1m"


@dataclass(frozen=True, slots=True)
class Row:
    """A current observation. `framework` and `country` are told by the folders it lies in.

    `dimension` and `category` are filled where exactly one thing sets the series apart: a group,
    or an area of the place (`area`). `direction` is 1, -1 or 0 for none. `yearly` marks the one
    observation of a series that stands for its year. `target` is that of the series.
    """

    place: str
    region: str
    size: str
    indicator: str
    direction: int
    area: str
    dims: str
    dimension: str
    category: str
    unit: str
    year: int
    first_day: date
    last_day: date
    yearly: bool
    value: float | None
    status: str
    target_year: int | None
    target: float | None


TYPES = {
    "direction": "TINYINT",
    "year": "SMALLINT",
    "first_day": "DATE",
    "last_day": "DATE",
    "yearly": "BOOLEAN",
    "value": "DOUBLE",
    "target_year": "SMALLINT",
    "target": "DOUBLE",
}
"""Types of the columns in SQL; what is not named is text."""

COLUMNS = {field.name: TYPES.get(field.name, "VARCHAR") for field in fields(Row)}
ORDER = "place, indicator, area, dims, unit, year, first_day, last_day"


def bucket_of(place: str) -> int:
    """The bucket of a place, by its id."""
    return crc32(place.encode()) % BUCKETS


def file_of(framework: str, country: str, bucket: int) -> Path:
    """The file of a bucket, below the folder of the mirror."""
    return Path(f"framework={framework}") / f"country={country}" / f"b{bucket:02}.parquet"


def size_of(population: int | None) -> str:
    """The size class of a place; "" where the population is not known."""
    if population is None:
        return ""
    return next((name for bound, name in SIZES if population < bound), LARGEST)
