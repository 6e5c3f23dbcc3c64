"""Writing data, as a stream of bytes: SDMX-ML 2.1 and 3.0, SDMX-CSV 1.0 and 2.0.

Every observation goes through the check that readers make, so that nothing is written which would
not be read: `read(write(x)) == x` for whatever is written at all.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NoReturn

from waymark.kernel.sdmx.errors import BadSdmx, Where
from waymark.kernel.sdmx.formats import Format
from waymark.kernel.sdmx.header import Header
from waymark.kernel.sdmx.observation import Checker, Observation, Refusal
from waymark.kernel.sdmx.schema import Schema
from waymark.kernel.sdmx.write_xml import XmlWriter
from waymark.kernel.tables import safe_cell

_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_BATCH = 65_536  # characters
_END = "\r\n"
_MOST_ENDS = 4096
_ACTIONS_21 = frozenset({"Append", "Replace", "Information"})
_ACTIONS_30 = _ACTIONS_21 | {"Merge"}


def write_data(
    observations: Iterable[Observation],
    schema: Schema,
    header: Header,
    *,
    format: Format = Format.SPECIFIC_21,
    flat: bool = False,
    detail: str = "full",
) -> Iterator[bytes]:
    """The observations as a message of `format`, in pieces fit for streaming.

    In XML those that follow each other with the same series key and attributes make one series;
    with `flat` (or without a time dimension) every observation has its whole key. `detail` is that
    of a REST query: `full`, `dataonly` (no attributes), and in XML with series `serieskeysonly`
    and `nodata` (series with their attributes, no observations). Raises `BadSdmx` for the first
    observation that a reader would refuse, for attributes of the data set that differ inside it,
    and where SDMX-CSV 1.0 is asked for without a dataflow.
    """
    if detail in {"dataonly", "serieskeysonly"}:
        schema = replace(schema, structure=replace(schema.structure, attributes=()))
        observations = (replace(observation, attributes={}) for observation in observations)
    bare = detail in {"serieskeysonly", "nodata"}
    if bare and (format.is_csv or flat or not schema.time):
        raise BadSdmx("sdmx.needs_series", detail=detail)
    allowed = _ACTIONS_30 if format in {Format.SPECIFIC_30, Format.CSV_20} else _ACTIONS_21
    if header.action not in allowed:
        raise BadSdmx("sdmx.action_not_supported", action=header.action)
    checked = _checked(observations, schema)
    if format.is_csv:
        pieces = _table(checked, schema, header, format)
    elif format in {Format.GENERIC_21, Format.SPECIFIC_21, Format.SPECIFIC_30}:
        pieces = XmlWriter(schema, header, format, flat=flat, bare=bare).pieces(checked)
    else:
        raise BadSdmx("sdmx.not_a_data_format", format=format.name)
    return _batches(pieces)


def _checked(observations: Iterable[Observation], schema: Schema) -> Iterator[Observation]:
    checker = Checker(schema)
    missing = "NaN" if schema.measure.mandatory else ""
    long, measure = len(schema.dimensions), schema.measure.id
    for number, observation in enumerate(observations, 1):
        key, said = observation.key, observation.attributes
        if len(key) != long:
            raise BadSdmx("sdmx.wrong_key", observation=number, at=key)
        if measure in said:
            raise BadSdmx("sdmx.component_twice", component=measure)
        value = missing if observation.value is None else str(observation.value)
        item = checker.check_parts(key, value, said, Where(number, 0))
        if isinstance(item, Refusal):
            _refuse(item)
        yield item


def _refuse(refusal: Refusal) -> NoReturn:
    reason = refusal.reasons[0]
    raise BadSdmx(
        reason.key,
        observation=refusal.where.observation,
        component=reason.component,
        value=reason.value,
    )


def _batches(pieces: Iterator[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _BATCH:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting).encode()


def _table(
    observations: Iterator[Observation], schema: Schema, header: Header, format: Format
) -> Iterator[str]:
    """The rows of SDMX-CSV. There is no byte order mark: programs read this, by the standard."""
    about, first = _about(schema, header, format)
    yield _line((*about, *schema.dimensions, schema.measure.id, *schema.attributes))[:-1] + _END
    missing = "NaN" if schema.measure.mandatory else ""
    names, series, before = schema.attributes, None, ""
    ends: dict[tuple[str | None, ...], str] = {}
    for observation in observations:
        value = missing if observation.value is None else str(observation.value)
        said = tuple(map(observation.attributes.get, names))
        end = ends.get(said)
        if end is None:  # most say what others say
            if len(ends) >= _MOST_ENDS:
                ends.clear()
            end = ends[said] = _line(("", *(_cell(text) if text else "" for text in said)))[:-1]
        rest, last = observation.key[:-1], observation.key[-1]
        if rest != series:  # most follow others of their series
            series, before = rest, _line((*first, *map(_cell, rest)))
        yield f"{before}{_time(last)}{value}{end}{_END}"


def _line(cells: Iterable[str]) -> str:
    """The begin of a row, with the comma behind it."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=_END).writerow((*cells, ""))
    return buffer.getvalue().removesuffix(_END)


@lru_cache(maxsize=4096)
def _time(text: str) -> str:
    return _line((_cell(text),))


def _about(schema: Schema, header: Header, format: Format) -> tuple[tuple[str, ...], ...]:
    """The columns before the key, and what stands in them."""
    if format is Format.CSV_10:
        if schema.dataflow is None:
            raise BadSdmx("sdmx.needs_dataflow")
        return ("DATAFLOW",), (str(schema.dataflow),)
    kind = "dataflow" if schema.dataflow else "datastructure"
    named = str(schema.dataflow or schema.structure.ref)
    return ("STRUCTURE", "STRUCTURE_ID", "ACTION"), (kind, named, header.action[0])


@lru_cache(maxsize=4096)
def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; a plain number (the code `-1`) is none."""
    return text if _PLAIN_NUMBER.fullmatch(text) else safe_cell(text)
