"""Which codes go together: a table of what each series allows, and the check against it.

The table is long and plain CSV, so that an office can keep it in a spreadsheet:

    series,component,codes
    SI_POV_DAY1,UNIT_MEASURE,PT
    SI_POV_DAY1,SEX,_T F M
    *,REPORTING_TYPE,N

Codes are separated by blanks; `*` as the series holds for all of them. A series and component
may have several rows, which add up. What the table does not mention is free.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from waymark.kernel.sdmx.errors import BadSdmx, Reason, shown
from waymark.kernel.sdmx.observation import Observation
from waymark.kernel.sdmx.schema import Schema
from waymark.kernel.tables import Sheet

ANY = "*"
HEADER = ("series", "component", "codes")


@dataclass(frozen=True, slots=True)
class Constraints:
    """The codes allowed by series and component; `on` is the component that names the series."""

    allowed: Mapping[str, Mapping[str, frozenset[str]]]
    on: str = "SERIES"


def read_constraints(sheet: Sheet, schema: Schema, *, on: str = "SERIES") -> Constraints:
    """The constraints in a table; raise `BadSdmx` with its row for what the structure has not."""
    if tuple(name.lower() for name in sheet.header) != HEADER:
        raise BadSdmx("sdmx.constraint_header", 1, expected=", ".join(HEADER))
    if on not in schema.dimensions:
        raise BadSdmx("sdmx.unknown_component", component=on)
    known = {*schema.dimensions, *schema.attributes}
    table: dict[str, dict[str, set[str]]] = {}
    for number, (series, component, codes) in zip(sheet.numbers, sheet.rows, strict=True):
        if component not in known:
            raise BadSdmx("sdmx.unknown_component", number, component=shown(component))
        _refuse_unknown(schema, on, {series} - {ANY}, number)
        _refuse_unknown(schema, component, codes.split(), number)
        table.setdefault(series, {}).setdefault(component, set()).update(codes.split())
    return Constraints(
        {
            series: {component: frozenset(codes) for component, codes in rows.items()}
            for series, rows in table.items()
        },
        on,
    )


def _refuse_unknown(schema: Schema, component: str, codes: Collection[str], row: int) -> None:
    for code in codes:
        if component in schema.codes and code not in schema.codes[component]:
            raise BadSdmx("sdmx.unknown_code", row, component=component, code=shown(code))


def against(
    observation: Observation, constraints: Constraints, schema: Schema
) -> tuple[Reason, ...]:
    """Where an observation has a code that its series does not allow."""
    key = dict(zip(schema.dimensions, observation.key, strict=True))
    rows = (constraints.allowed.get(name, {}) for name in (ANY, key.get(constraints.on, "")))
    found = []
    for table in rows:
        for component, codes in table.items():
            code = key.get(component, observation.attributes.get(component, ""))
            if code and code not in codes:
                found.append(Reason("sdmx.not_allowed_here", component, shown(code)))
    return tuple(dict.fromkeys(found))
