"""A ZIP as a source: one of our own formats, else the repository of an Open SDG site."""

from __future__ import annotations

import io
from typing import IO

from waymark.indicators.rules.exports.opensdg import MARK
from waymark.indicators.rules.opensdg import BadRepository, Files, files_in_zip
from waymark.indicators.rules.sources import opensdg, own, own_package, own_site

_STRUCTURE, _DATA = "structure.xml", ("data.xml", "data.csv")


def read(stream: IO[bytes]) -> bytes:
    """Read the ZIP in `stream` in another process; the answer is what `blocks.read` takes."""
    try:
        files = files_in_zip(stream)
    except BadRepository as error:
        return own.broken(error.name, error.key, **error.params)
    return read_files(files)


def read_files(files: Files) -> bytes:
    """As `read`, from files wherever they are."""
    ours = read_ours(files)
    return opensdg.read_files(files) if ours is None else ours


def read_ours(files: Files) -> bytes | None:
    """The same of a format of ours; None where they are another's."""
    try:
        if own_package.DESCRIPTION in files and own_package.VALUES in files:
            return own_package.read(files)
        if MARK in files:
            return own_site.read(files)
        data = next((name for name in _DATA if name in files), "")
        if data and _STRUCTURE in files:
            return _sdmx(files, data)
    except BadRepository as error:
        return own.broken(error.name, error.key, **error.params)
    return None


def _sdmx(files: Files, name: str) -> bytes:
    """Data with their structure beside them; only a structure of ours says all that they mean."""
    from waymark.indicators.rules.exports.sdmx_read import is_ours  # a sixth of a process's start
    from waymark.indicators.rules.sources import own_sdmx
    from waymark.kernel.sdmx import BadSdmx, make_schema, read_data, read_structures

    try:
        known = read_structures(io.BytesIO(files[_STRUCTURE])).structures
        flows = known.dataflows
        schema = make_schema(known, flows[0].ref) if flows else None
        if schema is None or not is_ours(schema):
            return own.broken(_STRUCTURE, "own.structure")
        items = read_data(io.BytesIO(files[name]), schema)
        return own_sdmx.read(known, schema, items, name)
    except BadSdmx as error:
        params = {key: str(value)[:200] for key, value in error.params.items()}
        return own.broken(name, error.key, error.line or 0, **params)
