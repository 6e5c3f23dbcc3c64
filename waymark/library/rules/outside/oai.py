"""Answers of OAI-PMH 2.0 with Dublin Core (openarchives.org/OAI/2.0), a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from waymark.library.rules.outside.telling import Told, told
from waymark.library.rules.outside.tree import BadAnswer, Node, read

OAI = "http://www.openarchives.org/OAI/2.0/"
DC = "http://purl.org/dc/elements/1.1/"
PREFIX = "oai_dc"


@dataclass(frozen=True)
class Listed:
    """A page of records, and the token by which the next one is asked for ("" on the last)."""

    records: tuple[Told, ...]
    token: str


def ask(url: str, token: str = "") -> str:
    """The address of the first page of records, or of the one that a token stands for."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query) if pair[0] in ("set", "from", "until")]
    said = [("verb", "ListRecords")]
    said += [("resumptionToken", token)] if token else [("metadataPrefix", PREFIX), *kept]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(said), ""))


def page(content: bytes) -> Listed:
    """Read an answer to ListRecords. Raises BadAnswer; that there is nothing is no error."""
    root = read(content)
    if (root.space, root.name) != (OAI, "OAI-PMH"):
        raise BadAnswer("outside.not_oai")
    for error in root.every("error", OAI):
        code = error.attributes.get("code", "")
        if code == "noRecordsMatch":
            return Listed((), "")
        raise BadAnswer("outside.oai_error", code=code[:40], said=error.text[:200])
    listed = root.first("ListRecords", OAI)
    if listed is None:
        raise BadAnswer("outside.not_oai")
    found = (_record(one) for one in listed.every("record", OAI))
    return Listed(tuple(one for one in found if one), listed.said("resumptionToken", OAI))


def _record(record: Node) -> Told | None:
    header = record.first("header", OAI)
    name = header.said("identifier", OAI) if header else ""
    if header is None or not name:
        return None
    if header.attributes.get("status") == "deleted":
        return Told(name[:300], gone=True)
    metadata = record.first("metadata", OAI)
    core = next((one for one in metadata.below() if one.name == "dc"), None) if metadata else None
    if core is None:
        return None

    def every(element: str) -> list[str]:
        return [one.text for one in core.every(element, DC) if one.text]

    publishers = every("publisher") or every("creator")
    return told(
        id=name,
        title=next(iter(every("title")), ""),
        description="\n".join(every("description")),
        publisher="; ".join(publishers[:3]),
        urls=[*every("identifier"), *every("relation"), *every("source")],
        language=next(iter(every("language")), ""),
        kinds=every("type"),
        subjects=every("subject"),
        licence="; ".join(every("rights")),
    )
