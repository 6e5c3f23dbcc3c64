"""A data package: CSV files, described for Frictionless tools and for CSV on the Web.

Sources: Data Package and Table Schema (frictionlessdata.io, version 1), Metadata Vocabulary for
Tabular Data (W3C, 2015).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from waymark.indicators.rules.columns import HEADERS, ORIGIN
from waymark.indicators.rules.exports import table
from waymark.indicators.rules.exports.model import Data, File, Listed, in_one
from waymark.indicators.rules.facts import PROPOSED, SOURCE_TYPES, STATUSES
from waymark.indicators.rules.metadata_files import HEADER, to_rows
from waymark.kernel.tables import Block, Cell, csv_blocks

GUARD = (
    "A text that a spreadsheet might take for a formula has an apostrophe before it, which is not "
    "part of the text."
)
_ENUMS = {"status": STATUSES, "source_type": SOURCE_TYPES}


@dataclass(frozen=True)
class Field:
    """A column: its header, its type in Table Schema, and what it may hold."""

    header: str
    type: str = "string"
    required: bool = False
    enum: tuple[str, ...] = ()

    def frictionless(self) -> dict[str, Any]:
        """As Table Schema describes it."""
        limits: dict[str, Any] = {"required": True} if self.required else {}
        limits |= {"enum": list(self.enum)} if self.enum else {}
        return {
            "name": self.header,
            "type": self.type,
            **({"constraints": limits} if limits else {}),
        }

    def csvw(self) -> dict[str, Any]:
        """As CSV on the Web describes it; names there have no blanks."""
        name = "".join(char if char.isascii() and char.isalnum() else "_" for char in self.header)
        base: Any = {"number": "double"}.get(self.type, self.type)
        if self.enum:
            base = {"base": "string", "format": "|".join(self.enum)}
        required = {"required": True} if self.required else {}
        return {"name": name, "titles": self.header, "datatype": base, **required}


@dataclass(frozen=True)
class Table:
    """One CSV file. `keys` are foreign keys: column, table, column there."""

    name: str
    title: str
    fields: tuple[Field, ...]
    blocks: Iterable[Block]
    primary: tuple[str, ...] = ()
    keys: tuple[tuple[str, str, str], ...] = ()

    @property
    def path(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


INDICATOR = tuple(
    Field(name, "integer" if name == "goal" else "string", name == "id")
    for name in ("id", "label", "unit", "direction", "goal", "target")
)


def files(data: Data) -> Iterator[File]:
    """The two descriptions, then the tables that they describe."""
    return described(data, tuple(_tables(data)))


def described(data: Data, tables: Sequence[Table]) -> Iterator[File]:
    """Tables and their two descriptions; of `data` only what is said of the whole."""
    yield "datapackage.json", [_json(_frictionless(data, tables))]
    yield "csv-metadata.json", [_json(_csvw(data, tables))]
    for one in tables:
        head = [field.header for field in one.fields]
        yield one.path, csv_blocks(head, one.blocks, mark=False)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def value_fields(breakdowns: tuple[str, ...], *, origin: bool = False) -> tuple[Field, ...]:
    """The columns of values; further breakdowns are texts, whatever they are called."""
    known = [
        Field(header, table.TYPES.get(name, "string"), name == "indicator", _ENUMS.get(name, ()))
        for name, header in HEADERS.items()
    ]
    came = [Field(ORIGIN, enum=(PROPOSED,))] if origin else []
    further = [Field(header) for header in table.header(breakdowns)[len(known) :]]
    return (*known, *came, *further)


def indicator_row(one: Listed) -> list[Cell]:
    """An indicator in the columns of `INDICATOR`."""
    return [one.name, one.label, one.unit, one.direction, one.goal, one.target]


def rows_of(rows: Iterable[Sequence[Cell]]) -> list[Block]:
    """Rows as the blocks of a table."""
    return [Block((), rows)]


def _tables(data: Data) -> Iterator[Table]:
    labels = {one.name: one.label for one in data.indicators}
    breakdowns = table.breakdowns_of(data.series)
    yield Table(
        "values",
        "Values, one row each, with the target of their series",
        value_fields(breakdowns, origin=data.proposed),
        table.blocks(data.lines(), labels, breakdowns, origin=data.proposed),
        keys=(("indicator", "indicators", "id"), ("area", "areas", "id")),
    )
    yield Table(
        "indicators",
        "Indicators",
        INDICATOR,
        rows_of(map(indicator_row, data.indicators)),
        primary=("id",),
    )
    yield Table(
        "areas",
        "Parts of the place",
        tuple(Field(name, "string", name == "id") for name in ("id", "code", "name")),
        rows_of([part.slug, part.code, in_one(part.names)] for part in data.parts),
        primary=("id",),
    )
    yield Table(
        "metadata",
        "How each indicator is made, by the concepts of the UN's SDG metadata",
        tuple(Field(name, "string", True) for name in HEADER),
        rows_of(to_rows(data.metadata)),
        primary=("indicator", "concept", "language"),
        keys=(("indicator", "indicators", "id"),),
    )


def _frictionless(data: Data, tables: Sequence[Table]) -> dict[str, Any]:
    licence = {"name": data.licence, "path": _licence(data.licence)}
    return {
        "profile": "tabular-data-package",
        "name": data.slug,
        "title": f"Indicators of {in_one(data.place.names) or data.slug}",
        "description": GUARD,
        "created": data.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        **({"licenses": [licence]} if data.licence else {}),
        **({"homepage": data.source} if data.source else {}),
        "resources": [_resource(one) for one in tables],
    }


def _licence(name: str) -> str:
    return f"https://spdx.org/licenses/{name}.html"


def _resource(one: Table) -> dict[str, Any]:
    keys = [
        {"fields": column, "reference": {"resource": resource, "fields": there}}
        for column, resource, there in one.keys
    ]
    return {
        "profile": "tabular-data-resource",
        "name": one.name,
        "title": one.title,
        "path": one.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [field.frictionless() for field in one.fields],
            "missingValues": [""],
            **({"primaryKey": list(one.primary)} if one.primary else {}),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _csvw(data: Data, tables: Sequence[Table]) -> dict[str, Any]:
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "dc:title": f"Indicators of {in_one(data.place.names) or data.slug}",
        "dc:description": GUARD,
        **({"dc:license": {"@id": _licence(data.licence)}} if data.licence else {}),
        **({"dc:source": {"@id": data.source}} if data.source else {}),
        "tables": [_csvw_table(one) for one in tables],
    }


def _csvw_table(one: Table) -> dict[str, Any]:
    """As CSV on the Web describes it: there every cell of a foreign key has to name a row."""
    full = {field.header for field in one.fields if field.required}
    keys = [key for key in one.keys if key[0] in full]
    schema: dict[str, Any] = {"columns": [field.csvw() for field in one.fields]}
    if one.primary:
        schema["primaryKey"] = list(one.primary)
    if keys:
        schema["foreignKeys"] = [
            {
                "columnReference": column,
                "reference": {"resource": f"{resource}.csv", "columnReference": there},
            }
            for column, resource, there in keys
        ]
    return {"url": one.path, "dc:title": one.title, "tableSchema": schema}
