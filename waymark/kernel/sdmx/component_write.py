"""The components of a data structure, as each version writes them."""

from __future__ import annotations

from waymark.kernel.sdmx.errors import BadSdmx
from waymark.kernel.sdmx.markup import attributes
from waymark.kernel.sdmx.model import (
    Attribute,
    DataStructure,
    Dimension,
    Group,
    Level,
    Measure,
    Representation,
)
from waymark.kernel.sdmx.refs import concept_identity, representation

_TIME = Representation(text_type="ObservationalTimePeriod")


def components(structure: DataStructure, version: str) -> str:
    """Everything inside a data structure but its names."""
    dimensions = "".join(
        _dimension(dimension, number, version)
        for number, dimension in enumerate(structure.dimensions, 1)
    )
    groups = "".join(_group(group, version) for group in structure.groups)
    said = "".join(_attribute(attribute, structure, version) for attribute in structure.attributes)
    measures = "".join(_measure(measure, structure, version) for measure in structure.measures)
    inside = _list("DimensionList", "DimensionDescriptor", dimensions) + groups
    inside += _list("AttributeList", "AttributeDescriptor", said)
    inside += _list("MeasureList", "MeasureDescriptor", measures)
    return f"<str:DataStructureComponents>\n{inside}</str:DataStructureComponents>\n"


def _list(name: str, id: str, inside: str) -> str:
    return f'<str:{name} id="{id}">\n{inside}</str:{name}>\n' if inside else ""


def _dimension(dimension: Dimension, number: int, version: str) -> str:
    if dimension.is_measure:
        raise BadSdmx("sdmx.measure_dimension", dimension=dimension.id)
    name = "TimeDimension" if dimension.is_time else "Dimension"
    pairs = [("id", dimension.id)]
    if not (dimension.is_time and version == "v3_0"):
        pairs.append(("position", str(number)))
    own = dimension.representation
    if dimension.is_time and own == Representation():
        own = _TIME
    inside = concept_identity(dimension.concept, version)
    inside += representation("LocalRepresentation", own, version)
    return f"<str:{name}{attributes(pairs)}>{inside}</str:{name}>\n"


def _group(group: Group, version: str) -> str:
    inside = "".join(
        f"<str:GroupDimension><str:DimensionReference>{_local(name, version)}"
        "</str:DimensionReference></str:GroupDimension>"
        for name in group.dimensions
    )
    return f"<str:Group{attributes([('id', group.id)])}>{inside}</str:Group>\n"


def _local(name: str, version: str) -> str:
    """A component of the same structure."""
    return name if version == "v3_0" else f'<Ref id="{name}"/>'


def _attribute(attribute: Attribute, structure: DataStructure, version: str) -> str:
    if version == "v3_0":
        said = ("usage", "mandatory" if attribute.mandatory else "optional")
    else:
        said = ("assignmentStatus", "Mandatory" if attribute.mandatory else "Conditional")
    inside = concept_identity(attribute.concept, version)
    inside += representation("LocalRepresentation", attribute.representation, version)
    belongs = _relationship(attribute, structure, version)
    inside += f"<str:AttributeRelationship>{belongs}</str:AttributeRelationship>"
    return f"<str:Attribute{attributes([('id', attribute.id), said])}>{inside}</str:Attribute>\n"


def _relationship(attribute: Attribute, structure: DataStructure, version: str) -> str:
    if attribute.level is Level.DATASET:
        return "<str:Dataflow/>" if version == "v3_0" else "<str:None/>"
    if attribute.group:
        return f"<str:Group>{_local(attribute.group, version)}</str:Group>"
    if attribute.level is Level.PARTIAL:
        return "".join(
            f"<str:Dimension>{_local(name, version)}</str:Dimension>"
            for name in attribute.dimensions
        )
    if version == "v3_0":
        return "<str:Observation/>"
    measure = _local(structure.measures[0].id if structure.measures else "OBS_VALUE", version)
    return f"<str:PrimaryMeasure>{measure}</str:PrimaryMeasure>"


def _measure(measure: Measure, structure: DataStructure, version: str) -> str:
    if version == "v2_1" and len(structure.measures) > 1:
        raise BadSdmx("sdmx.one_measure", structure=str(structure.ref))
    name = "Measure" if version == "v3_0" else "PrimaryMeasure"
    pairs = [("id", measure.id)]
    if version == "v3_0":
        pairs.append(("usage", "mandatory" if measure.mandatory else "optional"))
    inside = concept_identity(measure.concept, version)
    inside += representation("LocalRepresentation", measure.representation, version)
    return f"<str:{name}{attributes(pairs)}>{inside}</str:{name}>\n"
