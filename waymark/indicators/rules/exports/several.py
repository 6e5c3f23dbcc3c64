"""The data of several places as one: of all cities of a country, or of those a person works for.

Tables have a column `place` before those of one city's table, so that each row says whose it is and
the file can be brought in again as a whole. In SDMX `REF_AREA` names the place or a part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from typing import IO

from waymark.indicators.rules.columns import PLACE
from waymark.indicators.rules.exports import package, parquet, sdmx_write, table
from waymark.indicators.rules.exports.formats import ZIP
from waymark.indicators.rules.exports.model import Data, Line, Listed, Names, Part, in_one
from waymark.indicators.rules.exports.package import Field, Table
from waymark.indicators.rules.exports.package import rows_of as _rows
from waymark.indicators.rules.facts import Series
from waymark.indicators.rules.metadata_files import HEADER, to_rows
from waymark.kernel.archive import write_zip
from waymark.kernel.sdmx import Format
from waymark.kernel.tables import Block, Page, csv_blocks, parquet_chunks, write_xlsx
from waymark.kernel.tables.parquet import TEXT

OWN = "local"
"""The list of indicators of a place's own: two places may use one code for different things."""


@dataclass(frozen=True)
class Several:
    """What is told of several places; `slug` names files, `names` are those of the whole."""

    slug: str
    names: Names
    made_at: datetime
    places: tuple[Data, ...]

    @cached_property
    def breakdowns(self) -> tuple[str, ...]:
        """The further dimensions of any of them."""
        return table.breakdowns_of(series for one in self.places for series in one.series)

    @property
    def proposed(self) -> bool:
        """Whether one of the values has an origin."""
        return any(one.proposed for one in self.places)

    @property
    def header(self) -> list[str]:
        """The columns of tables."""
        return [PLACE, *table.header(self.breakdowns, origin=self.proposed)]

    def blocks(self) -> Iterator[Block]:
        """The rows of tables, place by place; lines are read when they are asked for."""
        for one in self.places:
            labels = {listed.name: listed.label for listed in one.indicators}
            told = table.blocks(one.lines(), labels, self.breakdowns, origin=self.proposed)
            for block in told:
                yield Block((one.slug, *block.head), block.rows, block.tail)

    def merged(self) -> Data:
        """All as one place whose parts are the places and their parts."""
        indicators = {
            name: one
            for data in self.places
            for name, one in zip(_names(data), _listed(data), strict=True)
        }
        return Data(
            place=Part(self.slug, self.names),
            made_at=self.made_at,
            indicators=tuple(indicators.values()),
            parts=tuple(part for data in self.places for part in (data.place, *data.parts)),
            series=tuple(_named(data, one) for data in self.places for one in data.series),
            lines=self._lines,
            proposed=self.proposed,
        )

    def _lines(self) -> Iterator[Line]:
        for data in self.places:
            for line in data.lines():
                yield line._replace(series=_named(data, line.series))


def _own(data: Data, code: str) -> str:
    """The code of an indicator of a place's own among those of others."""
    return f"{data.slug}/{code}"


def _listed(data: Data) -> Iterator[Listed]:
    """The indicators, those of the place's own told apart from those of others."""
    for one in data.indicators:
        yield replace(one, code=_own(data, one.code)) if one.framework == OWN else one


def _names(data: Data) -> Iterator[str]:
    return (one.name for one in _listed(data))


def _named(data: Data, series: Series) -> Series:
    """A series of a place as one of the whole."""
    framework, _colon, code = series.indicator.partition(":")
    name = f"{OWN}:{_own(data, code)}" if framework == OWN else series.indicator
    return series._replace(indicator=name, area=series.area or data.slug)


def _csv(told: Several, stream: IO[bytes]) -> None:
    for piece in csv_blocks(told.header, told.blocks()):
        stream.write(piece)


def _xlsx(told: Several, stream: IO[bytes]) -> None:
    rows = (row for block in told.blocks() for row in block.whole())
    places = [[one.slug, one.place.code, in_one(one.place.names)] for one in told.places]
    pages = [
        Page("Values", told.header, rows),
        Page("Places", [PLACE, "code", "name"], places),
    ]
    stream.write(write_xlsx(pages))


def _parquet(told: Several, stream: IO[bytes]) -> None:
    columns = [(PLACE, TEXT), *parquet.columns(told.breakdowns, origin=told.proposed)]
    rows = (row for block in told.blocks() for row in block.whole())
    for piece in parquet_chunks(columns, rows):
        stream.write(piece)


def _package(told: Several, stream: IO[bytes]) -> None:
    write_zip(package.described(told.merged(), tuple(_tables(told))), stream)


def _tables(told: Several) -> Iterator[Table]:
    yield Table(
        "values",
        "Values, one row each, with the target of their series",
        (Field(PLACE, required=True), *package.value_fields(told.breakdowns, origin=told.proposed)),
        told.blocks(),
        keys=((PLACE, "places", "id"), ("area", "areas", "id")),
    )
    yield Table(
        "places",
        "Places",
        tuple(Field(name, required=name == "id") for name in ("id", "code", "name", "licence")),
        _rows(
            [one.slug, one.place.code, in_one(one.place.names), one.licence] for one in told.places
        ),
        primary=("id",),
    )
    yield Table(
        "areas",
        "Parts of places",
        tuple(
            Field(name, required=name in ("id", PLACE)) for name in ("id", PLACE, "code", "name")
        ),
        _rows(
            [part.slug, one.slug, part.code, in_one(part.names)]
            for one in told.places
            for part in one.parts
        ),
        primary=("id",),
        keys=((PLACE, "places", "id"),),
    )
    yield from _about_indicators(told)


def _about_indicators(told: Several) -> Iterator[Table]:
    """Indicators and their texts. Of one's own the place is named, of the lists it is empty."""
    every = {
        (one.slug if listed.framework == OWN else "", listed.name): listed
        for one in told.places
        for listed in one.indicators
    }
    yield Table(
        "indicators",
        "Indicators, with the place for one of its own",
        (Field(PLACE), *package.INDICATOR),
        _rows([place, *package.indicator_row(one)] for (place, _name), one in every.items()),
    )
    yield Table(
        "metadata",
        "How each place makes an indicator, by the concepts of the UN's SDG metadata",
        tuple(Field(name, required=True) for name in (PLACE, *HEADER)),
        _rows([one.slug, *row] for one in told.places for row in to_rows(one.metadata)),
        primary=(PLACE, "indicator", "concept", "language"),
        keys=((PLACE, "places", "id"),),
    )


def _sdmx(told: Several, stream: IO[bytes], *, format: Format) -> None:
    write_zip(sdmx_write.files(told.merged(), format), stream)


@dataclass(frozen=True)
class Kind:
    """A format of the data of several places."""

    id: str
    media_type: str
    ending: str
    write: Callable[[Several, IO[bytes]], None]


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    kind.id: kind
    for kind in (
        Kind("csv", "text/csv; charset=utf-8", "csv", _csv),
        Kind("xlsx", XLSX, "xlsx", _xlsx),
        Kind("parquet", "application/vnd.apache.parquet", "parquet", _parquet),
        Kind("data-package", ZIP, "zip", _package),
        Kind("sdmx-csv-2.0", ZIP, "zip", partial(_sdmx, format=Format.CSV_20)),
        Kind("sdmx-csv-1.0", ZIP, "zip", partial(_sdmx, format=Format.CSV_10)),
    )
}
"""By id, as those of one place."""
