"""References between structures, as each version writes them."""

from __future__ import annotations

from waymark.kernel.sdmx.markup import attributes, escaped
from waymark.kernel.sdmx.model import ConceptRef, Ref, Representation

_MODEL = "urn:sdmx:org.sdmx.infomodel."
URN = {
    "Code": f"{_MODEL}codelist.Code=",
    "Codelist": f"{_MODEL}codelist.Codelist=",
    "Concept": f"{_MODEL}conceptscheme.Concept=",
    "ConceptScheme": f"{_MODEL}conceptscheme.ConceptScheme=",
    "DataStructure": f"{_MODEL}datastructure.DataStructure=",
    "Dataflow": f"{_MODEL}datastructure.Dataflow=",
}
"""How the URN of each class begins."""


def urn(kind: str, ref: Ref) -> str:
    """The URN of a maintained thing."""
    return f"{URN[kind]}{ref}"


def _package(kind: str) -> str:
    return URN[kind].removeprefix(_MODEL).partition(".")[0]


def pointer(kind: str, ref: Ref, version: str) -> str:
    """What stands inside an element that refers to a maintained thing."""
    if version == "v3_0":
        return escaped(urn(kind, ref))
    pairs = [("id", ref.id), ("version", ref.version), ("agencyID", ref.agency)]
    pairs += [("package", _package(kind)), ("class", kind)]
    return f"<Ref{attributes(pairs)}/>"


def concept_identity(concept: ConceptRef, version: str) -> str:
    """The concept of a component; nothing where its scheme is not known."""
    scheme = concept.scheme
    if scheme is None:
        return ""
    if version == "v3_0":
        inside = escaped(f"{URN['Concept']}{scheme}.{concept.id}")
    else:
        pairs = [
            ("id", concept.id),
            ("maintainableParentID", scheme.id),
            ("maintainableParentVersion", scheme.version),
            ("agencyID", scheme.agency),
            ("package", "conceptscheme"),
            ("class", "Concept"),
        ]
        inside = f"<Ref{attributes(pairs)}/>"
    return f"<str:ConceptIdentity>{inside}</str:ConceptIdentity>"


def representation(name: str, given: Representation, version: str) -> str:
    """A representation under that name; nothing where there is none."""
    form = [("textType", given.text_type)] if given.text_type else []
    form += list(given.facets.items())
    if given.codelist:
        listed = pointer("Codelist", given.codelist, version)
        inside = f"<str:Enumeration>{listed}</str:Enumeration>"
        inside += f"<str:EnumerationFormat{attributes(form)}/>" if form else ""
    elif form:
        inside = f"<str:TextFormat{attributes(form)}/>"
    else:
        return ""
    return f"<str:{name}>{inside}</str:{name}>"
