"""Answering REST questions from what is at hand: observations in a stream, structures in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from waymark.kernel.sdmx.model import (
    Codelist,
    ConceptScheme,
    Dataflow,
    DataStructure,
    Maintained,
    Ref,
    Structures,
    version_order,
)
from waymark.kernel.sdmx.observation import Observation
from waymark.kernel.sdmx.query import RESOURCES, BadQuery, DataQuery, Named, StructureQuery
from waymark.kernel.sdmx.schema import Schema
from waymark.kernel.sdmx.times import parse_time

_CLASSES = {
    "Dataflow": Dataflow,
    "DataStructure": DataStructure,
    "Codelist": Codelist,
    "ConceptScheme": ConceptScheme,
}


def matching(thing: Named, refs: Iterable[Ref]) -> list[Ref]:
    """The names that are asked for, where `latest` takes the newest of each agency and id."""
    found = [
        ref
        for ref in refs
        if (not thing.agencies or ref.agency in thing.agencies)
        and (not thing.ids or ref.id in thing.ids)
    ]
    if not thing.versions:
        return found
    newest: dict[tuple[str, str], Ref] = {}
    for ref in found:
        best = newest.setdefault((ref.agency, ref.id), ref)
        if version_order(ref.version) > version_order(best.version):
            newest[ref.agency, ref.id] = ref
    latest = set(newest.values()) if "latest" in thing.versions else set()
    return [ref for ref in found if ref in latest or ref.version in thing.versions]


def select(
    observations: Iterable[Observation], query: DataQuery, schema: Schema
) -> Iterator[Observation]:
    """The observations that a question asks for, by key, period and number in each series.

    A period is taken where all of it lies between the asked start and end. `updated_after`,
    providers and detail are for others: an observation does not know them.
    """
    time = schema.dimensions.index(schema.time) if schema.time else None
    wanted = list(query.key)
    if wanted and time is not None:
        wanted.insert(time, frozenset())
    found = (
        observation
        for observation in observations
        if all(
            not codes or code in codes for codes, code in zip(wanted, observation.key, strict=False)
        )
        and _in_time(observation, query, time)
    )
    if time is None or (query.first is None and query.last is None):
        yield from found
    else:
        yield from _counted(found, query, time)


def _in_time(observation: Observation, query: DataQuery, time: int | None) -> bool:
    if time is None or (query.start is None and query.end is None):
        return True
    period = parse_time(observation.key[time])
    after = query.start is None or period.start >= query.start.start
    return after and (query.end is None or period.end <= query.end.end)


def _counted(
    observations: Iterable[Observation], query: DataQuery, time: int
) -> Iterator[Observation]:
    """The first and the last of each series, by time; each series in the order it came."""
    series: dict[tuple[str, ...], list[Observation]] = {}
    for observation in observations:
        key = (*observation.key[:time], *observation.key[time + 1 :])
        series.setdefault(key, []).append(observation)
    for members in series.values():
        members.sort(key=lambda observation: (parse_time(observation.key[time]).start,))
        first = query.first or 0
        last = max(len(members) - (query.last or 0), first)
        yield from members[:first]
        yield from members[last:]


def select_structures(structures: Structures, query: StructureQuery) -> Structures:
    """The structures that a question asks for; raise `BadQuery` (100) where there are none.

    With `references` also what they refer to (children, descendants), what refers to them
    (parents), that with what it refers to (parentsandsiblings), or all of it.
    """
    kinds = [RESOURCES[query.resource]] if query.resource in RESOURCES else list(_CLASSES)
    found: list[Maintained] = []
    for kind in kinds:
        things = [thing for thing in structures.all() if isinstance(thing, _CLASSES[kind])]
        refs = set(matching(query.named, (thing.ref for thing in things)))
        found += [thing for thing in things if thing.ref in refs]
    if not found:
        raise BadQuery(100, f"no {query.resource} of that name")
    own = {(type(thing), thing.ref) for thing in found}
    more = [
        thing
        for thing in _referred(found, query.references, structures)
        if (type(thing), thing.ref) not in own
    ]
    if query.detail == "allstubs":
        found = [_stub(thing) for thing in found]
    if query.detail in {"allstubs", "referencestubs"}:
        more = [_stub(thing) for thing in more]
    return Structures.of([*found, *more])


def _stub(thing: Maintained) -> Maintained:
    """A thing with its names only."""
    if isinstance(thing, Codelist):
        return replace(thing, codes=())
    if isinstance(thing, ConceptScheme):
        return replace(thing, concepts=())
    if isinstance(thing, DataStructure):
        return replace(thing, dimensions=(), attributes=(), measures=(), groups=())
    return replace(thing, structure=None)


def children(thing: Maintained, structures: Structures) -> list[Maintained]:
    """What a thing refers to directly, as far as it is at hand."""
    found: list[Maintained | None] = []
    if isinstance(thing, Dataflow) and thing.structure:
        found.append(structures.find(DataStructure, thing.structure))
    elif isinstance(thing, DataStructure):
        for part in thing.components():
            if part.concept.scheme:
                found.append(structures.find(ConceptScheme, part.concept.scheme))
            if part.representation.codelist:
                found.append(structures.find(Codelist, part.representation.codelist))
    elif isinstance(thing, ConceptScheme):
        lists = (concept.representation.codelist for concept in thing.concepts)
        found += [structures.find(Codelist, ref) for ref in lists if ref]
    return _each_once(thing for thing in found if thing is not None)


def _each_once(things: Iterable[Maintained]) -> list[Maintained]:
    return list({(type(thing), thing.ref): thing for thing in things}.values())


def _referred(found: list[Maintained], references: str, structures: Structures) -> list[Maintained]:
    if references == "none":
        return []
    if references in RESOURCES:
        wanted = _CLASSES[RESOURCES[references]]
        near = _referred(found, "all", structures)
        return [thing for thing in near if isinstance(thing, wanted)]
    down = _each_once(below for thing in found for below in children(thing, structures))
    if references == "children":
        return down
    if references == "descendants":
        return _closure(down, structures)
    own = {(type(thing), thing.ref) for thing in found}
    up = [
        thing
        for thing in structures.all()
        if any((type(below), below.ref) in own for below in children(thing, structures))
    ]
    if references == "parents":
        return up
    beside = _each_once(below for thing in up for below in children(thing, structures))
    if references == "parentsandsiblings":
        return _each_once([*up, *beside])
    return _each_once([*up, *beside, *_closure(down, structures)])


def _closure(things: list[Maintained], structures: Structures) -> list[Maintained]:
    known = _each_once(things)
    for thing in known:  # grows while it is walked through
        have = {(type(other), other.ref) for other in known}
        known += [
            below for below in children(thing, structures) if (type(below), below.ref) not in have
        ]
    return known
