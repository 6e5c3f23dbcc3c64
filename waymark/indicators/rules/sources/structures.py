"""A structure message looked over before it is kept, and what a person says its codes mean."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import IO, Any

from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.rules.sources.codes import Meaning
from waymark.kernel.sdmx import BadSdmx, make_schema, read_structures

MOST_SAID = 5_000
LONGEST = 200


def read(stream: IO[bytes]) -> dict[str, Any]:
    """What the message in `stream` holds, or the `error` that it can't be used for. Sandboxed."""
    try:
        message = read_structures(stream)
        if not message.structures.data_structures:
            raise BadSdmx("sdmx.no_data_structure")
        schemas = [
            make_schema(message.structures, one.ref, missing_lists=True)
            for one in message.structures.data_structures
        ]
    except BadSdmx as error:
        params = {name: str(value)[:200] for name, value in error.params.items()}
        return {"error": {"key": error.key, "line": error.line or 0, "params": params}}
    meaning = Meaning(schemas[0], message.structures, {})
    listed = meaning.codes.get(meaning.series, {})
    refs = [one.ref for one in message.structures.data_structures]
    refs += [one.ref for one in message.structures.dataflows]
    return {
        "refs": [str(ref) for ref in refs],
        "dimensions": list(schemas[0].dimensions),
        "series": meaning.series,
        "area": meaning.area,
        "codes": sum(len(one.codes) for one in message.structures.codelists),
        "listed": len(listed),
        "understood": sum(meaning.indicator(code) != code for code in listed),
        "components": sorted(meaning.codes),
        "left_out": dict(message.left_out),
    }


def read_mapping(text: str, components: Mapping[str, Any] | list[str]) -> dict[str, dict[str, str]]:
    """Lines of `component,code,meaning`: which indicator, area or group a code is.

    Raises `Unreadable` with the line of the first that can't be understood.
    """
    found: dict[str, dict[str, str]] = {}
    lines = [line for line in csv.reader(text.splitlines()) if any(map(str.strip, line))]
    if len(lines) > MOST_SAID:
        raise Unreadable("mapping.too_long", most=MOST_SAID)
    for number, line in enumerate(lines, 1):
        cells = [" ".join(cell.split()) for cell in line]
        if cells == ["component", "code", "means"]:
            continue
        if len(cells) != 3 or not all(cells) or max(map(len, cells)) > LONGEST:
            raise Unreadable("mapping.line", line=number, text=",".join(cells)[:60])
        component, code, means = cells
        if component not in components:
            raise Unreadable("mapping.component", line=number, text=component[:60])
        found.setdefault(component, {})[code] = means
    return found


def write_mapping(mapping: Mapping[str, Mapping[str, str]]) -> str:
    """The lines that `read_mapping` reads."""
    return "\n".join(
        ",".join(_quoted(cell) for cell in (component, code, means))
        for component, codes in mapping.items()
        for code, means in codes.items()
    )


def _quoted(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""')) if "," in cell or '"' in cell else cell
