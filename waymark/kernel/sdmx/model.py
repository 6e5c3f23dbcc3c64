"""The part of SDMX's information model that describes data, as plain frozen data.

Structures are always loaded (`structure_read`), never written into code: each office has its own
copy of the global definition, and versions change.
Source: SDMX 2.1 and 3.0, section 2 (information model).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TypeVar

from waymark.kernel.sdmx.errors import BadSdmx

Names = Mapping[str, str]
"""Text by language code."""

_REFERENCE = re.compile(r"([\w.@$-]+):([\w@$-]+)\(([\w.*+-]+)\)", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Ref:
    """The name of a maintained thing: agency, id, version."""

    agency: str
    id: str
    version: str = "1.0"

    def __str__(self) -> str:
        return f"{self.agency}:{self.id}({self.version})"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """`AGENCY:ID(1.0)`, alone or at the end of a URN, items behind it left out."""
        found = _REFERENCE.search(text.rpartition("=")[2])
        if not found:
            raise BadSdmx("sdmx.bad_reference", text=text[:80])
        return cls(*found.groups())


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark of the maintainer, such as which indicator a series belongs to."""

    type: str = ""
    title: str = ""
    texts: Names = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a codelist; `parent` is the id of the code above it, or empty."""

    id: str
    names: Names = field(default_factory=dict)
    descriptions: Names = field(default_factory=dict)
    parent: str = ""
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Codelist:
    """The values that a coded component may take."""

    ref: Ref
    names: Names = field(default_factory=dict)
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Representation:
    """What a component holds: a code of a list, or text of a type with facets (maxLength …)."""

    codelist: Ref | None = None
    text_type: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Concept:
    """What something means, and what it holds unless a structure says otherwise."""

    id: str
    names: Names = field(default_factory=dict)
    descriptions: Names = field(default_factory=dict)
    representation: Representation = Representation()


@dataclass(frozen=True, slots=True)
class ConceptScheme:
    """A list of concepts."""

    ref: Ref
    names: Names = field(default_factory=dict)
    concepts: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class ConceptRef:
    """A concept by its scheme and id; without a scheme where the source names none."""

    scheme: Ref | None
    id: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """A part of the key."""

    id: str
    concept: ConceptRef
    representation: Representation = Representation()
    is_time: bool = False
    is_measure: bool = False
    """The measure dimension of 2.1, coded by the concepts of a scheme."""


class Level(Enum):
    """To what an attribute belongs."""

    DATASET = "dataset"
    PARTIAL = "partial"
    """Some dimensions of the key, by a group or by naming them."""
    OBSERVATION = "observation"


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is said about values beside their key."""

    id: str
    concept: ConceptRef
    representation: Representation = Representation()
    mandatory: bool = False
    level: Level = Level.OBSERVATION
    dimensions: tuple[str, ...] = ()
    """The dimensions it belongs to, where its level is partial."""
    group: str = ""
    """The group that names those dimensions, where there is one."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is observed. Version 2.1 knows one, the primary measure."""

    id: str
    concept: ConceptRef
    representation: Representation = Representation()
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A named choice of dimensions to which attributes belong."""

    id: str
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataStructure:
    """The definition of a kind of data: key, attributes, measures."""

    ref: Ref
    names: Names = field(default_factory=dict)
    dimensions: tuple[Dimension, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    measures: tuple[Measure, ...] = ()
    groups: tuple[Group, ...] = ()

    def components(self) -> Iterator[Dimension | Attribute | Measure]:
        """Everything it is made of, the key first."""
        yield from self.dimensions
        yield from self.attributes
        yield from self.measures


@dataclass(frozen=True, slots=True)
class Dataflow:
    """Data on offer under a name, made by a data structure."""

    ref: Ref
    names: Names = field(default_factory=dict)
    structure: Ref | None = None


Maintained = Codelist | ConceptScheme | DataStructure | Dataflow
T = TypeVar("T", Codelist, ConceptScheme, DataStructure, Dataflow)


@dataclass(frozen=True)
class Structures:
    """Everything one or more structure messages hold."""

    dataflows: tuple[Dataflow, ...] = ()
    data_structures: tuple[DataStructure, ...] = ()
    concept_schemes: tuple[ConceptScheme, ...] = ()
    codelists: tuple[Codelist, ...] = ()

    @cached_property
    def _by_ref(self) -> Mapping[tuple[type, Ref], Maintained]:
        return {(type(thing), thing.ref): thing for thing in self.all()}

    def all(self) -> Iterator[Maintained]:
        """Everything, one kind after the other."""
        yield from self.dataflows
        yield from self.data_structures
        yield from self.concept_schemes
        yield from self.codelists

    @classmethod
    def of(cls, things: Iterable[Maintained]) -> Structures:
        """These things sorted by kind; of two with the same name the last is kept."""
        last = {(type(thing), thing.ref): thing for thing in things}
        return cls(
            tuple(t for t in last.values() if isinstance(t, Dataflow)),
            tuple(t for t in last.values() if isinstance(t, DataStructure)),
            tuple(t for t in last.values() if isinstance(t, ConceptScheme)),
            tuple(t for t in last.values() if isinstance(t, Codelist)),
        )

    def find(self, kind: type[T], ref: Ref) -> T | None:
        """The thing of that name. `*`, `+`, `latest` or no version mean the newest there is."""
        if found := self._by_ref.get((kind, ref)):
            return found if isinstance(found, kind) else None
        if not open_version(ref.version):
            return None
        same = [
            thing
            for thing in self.all()
            if isinstance(thing, kind) and (thing.ref.agency, thing.ref.id) == (ref.agency, ref.id)
        ]
        return max(same, key=lambda thing: version_order(thing.ref.version), default=None)


def open_version(version: str) -> bool:
    """Whether a version stands for the newest of several."""
    return version in {"", "latest"} or any(sign in version for sign in "*+~")


def version_order(version: str) -> tuple[tuple[int, str], ...]:
    """A key by which 1.10 comes after 1.9."""
    parts = re.split(r"[.-]", version)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
