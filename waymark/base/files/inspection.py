"""Has a file of a claimed type read whole in the sandbox, and tells what was found."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waymark.base import sandbox
from waymark.base.files.errors import FileRefused, Kind, StoreUnavailable
from waymark.base.files.types import BY_MEDIA_TYPE

log = logging.getLogger(__name__)

_ENTRY = "waymark.base.files.inspectors.entry:inspect"
_NUMBERS = ("pages", "rows", "columns", "sheets", "width", "height")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the file is refused: the message key and what fills its sentence."""

    kind: Kind
    params: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What reading a file showed; a number is None where the type has no such thing.

    `rows` and `columns` are the largest sheet's used range; `width` and `height` are pixels, of a
    PDF the first page's points; `encoding` is "" when the bytes do not tell it; `notes` may hold
    `javascript` and `attachments` (of a PDF), for the reviewer to know.
    """

    media_type: str
    pages: int | None = None
    rows: int | None = None
    columns: int | None = None
    sheets: int | None = None
    width: int | None = None
    height: int | None = None
    encoding: str = ""
    notes: tuple[str, ...] = ()
    refusal: Refusal | None = None

    @property
    def ok(self) -> bool:
        """Whether the file may be kept."""
        return self.refusal is None

    def require(self) -> None:
        """Raise `FileRefused` when the file may not be kept."""
        if self.refusal is not None:
            raise FileRefused(self.refusal.kind, **self.refusal.params)


def inspect(path: Path, media_type: str) -> Inspection:
    """Read the file in a limited child; never raises for what the file holds.

    A file that breaks its reader is refused as `TOO_COMPLEX` (a limit was reached, or the reader
    crashed) or `BROKEN`. Raises `StoreUnavailable` when the child could not be started.
    """
    label = BY_MEDIA_TYPE[media_type].label
    try:
        found = sandbox.run(_ENTRY, path, {"media_type": media_type})
    except sandbox.ParserDied as died:
        log.warning("reading a %s ended the parser: %s", label, died)
        if died.reason == "start":
            raise StoreUnavailable(full=False) from died
        return _refused(media_type, Kind.TOO_COMPLEX, {"format": label})
    except sandbox.ParserFailed as failed:
        log.warning("reading a %s failed: %s", label, failed)
        return _refused(media_type, Kind.BROKEN, {"format": label})
    return from_facts(media_type, found)


def from_facts(media_type: str, found: Any) -> Inspection:
    """An `Inspection` of what the child said; what is not of the expected shape is left out."""
    if not isinstance(found, dict):
        return _refused(media_type, Kind.BROKEN, {"format": BY_MEDIA_TYPE[media_type].label})
    refusal = found.get("refusal")
    if isinstance(refusal, dict):
        return _refused(media_type, Kind(refusal["kind"]), refusal["params"])
    numbers: dict[str, Any] = {
        name: value for name in _NUMBERS if isinstance(value := found.get(name), int) and value >= 0
    }
    notes = tuple(str(note) for note in found.get("notes", ()))
    return Inspection(media_type, **numbers, encoding=str(found.get("encoding", "")), notes=notes)


def to_facts(inspection: Inspection) -> dict[str, Any]:
    """The reverse of `from_facts`, for an inspection without refusal."""
    facts: dict[str, Any] = {
        name: value for name in _NUMBERS if (value := getattr(inspection, name)) is not None
    }
    return {**facts, "encoding": inspection.encoding, "notes": list(inspection.notes)}


def _refused(media_type: str, kind: Kind, params: Mapping[str, str | int]) -> Inspection:
    return Inspection(media_type, refusal=Refusal(kind, dict(params)))
