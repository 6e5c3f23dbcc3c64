"""The codes under which public data stand in SDMX, both ways, and the structures they make."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from waymark.indicators.queries import public
from waymark.kernel.sdmx import Schema, Structures, make_schema
from waymark.opendata.rules.codes import (
    KNOWN,
    OTHER,
    TOTAL,
    group_code,
    indicator_code,
    other_code,
    other_name,
    unique,
    unit_code,
)
from waymark.opendata.rules.structures import DSD, Entry, structures

Names = Mapping[str, str]


@dataclass(frozen=True)
class Codebook:
    """What each thing is called in SDMX.

    `areas` by address, `indicators` by name (list:code, a local one with its owner's address
    before it), `groups` by dimension and group, `others` by the words of the breakdown, `units` by
    unit. `frameworks` are the codes of the lists.
    """

    stamp: str
    structures: Structures
    schema: Schema
    areas: Mapping[str, str]
    indicators: Mapping[str, str]
    groups: Mapping[tuple[str, str], str]
    others: Mapping[str, str]
    units: Mapping[str, str]
    frameworks: tuple[str, ...]

    def key_of(self, dimensions: Mapping[str, str]) -> tuple[str, ...]:
        """The codes of a breakdown, in the order of the key."""
        known = (
            self.groups[name, dimensions[name]] if dimensions.get(name) else TOTAL for name in KNOWN
        )
        other = other_name(dimensions)
        return (*known, self.others[other] if other else TOTAL)


_kept: list[Codebook] = []
_lock = threading.Lock()


def codebook(viewer: Any, *, anew: bool = False) -> Codebook:
    """Return the codes as they are now; kept in the process until anything public changes."""
    stamp = public.stamp(viewer)
    with _lock:
        if anew or not _kept or _kept[0].stamp != stamp:
            _kept[:] = [_made(viewer, stamp)]
        return _kept[0]


def name_of(framework: str, code: str, owner: str = "") -> str:
    """How a codebook names an indicator."""
    return f"{owner}/{framework}:{code}" if owner else f"{framework}:{code}"


def _made(viewer: Any, stamp: str) -> Codebook:
    lists, indicators, listed = _indicators(viewer)
    areas, placed = _areas(viewer)
    split = public.splits(viewer)
    groups, grouped = _groups(dimensions for dimensions, _unit in split)
    others = unique(
        sorted({(other_name(one), other_code(one)) for one, _unit in split if other_name(one)})
    )
    units = unique(sorted((unit, unit_code(unit)) for unit in {unit for _dims, unit in split}))
    codes: dict[str, list[Entry]] = {
        "REF_AREA": placed,
        "INDICATOR": listed,
        **grouped,
        OTHER: [Entry(code, {"en": name}) for name, code in others.items()],
        "UNIT_MEASURE": [Entry(code, {"en": name or "No unit"}) for name, code in units.items()],
    }
    found = structures(lists, codes)
    return Codebook(
        stamp,
        found,
        make_schema(found, DSD),
        areas,
        indicators,
        groups,
        others,
        units,
        tuple(code for code, _names in lists),
    )


def _indicators(viewer: Any) -> tuple[list[tuple[str, Names]], dict[str, str], list[Entry]]:
    lists: dict[str, Names] = {}
    names: dict[str, Names] = {}
    wished: list[tuple[str, str]] = []
    for row in public.indicators(viewer):
        owner = row.owner.slug if row.owner else ""
        lists[row.framework_id] = dict(row.framework.name)
        name = name_of(row.framework_id, row.code, owner)
        names[name] = dict(row.label)
        wished.append((name, indicator_code(row.framework_id, row.code, owner)))
    codes = unique(wished)
    return list(lists.items()), codes, [Entry(codes[name], names[name]) for name in codes]


def _areas(viewer: Any) -> tuple[dict[str, str], list[Entry]]:
    """Addresses are codes already; a part has its city above it."""
    cities = [one.place for one in public.places(viewer)]
    parts = [part for part in public.parts(viewer) if part.parent]
    shown = {place.slug for place in cities}
    entries = [Entry(place.slug, dict(place.name)) for place in cities]
    for part in parts:
        above = part.parent.slug if part.parent else ""
        entries.append(Entry(part.slug, dict(part.name), above if above in shown else ""))
    unlike = {entry.code: entry for entry in entries}  # a part may be a place with data as well
    return {code: code for code in unlike}, list(unlike.values())


def _groups(
    split: Iterable[Mapping[str, str]],
) -> tuple[dict[tuple[str, str], str], dict[str, list[Entry]]]:
    held: dict[str, set[str]] = {name: set() for name in KNOWN}
    for dimensions in split:
        for name, group in dimensions.items():
            if name in held:
                held[name].add(group)
    codes: dict[tuple[str, str], str] = {}
    entries: dict[str, list[Entry]] = {}
    for name, groups in held.items():
        found = unique((group, group_code(name, group)) for group in sorted(groups))
        codes |= {(name, group): code for group, code in found.items()}
        entries[KNOWN[name]] = [Entry(code, {"en": group}) for group, code in found.items()]
    return codes, entries
