"""SDMX data as blocks of rows, by a structure definition that is loaded as data.

Which component means what is told by the ids that the global definition for the goals uses, and by
what an office's own copy says of its codes; what is not understood becomes a breakdown or a remark,
so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from waymark.indicators.rules.exports.sdmx_read import is_ours
from waymark.indicators.rules.sources import blocks, own_sdmx
from waymark.indicators.rules.sources.blocks import About, Block, Builder, Head, LeftOut, Refusal
from waymark.indicators.rules.sources.codes import Meaning
from waymark.indicators.rules.sources.refusals import refusal
from waymark.indicators.rules.sources.remarks import fitted
from waymark.kernel.sdmx import (
    BadSdmx,
    Observation,
    Ref,
    Schema,
    Structures,
    make_schema,
    read_data,
    read_envelope,
    read_structures,
)
from waymark.kernel.sdmx import (
    Refusal as Refused,
)
from waymark.kernel.sdmx.observation import Item

KIND = "sdmx"
LARGEST_BLOCK = 20_000
"""Rows of one block: what is understood at once."""


def read(
    stream: IO[bytes],
    *,
    structures: Sequence[Mapping[str, str]],
    name: str = "",
    mapping: Any = None,
) -> bytes:
    """Read the data in `stream` in another process; the answer is what `blocks.read` takes.

    `structures` are those that are kept: the path of each message, its id here, and the data
    structures in it as `AGENCY:ID(VERSION)`, the newest last. `name` is that of the data file;
    `mapping` says what codes mean, by component.
    """
    try:
        envelope = read_envelope(stream)
        stream.seek(0)
        chosen = _chosen(structures, envelope.structure)
        if chosen is None:
            named: dict[str, blocks.Param] = {"structure": str(envelope.structure or "")}
            return blocks.write(Head(KIND, LeftOut(name, "sdmx.no_structure", params=named)), ())
        with Path(chosen["path"]).open("rb") as held:
            known = read_structures(held).structures
        schema = _schema(known, envelope.structure)
        if is_ours(schema):
            return own_sdmx.read(known, schema, read_data(stream, schema), name)
        work = _Work(schema, known, name, (mapping or {}).get(chosen["id"], {}))
        found = list(work.read(read_data(stream, schema)))
    except BadSdmx as error:
        params: dict[str, blocks.Param] = {
            key: str(value)[:200] for key, value in error.params.items()
        }
        return blocks.write(
            Head(KIND, LeftOut(name, error.key, error.line or 0, params=params)), ()
        )
    facts = {"structure": chosen["id"], "areas": work.meaning.areas(work.seen_areas)}
    return blocks.write(Head(KIND, indicators=work.indicators(), facts=facts), found)


def _chosen(structures: Sequence[Mapping[str, str]], named: Ref | None) -> Mapping[str, str] | None:
    """The message that holds the structure a file names; the only one there is, if it names none.

    A kept structure of another version will do: its codes decide what can be taken.
    """
    if named is None:
        return structures[0] if len(structures) == 1 else None
    for exact in (True, False):
        for one in reversed(structures):
            for text in one["refs"].split():
                ref = Ref.parse(text)
                if (ref.agency, ref.id) == (named.agency, named.id) and (
                    not exact or ref.version == named.version
                ):
                    return one
    return None


def _schema(known: Structures, named: Ref | None) -> Schema:
    if named is None:
        return make_schema(known, known.data_structures[0].ref, missing_lists=True)
    try:
        return make_schema(known, named, missing_lists=True)
    except BadSdmx:
        return make_schema(known, Ref(named.agency, named.id, "latest"), missing_lists=True)


class _Work:
    """One reading of one file."""

    def __init__(
        self, schema: Schema, known: Structures, name: str, mapping: Mapping[str, Any]
    ) -> None:
        self.meaning = Meaning(schema, known, mapping)
        self.name = name
        self.time_at = schema.dimensions.index(schema.time) if schema.time else None
        self.abouts: dict[tuple[Any, ...], About] = {}
        self.seen_areas: set[str] = set()
        self.seen_series: dict[str, str] = {}

    def read(self, items: Iterator[Item]) -> Iterator[Block]:
        builder = Builder(self.name)
        for item in items:
            if isinstance(item, Refused):
                builder.block.refused.append(refusal(item))
            else:
                self._add(builder, item)
            if builder.block.rows >= LARGEST_BLOCK:
                yield builder.done()
                builder = Builder(self.name)
        yield builder.done()

    def _add(self, builder: Builder, item: Observation) -> None:
        time = "" if self.time_at is None else item.key[self.time_at]
        place = builder.about(self._about(item))
        said = self.meaning.said(item.attributes, item.value, time)
        if said.refusal:
            key, params = said.refusal
            builder.block.refused.append(Refusal(item.where.observation, "", key, params))
            return
        number = item.where.observation
        builder.add(number, place, time, said.value, said.status, *fitted(said.source, said.note))

    def _about(self, item: Observation) -> About:
        at = self.time_at
        key = item.key if at is None else (*item.key[:at], *item.key[at + 1 :])
        apart = self.meaning.apart(item.attributes)
        found = self.abouts.get((key, apart))
        if found is None:
            found = self.meaning.about(item.key, item.attributes)
            self.abouts[key, apart] = found
            self.seen_areas.add(found.area)
            self.seen_series.setdefault(found.code, self.meaning.series_of(item.key))
        return found

    def indicators(self) -> list[blocks.Indicator]:
        """What the code list says of the series that the file has, by indicator."""
        return [
            blocks.Indicator(code, code, self.meaning.names(series))
            for code, series in self.seen_series.items()
        ]
