"""Writing structure messages: SDMX-ML 2.1 and 3.0, with URNs, which other readers want."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from waymark.kernel.sdmx.component_write import components
from waymark.kernel.sdmx.formats import SCHEMAS, Format
from waymark.kernel.sdmx.header import Header
from waymark.kernel.sdmx.markup import attributes, escaped, header, opening
from waymark.kernel.sdmx.model import (
    Annotation,
    Codelist,
    ConceptScheme,
    Dataflow,
    DataStructure,
    Maintained,
    Names,
    Structures,
)
from waymark.kernel.sdmx.refs import URN, pointer, representation, urn

Write = Callable[[Maintained, str], str]


def write_structures(
    structures: Structures, head: Header, *, format: Format = Format.STRUCTURE_21
) -> Iterator[bytes]:
    """The structures as a message, in pieces fit for streaming.

    SDMX asks for a name of everything: what has none is named by its id, in English. Raises
    `BadSdmx` for text that XML can't hold and for the measure dimension of 2.1.
    """
    version = format.version
    start = opening("Structure", version, **{"xmlns:str": f"{SCHEMAS}/{version}/structure"})
    yield f"{start}{header(head)}<mes:Structures>\n".encode()
    for section, things in _sections(structures, version):
        if things:
            yield f"<str:{section}>\n".encode()
            for thing in things:
                yield _write(thing, version).encode()
            yield f"</str:{section}>\n".encode()
    yield b"</mes:Structures>\n</mes:Structure>\n"


def _sections(structures: Structures, version: str) -> tuple[tuple[str, Sequence[Maintained]], ...]:
    """The sections in the order that each version's schema asks for."""
    if version == "v2_1":
        return (
            ("Dataflows", structures.dataflows),
            ("Codelists", structures.codelists),
            ("Concepts", structures.concept_schemes),
            ("DataStructures", structures.data_structures),
        )
    return (
        ("Codelists", structures.codelists),
        ("ConceptSchemes", structures.concept_schemes),
        ("Dataflows", structures.dataflows),
        ("DataStructures", structures.data_structures),
    )


def _write(thing: Maintained, version: str) -> str:
    if isinstance(thing, Codelist):
        return _maintained("Codelist", thing, _codes(thing, version))
    if isinstance(thing, ConceptScheme):
        return _maintained("ConceptScheme", thing, _concepts(thing, version))
    if isinstance(thing, DataStructure):
        return _maintained("DataStructure", thing, components(thing, version))
    inside = ""
    if thing.structure:
        pointed = pointer("DataStructure", thing.structure, version)
        inside = f"<str:Structure>{pointed}</str:Structure>\n"
    return _maintained("Dataflow", thing, inside)


def _maintained(
    kind: str, thing: Codelist | ConceptScheme | DataStructure | Dataflow, inside: str
) -> str:
    pairs = [
        ("id", thing.ref.id),
        ("urn", urn(kind, thing.ref)),
        ("agencyID", thing.ref.agency),
        ("version", thing.ref.version),
    ]
    named = _names(thing.names, thing.ref.id)
    return f"<str:{kind}{attributes(pairs)}>{named}\n{inside}</str:{kind}>\n"


def _names(names: Names, otherwise: str, tag: str = "Name") -> str:
    texts = dict(names) or ({"en": otherwise} if otherwise else {})
    return "".join(
        f"<com:{tag}{attributes([('xml:lang', language)])}>{escaped(text)}</com:{tag}>"
        for language, text in texts.items()
    )


def _codes(thing: Codelist, version: str) -> str:
    lines = []
    for code in thing.codes:
        above = ""
        if code.parent:
            above = f'<Ref id="{code.parent}"/>' if version == "v2_1" else code.parent
            above = f"<str:Parent>{above}</str:Parent>"
        own = [("id", code.id), ("urn", f"{URN['Code']}{thing.ref}.{code.id}")]
        words = _names(code.names, code.id) + _names(code.descriptions, "", "Description")
        remarks = _annotations(code.annotations)
        lines.append(f"<str:Code{attributes(own)}>{remarks}{words}{above}</str:Code>\n")
    return "".join(lines)


def _annotations(annotations: Sequence[Annotation]) -> str:
    if not annotations:
        return ""
    inside = "".join(
        "<com:Annotation>"
        + (f"<com:AnnotationTitle>{escaped(one.title)}</com:AnnotationTitle>" if one.title else "")
        + (f"<com:AnnotationType>{escaped(one.type)}</com:AnnotationType>" if one.type else "")
        + _names(one.texts, "", "AnnotationText")
        + "</com:Annotation>"
        for one in annotations
    )
    return f"<com:Annotations>{inside}</com:Annotations>"


def _concepts(thing: ConceptScheme, version: str) -> str:
    lines = []
    for concept in thing.concepts:
        own = [("id", concept.id), ("urn", f"{URN['Concept']}{thing.ref}.{concept.id}")]
        words = _names(concept.names, concept.id) + _names(concept.descriptions, "", "Description")
        core = representation("CoreRepresentation", concept.representation, version)
        lines.append(f"<str:Concept{attributes(own)}>{words}{core}</str:Concept>\n")
    return "".join(lines)
