"""Reading structure messages: SDMX-ML 2.1 and 3.0.

Codelists, concept schemes, data structures and dataflows are taken; what else a message holds
(categories, constraints, organisations …) is counted by name in `StructureMessage.left_out`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO

from waymark.kernel.sdmx.components import data_structure, names, reference, representation
from waymark.kernel.sdmx.errors import BadSdmx
from waymark.kernel.sdmx.formats import SCHEMAS, Format
from waymark.kernel.sdmx.model import (
    Annotation,
    Code,
    Codelist,
    Concept,
    ConceptScheme,
    Dataflow,
    Maintained,
    Structures,
)
from waymark.kernel.sdmx.tree import Node
from waymark.kernel.sdmx.walk import Walker, local, namespace

MAX_BYTES = 200_000_000
MAX_THINGS = 20_000


@dataclass(frozen=True, slots=True)
class StructureMessage:
    """What a structure message holds, its format, and what of it we have no use for."""

    structures: Structures
    format: Format
    left_out: Mapping[str, int] = field(default_factory=dict)


def read_structures(stream: IO[bytes], *, max_bytes: int = MAX_BYTES) -> StructureMessage:
    """The structures in a message; raise `BadSdmx` with the line where something is wrong."""
    reader = _Reader()
    for _ in reader.walker.run(stream, max_bytes=max_bytes):
        pass
    if reader.format is None:
        raise BadSdmx("sdmx.not_structures", 1)
    return StructureMessage(Structures.of(reader.found), reader.format, dict(reader.left_out))


def _codelist(node: Node) -> Codelist:
    codes = []
    seen: set[str] = set()
    for child in node.all("Code"):
        code = _code(child)
        if code.id in seen:
            raise BadSdmx("sdmx.code_twice", child.line, code=code.id, codelist=node.get("id"))
        seen.add(code.id)
        codes.append(code)
    return Codelist(reference(node), names(node), tuple(codes))


def _code(node: Node) -> Code:
    parent = node.first("Parent")
    above = ""
    if parent is not None:
        inner = parent.first("Ref")
        above = inner.get("id") if inner else parent.text.rpartition(".")[2].strip()
    return Code(node.id, names(node), names(node, "Description"), above, _annotations(node))


def _annotations(node: Node) -> tuple[Annotation, ...]:
    held = node.first("Annotations")
    return tuple(
        Annotation(
            _text(one, "AnnotationType"),
            _text(one, "AnnotationTitle"),
            names(one, "AnnotationText"),
        )
        for one in (held.all("Annotation") if held else ())
    )


def _text(node: Node, tag: str) -> str:
    inner = node.first(tag)
    return inner.text if inner else ""


def _concept_scheme(node: Node) -> ConceptScheme:
    concepts = tuple(
        Concept(
            child.id,
            names(child),
            names(child, "Description"),
            representation(child.first("CoreRepresentation")),
        )
        for child in node.all("Concept")
    )
    return ConceptScheme(reference(node), names(node), concepts)


def _dataflow(node: Node) -> Dataflow:
    structure = node.first("Structure")
    made_by = reference(structure) if structure is not None else None
    return Dataflow(reference(node), names(node), made_by)


_KINDS: Mapping[str, Callable[[Node], Maintained]] = {
    "Codelist": _codelist,
    "ConceptScheme": _concept_scheme,
    "DataStructure": data_structure,
    "Dataflow": _dataflow,
}
_SECTION = 3  # message, Structures, section: below stands what is maintained


class _Reader:
    """Makes a small tree of each maintained thing, and lets it go when it has been read."""

    def __init__(self) -> None:
        self.walker = Walker(self.start, self.end, self.text)
        self.format: Format | None = None
        self.found: list[Maintained] = []
        self.left_out: Counter[str] = Counter()
        self.path: list[str] = []
        self.open: list[Node] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if not self.path:
            self.format = self.root(name)
        self.path.append(tag)
        if self.open:
            node = Node(tag, attributes, self.walker.line)
            self.open[-1].children.append(node)
            self.open.append(node)
        elif len(self.path) == _SECTION + 1 and self.path[1] == "Structures":
            if tag in _KINDS:
                self.open.append(Node(tag, attributes, self.walker.line))
            else:
                self.left_out[tag] += 1

    def root(self, name: str) -> Format:
        """The format that the first element shows."""
        for found in (Format.STRUCTURE_21, Format.STRUCTURE_30):
            if name == f"{SCHEMAS}/{found.version}/message Structure":
                return found
        return self.walker.fail(
            "sdmx.not_structures", root=local(name)[:80], schema=namespace(name)[:200]
        )

    def text(self, data: str) -> None:
        if self.open:
            self.open[-1].parts.append(data)

    def end(self, _: str) -> None:
        self.path.pop()
        if not self.open:
            return
        node = self.open.pop()
        if self.open:
            return
        if len(self.found) >= MAX_THINGS:
            self.walker.fail("sdmx.too_many_structures", most=MAX_THINGS)
        self.found.append(_KINDS[node.tag](node))
