"""The formats we read and write: names, media types, and which one a client gets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from waymark.kernel.sdmx.errors import BadSdmx

SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas"


class Format(Enum):
    """A format of data or structures; the value is its media type."""

    GENERIC_21 = "application/vnd.sdmx.genericdata+xml;version=2.1"
    SPECIFIC_21 = "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
    SPECIFIC_30 = "application/vnd.sdmx.data+xml;version=3.0.0"
    CSV_10 = "application/vnd.sdmx.data+csv;version=1.0.0"
    CSV_20 = "application/vnd.sdmx.data+csv;version=2.0.0"
    STRUCTURE_21 = "application/vnd.sdmx.structure+xml;version=2.1"
    STRUCTURE_30 = "application/vnd.sdmx.structure+xml;version=3.0.0"

    @property
    def is_csv(self) -> bool:
        """Whether it is a table."""
        return self in {Format.CSV_10, Format.CSV_20}

    @property
    def version(self) -> str:
        """`v2_1` or `v3_0`, as the names of schemas have it."""
        return "v3_0" if self in {Format.SPECIFIC_30, Format.STRUCTURE_30} else "v2_1"


DATA = (Format.SPECIFIC_21, Format.GENERIC_21, Format.SPECIFIC_30, Format.CSV_10, Format.CSV_20)
"""What data can be asked for; the first is given where a client does not mind."""
STRUCTURE = (Format.STRUCTURE_21, Format.STRUCTURE_30)

# Names under which clients ask for the same, and what version they mean where they name none.
_SAME = {
    "application/vnd.sdmx.generictimeseriesdata+xml": "application/vnd.sdmx.genericdata+xml",
    "application/vnd.sdmx.structurespecifictimeseriesdata+xml": (
        "application/vnd.sdmx.structurespecificdata+xml"
    ),
}
_GENERAL = {
    "text/csv": "application/vnd.sdmx.data+csv",
    "application/csv": "application/vnd.sdmx.data+csv",
}


@dataclass(frozen=True, slots=True)
class Range:
    """One entry of an Accept header."""

    kind: str
    version: str
    quality: float


def negotiate(accept: str, offered: tuple[Format, ...] = DATA) -> Format:
    """The format to answer with: the client's first choice among those offered.

    An empty header takes the first. Raises `BadSdmx` (`sdmx.not_acceptable`) where nothing fits.
    Source: RFC 9110, 12.5.1; SDMX REST, content negotiation.
    """
    if not accept.strip():
        return offered[0]
    entries = accept[:2000].split(",")
    ranges = [found for entry in entries if (found := _range(entry)) is not None]
    best, quality = None, 0.0
    for candidate in offered:
        wanted = _quality(candidate, ranges)
        if wanted > quality:
            best, quality = candidate, wanted
    if best is None:
        raise BadSdmx("sdmx.not_acceptable", accept=accept[:200])
    return best


def _range(entry: str) -> Range | None:
    kind, *parameters = (part.strip().lower() for part in entry.split(";"))
    values = {
        name.strip(): value.strip().strip('"')
        for name, sign, value in (parameter.partition("=") for parameter in parameters)
        if sign
    }
    try:
        quality = float(values.get("q", "1"))
    except ValueError:
        return None
    kind = _SAME.get(kind, _GENERAL.get(kind, kind))
    return Range(kind, values.get("version", ""), quality) if 0 <= quality <= 1 else None


def _quality(candidate: Format, ranges: list[Range]) -> float:
    """How much a client wants a format: the most precise entry that covers it decides."""
    kind, _, version = candidate.value.partition(";version=")
    precise, quality = 0, 0.0
    for entry in ranges:
        fits = {kind: 3, kind.split("/")[0] + "/*": 1, "*/*": 1}.get(entry.kind, 0)
        if entry.kind in {"application/xml", "text/xml"} and not candidate.is_csv:
            fits = 2
        if entry.version:
            fits = 4 if fits == 3 and _same_version(entry.version, version) else 0
        if fits > precise or (fits == precise and entry.quality > quality):
            precise, quality = fits, entry.quality
    return quality if precise else 0.0


def _same_version(asked: str, ours: str) -> bool:
    """`3.0` and `3.0.0` are one version."""
    longest = max(asked.count("."), ours.count("."))
    return _padded(asked, longest) == _padded(ours, longest)


def _padded(version: str, dots: int) -> str:
    return version + ".0" * (dots - version.count("."))
