"""A data structure made ready for reading and writing: which component, which codes, what must be.

A component's own representation counts before that of its concept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.kernel.sdmx.errors import BadSdmx
from waymark.kernel.sdmx.model import (
    Attribute,
    Codelist,
    ConceptScheme,
    Dataflow,
    DataStructure,
    Dimension,
    Level,
    Measure,
    Ref,
    Representation,
    Structures,
)

ALL_DIMENSIONS = "AllDimensions"


@dataclass(frozen=True)
class Schema:
    """What one structure asks of its data."""

    structure: DataStructure
    codes: Mapping[str, frozenset[str]]
    """Allowed codes by component; a component without a list is not among them."""
    dataflow: Ref | None = None

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Ids of the dimensions, in the order of the key."""
        return tuple(dimension.id for dimension in self.structure.dimensions)

    @property
    def series_dimensions(self) -> tuple[str, ...]:
        """The dimensions but time: the key of a series, and of a REST query."""
        return tuple(d.id for d in self.structure.dimensions if not d.is_time)

    @property
    def time(self) -> str:
        """The id of the time dimension, or empty."""
        return next((d.id for d in self.structure.dimensions if d.is_time), "")

    @property
    def measure(self) -> Measure:
        """The one measure."""
        return self.structure.measures[0]

    @property
    def attributes(self) -> tuple[str, ...]:
        """Ids of the attributes, in the order of the structure."""
        return tuple(attribute.id for attribute in self.structure.attributes)

    def level_in_series(self, attribute: Attribute, at_observation: str) -> Level:
        """Where an attribute stands in a message whose series leave one dimension to the obs."""
        if attribute.level is Level.PARTIAL and at_observation in attribute.dimensions:
            return Level.OBSERVATION
        return attribute.level


def make_schema(structures: Structures, ref: Ref, *, missing_lists: bool = False) -> Schema:
    """The schema of the data structure or dataflow named `ref`.

    Raises `BadSdmx` where it is not among `structures`, has not exactly one measure, or is coded
    by a list that is not there; with `missing_lists` such a component takes any code.
    """
    flow = structures.find(Dataflow, ref)
    wanted = flow.structure if flow and flow.structure else ref
    structure = structures.find(DataStructure, wanted)
    if structure is None:
        raise BadSdmx("sdmx.unknown_structure", structure=str(wanted))
    if len(structure.measures) != 1:
        raise BadSdmx("sdmx.one_measure", structure=str(wanted), found=len(structure.measures))
    if _representation(structure.measures[0], structures).codelist:
        raise BadSdmx("sdmx.coded_measure", structure=str(wanted))
    codes: dict[str, frozenset[str]] = {}
    for part in structure.components():
        listed = _representation(part, structures).codelist
        if listed is None:
            continue
        found = _codes(structures, listed)
        if found is not None:
            codes[part.id] = found
        elif not missing_lists:
            raise BadSdmx("sdmx.codelist_missing", component=part.id, codelist=str(listed))
    return Schema(structure, codes, flow.ref if flow else None)


def _representation(
    part: Dimension | Attribute | Measure, structures: Structures
) -> Representation:
    own = part.representation
    if own.codelist or own.text_type or part.concept.scheme is None:
        return own
    scheme = structures.find(ConceptScheme, part.concept.scheme)
    concepts = scheme.concepts if scheme else ()
    return next((c.representation for c in concepts if c.id == part.concept.id), own)


def _codes(structures: Structures, ref: Ref) -> frozenset[str] | None:
    """The codes of a list, or of a concept scheme, which codes a measure dimension."""
    if listed := structures.find(Codelist, ref):
        return frozenset(code.id for code in listed.codes)
    if scheme := structures.find(ConceptScheme, ref):
        return frozenset(concept.id for concept in scheme.concepts)
    return None
