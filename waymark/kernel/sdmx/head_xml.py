"""The head of a data message in XML: its format, and by which structure its data are made."""

from __future__ import annotations

from typing import IO

from waymark.kernel.sdmx.errors import BadSdmx
from waymark.kernel.sdmx.formats import SCHEMAS, Format
from waymark.kernel.sdmx.header import Envelope
from waymark.kernel.sdmx.model import Ref
from waymark.kernel.sdmx.schema import ALL_DIMENSIONS, Schema
from waymark.kernel.sdmx.walk import Walker, local, namespace

_ROOTS = {
    f"{SCHEMAS}/{version}/message {kind}{series}Data": found
    for version, kind, found in (
        ("v2_1", "Generic", Format.GENERIC_21),
        ("v2_1", "StructureSpecific", Format.SPECIFIC_21),
        ("v3_0", "StructureSpecific", Format.SPECIFIC_30),
    )
    for series in ("", "TimeSeries")
}


def xml_envelope(stream: IO[bytes]) -> Envelope:
    """What the message says of itself; reads no further than the start of its data."""
    reader = HeadReader()
    for _ in reader.walker.run(stream):
        if reader.in_data:
            break
    return next(iter(reader.envelopes.values()), Envelope(reader.format))


class HeadReader:
    """Knows the root and the header; stops listening where the data begin."""

    def __init__(self) -> None:
        self.walker = Walker(self.start, self.end, self.text)
        self.format = Format.SPECIFIC_21
        self.envelopes: dict[str, Envelope] = {}
        self.path: list[str] = []
        self.in_data = False
        self._id = ""
        self._at = ALL_DIMENSIONS
        self._words: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if not self.path:
            self.root(name)
        self.path.append(tag)
        self._words = []
        if tag == "DataSet" and len(self.path) == 2:
            self.in_data = True
        elif self.in_header(3):
            self._id = attributes.get("structureID", "")
            self._at = attributes.get("dimensionAtObservation", ALL_DIMENSIONS)
        elif self.in_header(5) and tag == "Ref":
            ref = Ref(
                attributes.get("agencyID", ""),
                attributes.get("id", ""),
                attributes.get("version", "1.0"),
            )
            self.note(ref, self.path[-2])

    def root(self, name: str) -> None:
        """Keep the format that the first element shows, or refuse the file."""
        if name not in _ROOTS:
            self.walker.fail("sdmx.not_data", root=local(name)[:80], schema=namespace(name)[:200])
        self.format = _ROOTS[name]

    def in_header(self, depth: int) -> bool:
        """Whether an element that says which structure the data have is open at that depth."""
        path = self.path
        return len(path) == depth and path[1:3] == ["Header", "Structure"]

    def note(self, ref: Ref, tag: str) -> None:
        """Keep what the header says of one structure."""
        known = ref if tag in {"Structure", "StructureUsage"} else None
        usage = tag == "StructureUsage"
        self.envelopes[self._id] = Envelope(self.format, known, usage, self._at)

    def text(self, data: str) -> None:
        if not self.in_data:
            self._words.append(data)

    def end(self, _: str) -> None:
        words = "".join(self._words).strip()
        if words.startswith("urn:") and (self.in_header(4) or self.in_header(5)):
            try:
                self.note(Ref.parse(words), self.path[3])
            except BadSdmx as error:
                self.walker.fail(error.key, **error.params)
        self.path.pop()


def refuse_other(schema: Schema, envelope: Envelope, line: int) -> None:
    """Raise `BadSdmx` where data name another structure than the schema's, whatever version."""
    named = envelope.structure
    ours = schema.dataflow if envelope.is_dataflow else schema.structure.ref
    if named and ours and (named.agency, named.id) != (ours.agency, ours.id):
        raise BadSdmx("sdmx.other_structure", line, named=str(named), expected=str(ours))
