"""An overlay and its operations as frozen dataclasses; what is not here can't be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from waymark.kernel import canonical
from waymark.schemes.rules.model import Criterion, Texts
from waymark.schemes.rules.nodes import Rule
from waymark.schemes.rules.plain import plain

FORMAT = "waymark-overlay/1"


@dataclass(frozen=True, slots=True)
class Base:
    """The edition that an overlay lies over, by its content."""

    id: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class Localise:
    """Say a text of a criterion in further languages, or its guidance anew.

    `field` is `title`, `text`, `why`, `guidance` or `descriptor_0` to `descriptor_3`.
    """

    criterion: str
    field: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class MapSource:
    """Say where a country finds the figures of an indicator. Informs; nothing depends on it."""

    indicator: str
    source: Texts


@dataclass(frozen=True, slots=True)
class AddEvidenceKind:
    """A national kind of document, for rules that the overlay adds or puts in place."""

    id: str
    label: Texts


@dataclass(frozen=True, slots=True)
class AddCriterion:
    """A criterion of the country's own."""

    criterion: Criterion


@dataclass(frozen=True, slots=True)
class AddRule:
    """One more condition of a criterion, beside all that it has."""

    criterion: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Tighten:
    """A stricter parameter of one leaf (`B01/1`), or of a criterion: `not_relevant` to false."""

    target: str
    param: str
    to: int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Substitute:
    """A deviation: a national legal equivalent in place of one leaf."""

    leaf: str
    rule: Rule
    reason: Texts
    basis: str


@dataclass(frozen=True, slots=True)
class Waive:
    """A deviation: a criterion does not apply until a day."""

    criterion: str
    reason: Texts
    until: date


Op = Localise | MapSource | AddEvidenceKind | AddCriterion | AddRule | Tighten | Substitute | Waive

NAMES: Mapping[type, str] = {
    Localise: "localise",
    MapSource: "map_source",
    AddEvidenceKind: "add_evidence_kind",
    AddCriterion: "add_criterion",
    AddRule: "add_rule",
    Tighten: "tighten",
    Substitute: "substitute",
    Waive: "waive",
}

DEVIATIONS = (Substitute, Waive)
"""What needs to be named in the endorsement, and stands in every report and on certificates."""


@dataclass(frozen=True)
class Overlay:
    """A country's adaptation of one edition. `id` is its namespace, such as `ke`."""

    id: str
    version: str
    language: str
    title: Texts
    summary: Texts
    provenance: str
    base: Base
    ops: tuple[Op, ...]

    @cached_property
    def hash(self) -> str:
        """Digest of the whole document (`overlay_document`)."""
        return canonical.digest(overlay_document(self))

    @property
    def deviates(self) -> bool:
        """Whether anything in it is looser than the base, or can't be ordered against it."""
        return any(isinstance(op, DEVIATIONS) for op in self.ops)


def overlay_document(overlay: Overlay) -> dict[str, Any]:
    """The overlay as its JSON document; `parse_overlay` of it gives the overlay back."""
    document = plain(overlay)
    document["ops"] = [{"op": NAMES[type(op)], **plain(op)} for op in overlay.ops]
    return {"format": FORMAT, **document}


def overlay_hash(overlay: Overlay) -> str:
    """SHA-256 of the canonical overlay document, as 64 hex digits."""
    return overlay.hash
