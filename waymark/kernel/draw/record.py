"""The record of a draw: one JSON document from which anybody can compute the draw again.

Its form is described in docs/reference/draw.md. Reading is strict: what the form does not know is
refused, so that two readers can't understand one record differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.kernel import canonical
from waymark.kernel.draw.announcement import Announcement, read_announcement
from waymark.kernel.draw.beacon import Beacon, read_beacon
from waymark.kernel.draw.chance import SECRET, Given
from waymark.kernel.draw.frame import STRATUM, Entry
from waymark.kernel.draw.lines import FORMAT, HASH, BadDraw, one_line
from waymark.kernel.draw.moments import read_moment, write_moment
from waymark.kernel.draw.selection import Drawn

MAX_BYTES = 32 * 1024 * 1024
MOST_SEAL = 20_000


@dataclass(frozen=True, slots=True)
class Seal:
    """That the announcement is in the ledger: a C2SP proof with its record, and the log's key."""

    proof: str
    key: str


@dataclass(frozen=True, slots=True)
class Said:
    """When the platform took down what a party gave."""

    committed: datetime | None = None
    revealed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Substitution:
    """A leaf that could not be checked after all, and the one that took its place, if any."""

    stratum: str
    out: str
    into: str
    reason: str
    at: datetime

    def document(self) -> dict[str, str]:
        """As JSON."""
        return {
            "stratum": self.stratum,
            "out": self.out,
            "in": self.into,
            "reason": self.reason,
            "at": write_moment(self.at),
        }


@dataclass(frozen=True, slots=True)
class Record:
    """Everything about a draw. `stated` is what it says of itself and a reader has to check."""

    announcement: Announcement
    frame: tuple[Entry, ...]
    given: tuple[Given, ...]
    said: Mapping[str, Said]
    beacon: Beacon
    seal: Seal | None
    stated: Mapping[str, Any]
    substitutions: tuple[Substitution, ...] = ()


def record_document(record: Record, *, seed: str, drawn: tuple[Drawn, ...]) -> dict[str, Any]:
    """The record as JSON, with the seed and the selection that follow from it."""
    seal = record.seal
    return {
        "format": FORMAT,
        "announcement": record.announcement.document(),
        "announcement_hash": record.announcement.hash,
        "seal": {"proof": seal.proof, "key": seal.key} if seal else None,
        "frame": [{"leaf": one.leaf, "stratum": one.stratum} for one in sorted(record.frame)],
        "commitments": [
            {"party": one.party, "commitment": one.commitment, "at": _at(record, one, "committed")}
            for one in record.given
            if one.commitment
        ],
        "reveals": [
            {"party": one.party, "secret": one.secret, "at": _at(record, one, "revealed")}
            for one in record.given
            if one.secret
        ],
        "beacon": record.beacon.document(),
        "seed": seed,
        "strata": [stratum.document() for stratum in drawn],
        "substitutions": [one.document() for one in record.substitutions],
    }


def _at(record: Record, given: Given, what: str) -> str:
    moment = getattr(record.said[given.party], what)
    assert moment is not None, "what was given was given at some time"
    return write_moment(moment)


def read_record(data: bytes) -> Record:
    """Read a record. Raises BadDraw with the first part that is not of its form."""
    try:
        value = canonical.loads(data, max_bytes=MAX_BYTES)
    except canonical.BadDocument as error:
        raise BadDraw("draw.not_json", where=error.where, why=error.why) from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise BadDraw("draw.other_format", format=FORMAT)
    parts = {"format", "announcement", "announcement_hash", "seal", "frame", "commitments"}
    parts |= {"reveals", "beacon", "seed", "strata", "substitutions"}
    for part in sorted(parts ^ set(value)):
        raise BadDraw("draw.bad_part", part=part[:40])
    given, said = _given(value["commitments"], value["reveals"])
    beacon = read_beacon(value["beacon"])
    if beacon.document() != value["beacon"]:
        raise BadDraw("draw.bad_beacon")
    return Record(
        announcement=read_announcement(value["announcement"]),
        frame=tuple(_entry(row) for row in _rows(value, "frame")),
        given=given,
        said=said,
        beacon=beacon,
        seal=_seal(value["seal"]),
        stated={part: value[part] for part in ("announcement_hash", "seed", "strata")},
        substitutions=tuple(_substitution(row) for row in _rows(value, "substitutions")),
    )


def _rows(value: dict[str, Any], part: str) -> list[object]:
    rows = value[part]
    if not isinstance(rows, list):
        raise BadDraw("draw.bad_part", part=part)
    return rows


def _entry(row: object) -> Entry:
    match row:
        case {"leaf": str(leaf), "stratum": str(stratum), **rest} if not rest:
            if HASH.fullmatch(leaf) and STRATUM.fullmatch(stratum):
                return Entry(leaf, stratum)
    raise BadDraw("draw.bad_part", part="frame")


def _given(commitments: object, reveals: object) -> tuple[tuple[Given, ...], dict[str, Said]]:
    """Pair what was committed with what was revealed, in order of the parties."""
    fixed, shown = _said(commitments, "commitment"), _said(reveals, "secret")
    if not set(shown) <= set(fixed):
        raise BadDraw("draw.bad_part", part="reveals")
    given = tuple(
        Given(party, commitment, shown[party][0] if party in shown else "")
        for party, (commitment, _at) in sorted(fixed.items())
    )
    said = {
        party: Said(at, shown[party][1] if party in shown else None)
        for party, (_commitment, at) in fixed.items()
    }
    return given, said


def _said(rows: object, what: str) -> dict[str, tuple[str, datetime]]:
    form = SECRET if what == "secret" else HASH
    found: dict[str, tuple[str, datetime]] = {}
    if not isinstance(rows, list):
        raise BadDraw("draw.bad_part", part=what)
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"party", what, "at"}:
            raise BadDraw("draw.bad_part", part=what)
        party, word = row["party"], row[what]
        sound = isinstance(party, str) and isinstance(word, str) and form.fullmatch(word)
        if not sound or party in found:
            raise BadDraw("draw.bad_part", part=what)
        found[party] = word, read_moment(row["at"])
    return found


def _seal(value: object) -> Seal | None:
    match value:
        case None:
            return None
        case {"proof": str(proof), "key": str(key), **rest} if not rest:
            if len(proof) <= MOST_SEAL and len(key) <= 500:
                return Seal(proof, key)
    raise BadDraw("draw.bad_part", part="seal")


def _substitution(row: object) -> Substitution:
    match row:
        case {
            "stratum": str(stratum),
            "out": str(out),
            "in": str(into),
            "reason": str(reason),
            "at": str(at),
            **rest,
        } if not rest:
            sound = HASH.fullmatch(out) and (not into or HASH.fullmatch(into)) and one_line(reason)
            if sound:
                return Substitution(stratum, out, into, reason, read_moment(at))
    raise BadDraw("draw.bad_part", part="substitutions")
