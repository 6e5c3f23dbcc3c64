"""A city's data by its structure of SDMX, in every format that we write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from msgspec.structs import replace

from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.exports.model import Data, File, Line
from waymark.indicators.rules.exports.sdmx_codes import AGENCY, NO_UNIT, TOTAL
from waymark.indicators.rules.exports.sdmx_structure import (
    BASELINE,
    MILESTONE,
    OBSERVED,
    ORIGIN,
    TARGET,
    TEXTS,
    City,
    city_of,
)
from waymark.indicators.rules.facts import Goal, Series, Value
from waymark.kernel.period import Period
from waymark.kernel.sdmx import (
    Format,
    Header,
    Observation,
    write_data,
    write_structures,
    write_time,
)

_NOT_IN_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})
"""Two characters that no XML can hold and no script uses become the sign for an unknown one."""


_TEXTS_OF = attrgetter(*TEXTS.values())


def observations(city: City, lines: Iterable[Line]) -> Iterator[Observation]:
    """Every value and aim of these lines, series after series."""
    for line in lines:
        head = _series_key(city, line.series)
        for value in line.values:
            yield _observed(head, OBSERVED, value)
        for kind, aim in aims(line.goal):
            yield _observed(head, kind, aim)


def aims(goal: Goal) -> Iterator[tuple[str, Value]]:
    """Baseline, milestones and target as values; a target without a number is a missing one."""
    if goal.is_empty:
        return
    if goal.baseline_period or goal.baseline_value is not None:
        yield BASELINE, _aim(goal.baseline_period, goal.baseline_value)
    for year, value in goal.milestones:
        yield MILESTONE, _aim(str(year), value)
    yield TARGET, replace(_aim(str(goal.target_year), goal.target_value), note=goal.note)


def _aim(period: str, value: float | None) -> Value:
    return Value(period, value, "A" if value is not None else "M")


def _series_key(city: City, series: Series) -> tuple[str, ...]:
    """The codes between type and time."""
    codes, groups = city.codes, [TOTAL] * len(city.splits)
    for name, group in series.dims:
        place, one = city.places[name]
        groups[place] = codes[one][group]
    unit = codes["UNIT_MEASURE"][series.unit] if series.unit else NO_UNIT
    return codes["INDICATOR"][series.indicator], codes["REF_AREA"][series.area], *groups, unit


def _observed(head: tuple[str, ...], kind: str, value: Value) -> Observation:
    time = _time(value.period)
    said = {"OBS_STATUS": value.status}
    if time != value.period:
        said["TIME_DETAIL"] = value.period
    if value.sample_size is not None:
        said["SAMPLE_SIZE"] = str(value.sample_size)
    if value.margin is not None:
        said["MARGIN"] = repr(value.margin)
    if value.next_update is not None:
        said["NEXT_UPDATE"] = value.next_update.isoformat()
    if value.origin:
        said[ORIGIN] = value.origin
    told = _TEXTS_OF(value)
    if any(told):
        for one, text in zip(TEXTS, told, strict=True):
            if text:
                said[one] = text.translate(_NOT_IN_XML)
    number = None if value.value is None else Decimal(repr(value.value))
    return Observation((frequency(time), kind, *head, time), number, said)


@lru_cache(maxsize=4096)
def _time(period: str) -> str:
    """A period as SDMX writes it."""
    start, end = days_of(period)
    return write_time(Period(start, end, period))


def frequency(time: str) -> str:
    """The code of CL_FREQ for a period as SDMX writes it."""
    if "/" in time:
        return "A" if time.endswith("/P1Y") else "_O"
    if len(time) == 4:
        return "A"
    if len(time) == 10:
        return "D"
    return time[5] if time[5] in "SQ" else "M"


def files(data: Data, format: Format) -> Iterator[File]:
    """The data in a format and the structure beside it."""
    city = city_of(data)
    header = Header(f"WAYMARK_{data.made_at:%Y%m%d%H%M%S}", data.made_at, AGENCY)
    version = Format.STRUCTURE_30 if format.version == "v3_0" else Format.STRUCTURE_21
    ending = "csv" if format.is_csv else "xml"
    yield "structure.xml", write_structures(city.structures, header, format=version)
    found = observations(city, data.lines())
    yield f"data.{ending}", write_data(found, city.schema, header, format=format)
