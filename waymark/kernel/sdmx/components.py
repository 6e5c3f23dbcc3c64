"""Reading the parts of a data structure from its tree, in the manner of 2.1 and of 3.0.

2.1 refers by a `Ref` element (or a `URN` element), 3.0 by the URN itself; 2.1 says
`assignmentStatus="Mandatory"`, 3.0 `usage="mandatory"`.
"""

from __future__ import annotations

from collections.abc import Mapping

from waymark.kernel.sdmx.errors import BadSdmx
from waymark.kernel.sdmx.model import (
    Attribute,
    ConceptRef,
    DataStructure,
    Dimension,
    Group,
    Level,
    Measure,
    Names,
    Ref,
    Representation,
)
from waymark.kernel.sdmx.tree import LANGUAGE, Node

FACETS = (
    "isSequence",
    "interval",
    "startValue",
    "endValue",
    "timeInterval",
    "startTime",
    "endTime",
    "minLength",
    "maxLength",
    "minValue",
    "maxValue",
    "decimals",
    "pattern",
)
"""What a text format may say beside its type, in both versions."""


def names(node: Node, tag: str = "Name") -> Names:
    """The texts of that name by language; without a language it is English."""
    return {
        child.get(LANGUAGE, "en"): text for child in node.all(tag) if (text := child.text) != ""
    }


def reference(node: Node) -> Ref:
    """The name of a maintained thing, or what an element refers to."""
    if inner := node.first("Ref"):
        node = inner
    elif urn := node.first("URN"):
        return _ref(urn)
    elif not node.attributes.get("agencyID"):
        return _ref(node)
    return Ref(node.identifier("agencyID"), node.id, node.get("version", "1.0"))


def _ref(node: Node) -> Ref:
    try:
        return Ref.parse(node.text)
    except BadSdmx as error:
        raise BadSdmx(error.key, node.line, **error.params) from None


def _concept(node: Node) -> ConceptRef:
    """What `ConceptIdentity` names; without it a concept with the id of the component."""
    identity = node.first("ConceptIdentity")
    if identity is None:
        return ConceptRef(None, node.get("id"))
    if inner := identity.first("Ref"):
        scheme = Ref(
            inner.identifier("agencyID"),
            inner.identifier("maintainableParentID"),
            inner.get("maintainableParentVersion", "1.0"),
        )
        return ConceptRef(scheme, inner.id)
    urn = identity.first("URN") or identity
    return ConceptRef(_ref(urn), urn.text.rpartition(".")[2])


def representation(node: Node | None) -> Representation:
    """A codelist, or a text format."""
    if node is None:
        return Representation()
    listed = node.first("Enumeration")
    form = node.first("TextFormat") or node.first("EnumerationFormat")
    facets = {name: form.get(name) for name in FACETS if form and name in form.attributes}
    return Representation(
        reference(listed) if listed else None, form.get("textType") if form else "", facets
    )


def data_structure(node: Node) -> DataStructure:
    """The tree of one data structure; raise `BadSdmx` where it lacks what it must have."""
    parts = node.first("DataStructureComponents")
    if parts is None:
        raise BadSdmx("sdmx.structure_empty", node.line, structure=node.get("id"))
    groups = tuple(_group(child) for child in parts.all("Group"))
    dimensions = _dimensions(parts.first("DimensionList") or parts)
    found = DataStructure(
        reference(node),
        names(node),
        dimensions,
        _attributes(parts.first("AttributeList"), {g.id: g for g in groups}, dimensions),
        _measures(parts.first("MeasureList")),
        groups,
    )
    ids = [part.id for part in found.components()]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice:
        raise BadSdmx("sdmx.component_twice", node.line, component=twice)
    return found


def _component_id(node: Node) -> str:
    """Its id, which 2.1 lets go where it is that of the concept."""
    return node.id if node.get("id") else _concept(node).id


def _dimensions(node: Node) -> tuple[Dimension, ...]:
    kinds = ("Dimension", "MeasureDimension", "TimeDimension")
    nodes = [child for child in node.children if child.tag in kinds]
    if not nodes:
        raise BadSdmx("sdmx.structure_empty", node.line, structure="")
    positions = [child.get("position") for child in nodes if child.tag != "TimeDimension"]
    if all(position.isdecimal() and len(position) < 5 for position in positions):
        nodes.sort(key=lambda child: int(child.get("position") or 10_000))
    return tuple(
        Dimension(
            _component_id(child),
            _concept(child),
            representation(child.first("LocalRepresentation")),
            child.tag == "TimeDimension",
            child.tag == "MeasureDimension",
        )
        for child in nodes
    )


def _group(node: Node) -> Group:
    inside = []
    for child in node.all("GroupDimension"):
        named = child.first("DimensionReference")
        inside.append(_local(named) if named else child.get("id"))
    return Group(node.id, tuple(inside))


def _local(node: Node) -> str:
    """The id of a component in the same structure."""
    inner = node.first("Ref")
    return inner.id if inner else node.text


def _attributes(
    node: Node | None, groups: Mapping[str, Group], dimensions: tuple[Dimension, ...]
) -> tuple[Attribute, ...]:
    return tuple(
        _attribute(child, groups, dimensions)
        for child in (node.children if node else ())
        if child.tag in {"Attribute", "ReportingYearStartDay"}
    )


def _attribute(
    node: Node, groups: Mapping[str, Group], dimensions: tuple[Dimension, ...]
) -> Attribute:
    level, inside, group = _relationship(node.first("AttributeRelationship"), groups)
    if level is Level.PARTIAL and set(inside) == {dimension.id for dimension in dimensions}:
        level, inside = Level.OBSERVATION, ()
    return Attribute(
        _component_id(node),
        _concept(node),
        representation(node.first("LocalRepresentation")),
        "mandatory" in {node.get("assignmentStatus").lower(), node.get("usage").lower()},
        level,
        inside,
        group,
    )


def _relationship(
    node: Node | None, groups: Mapping[str, Group]
) -> tuple[Level, tuple[str, ...], str]:
    """To what an attribute belongs: level, dimensions, group."""
    if node is None or node.first("PrimaryMeasure") or node.first("Observation"):
        return Level.OBSERVATION, (), ""
    if group := node.first("Group"):
        name = _local(group)
        if name not in groups:
            raise BadSdmx("sdmx.unknown_group", group.line, group=name[:80])
        return Level.PARTIAL, groups[name].dimensions, name
    if inside := tuple(_local(child) for child in node.all("Dimension")):
        return Level.PARTIAL, inside, ""
    return Level.DATASET, (), ""


def _measures(node: Node | None) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            _component_id(child),
            _concept(child),
            representation(child.first("LocalRepresentation")),
            child.get("usage").lower() == "mandatory",
        )
        for child in (node.children if node else ())
        if child.tag in {"PrimaryMeasure", "Measure"}
    )
