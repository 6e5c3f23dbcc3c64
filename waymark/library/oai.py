"""The public entries of the library by OAI-PMH 2.0 as Dublin Core, so that others can harvest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from waymark.base.face import open_address
from waymark.library.models import Item
from waymark.library.rules.catalogue import CODE
from waymark.library.rules.outside.serving import PREFIX, OaiError

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
HEAD = {
    "xmlns": OAI,
    "xmlns:xsi": XSI,
    "xsi:schemaLocation": f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
}
DUBLIN = {
    "xmlns:oai_dc": OAI_DC,
    "xmlns:dc": DC,
    "xsi:schemaLocation": f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
}


@dataclass(frozen=True)
class Here:
    """Where we stand: the address of the interface, of the site, its host and who answers mail."""

    url: str
    base: str
    host: str
    mail: str

    def name(self, item: Item) -> str:
        """What an entry is called by others."""
        return f"oai:{self.host}:{item.code}"

    def code(self, name: str) -> str:
        """The code of an entry that others call so, "" if it is none of ours."""
        start = f"oai:{self.host}:"
        code = name.removeprefix(start) if name.startswith(start) else ""
        return code if CODE.fullmatch(code) else ""


def answer(here: Here, at: datetime, given: Mapping[str, str]) -> tuple[ET.Element, ET.Element]:
    """Return the frame of an answer, and in it the place of what was asked."""
    root = ET.Element("OAI-PMH", HEAD)
    ET.SubElement(root, "responseDate").text = _moment(at)
    ET.SubElement(root, "request", dict(given)).text = here.url
    return root, ET.SubElement(root, given["verb"]) if "verb" in given else root


def refusal(here: Here, at: datetime, error: OaiError) -> bytes:
    """Return why a request gets no other answer."""
    root = ET.Element("OAI-PMH", HEAD)
    ET.SubElement(root, "responseDate").text = _moment(at)
    ET.SubElement(root, "request").text = here.url
    ET.SubElement(root, "error", {"code": error.code}).text = error.said
    return written(root)


def identify(part: ET.Element, here: Here, earliest: datetime) -> None:
    """Say who we are. What was hidden is not told of (deletedRecord: no)."""
    told = {
        "repositoryName": "Waymark",
        "baseURL": here.url,
        "protocolVersion": "2.0",
        "adminEmail": here.mail,
        "earliestDatestamp": _moment(earliest),
        "deletedRecord": "no",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }
    for name, said in told.items():
        ET.SubElement(part, name).text = said


def formats(part: ET.Element) -> None:
    """Say that records are there as Dublin Core."""
    one = ET.SubElement(part, "metadataFormat")
    ET.SubElement(one, "metadataPrefix").text = PREFIX
    ET.SubElement(one, "schema").text = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
    ET.SubElement(one, "metadataNamespace").text = OAI_DC


def records(
    part: ET.Element, here: Here, items: Sequence[Item], token: str | None, *, whole: bool
) -> None:
    """Put entries into an answer; not whole: their heads alone.

    token: of the next page, empty on the last of several, None where there is one alone.
    """
    to = open_address("library_item")
    for item in items:
        record = ET.SubElement(part, "record") if whole else part
        header = ET.SubElement(record, "header")
        ET.SubElement(header, "identifier").text = here.name(item)
        ET.SubElement(header, "datestamp").text = _moment(item.changed_at)
        if whole:
            metadata = ET.SubElement(record, "metadata")
            _dublin(ET.SubElement(metadata, "oai_dc:dc", DUBLIN), item, here.base + to(item.code))
    if token is not None:
        ET.SubElement(part, "resumptionToken").text = token


def _dublin(core: ET.Element, item: Item, url: str) -> None:
    def say(name: str, text: str, language: str = "") -> None:
        if text:
            more = {"xml:lang": language} if language else {}
            ET.SubElement(core, f"dc:{name}", more).text = text

    for name, texts in (
        *(("title", item.title), ("publisher", item.publisher)),
        ("description", item.description),
    ):
        for language in sorted(texts, key=lambda one: (one != item.original, one)):
            say(name, texts[language], language)
    say("identifier", url)
    say("relation", item.url)
    for name, values in (
        *(("type", item.kinds), ("subject", item.topics)),
        ("language", item.languages),
    ):
        for value in values:
            say(name, value)
    say("rights", str(item.came_from.get("licence", "")))


def written(root: ET.Element) -> bytes:
    """Return an answer as bytes."""
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
