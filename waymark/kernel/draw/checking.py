"""Checking a record: compute the draw again, and say of each step whether it holds.

Needs nothing but the record. Three answers: it holds, it does not, or it could not be checked,
because something is claimed of the world outside (which figures a lottery drew) that no computer
can look up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from waymark.kernel.draw import drand
from waymark.kernel.draw.announcement import faults
from waymark.kernel.draw.beacon import Signed, Thrown, answers
from waymark.kernel.draw.chance import enough, matches, seed_of
from waymark.kernel.draw.frame import by_stratum, frame_hash
from waymark.kernel.draw.lines import BadDraw
from waymark.kernel.draw.moments import write_moment
from waymark.kernel.draw.record import Record, read_record
from waymark.kernel.draw.sealing import BrokenSeal, opened
from waymark.kernel.draw.selection import Drawn, select, substitute


class Outcome(StrEnum):
    """What came of checking a record."""

    VALID = "valid"
    NOT_VALID = "not_valid"
    COULD_NOT_CHECK = "could_not_check"


class Result(StrEnum):
    """What came of one check; a note is worth knowing and decides nothing."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Check:
    """One step: its result, and a message key with the values of its sentence."""

    result: Result
    key: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Findings:
    """All checks of a record, and what they come to."""

    checks: tuple[Check, ...]
    record: Record | None = None
    drawn: tuple[Drawn, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Not valid if any check failed, else not checked if any could not be made."""
        results = {check.result for check in self.checks}
        if Result.FAILED in results:
            return Outcome.NOT_VALID
        return Outcome.COULD_NOT_CHECK if Result.UNKNOWN in results else Outcome.VALID


@dataclass(frozen=True, slots=True)
class Known:
    """What whoever checks knows from elsewhere: the ledger's key, and what the beacon gave."""

    key: str = ""
    figures: str = ""


Verify = Callable[[int, str], bool]


def check(data: bytes, known: Known = Known(), verify: Verify = drand.holds) -> Findings:
    """Check a record from its bytes; never raises for bad input.

    `verify` tells whether drand has signed a round.
    """
    try:
        record = read_record(data)
    except BadDraw as fault:
        return Findings((_failed(fault),))
    checks = [_passed("form.ok"), *_announced(record), *_sealed(record, known.key)]
    checks += [*_parties(record), *_days(record), *_beacon(record, known.figures, verify)]
    drawn: tuple[Drawn, ...] = ()
    try:
        root = opened(record.seal, "").root if record.seal else ""
        seed = seed_of(record.announcement, record.given, record.beacon, root)
        drawn = select(
            seed, record.frame, record.announcement.policy, reserves=record.announcement.reserves
        )
    except (BadDraw, BrokenSeal) as fault:
        checks.append(_failed(fault))
    else:
        checks += [*_drawn(record, seed, drawn), *_substituted(record, seed, drawn)]
    return Findings(tuple(checks), record, drawn)


def _passed(key: str, **params: str | int) -> Check:
    return Check(Result.PASSED, key, params)


def _failed(fault: BadDraw | BrokenSeal) -> Check:
    return Check(Result.FAILED, fault.key, fault.params)


def _held(good: bool, what: str, **params: str | int) -> Check:
    ending = "ok" if good else "wrong"
    return Check(Result.PASSED if good else Result.FAILED, f"{what}.{ending}", params)


def _announced(record: Record) -> Iterator[Check]:
    told = record.announcement
    yield from (_failed(fault) for fault in faults(told))
    yield _held(record.stated["announcement_hash"] == told.hash, "announcement", hash=told.hash)
    try:
        fits = frame_hash(record.frame) == told.frame
    except BadDraw as fault:
        yield _failed(fault)
        return
    same = fits and len(record.frame) == told.applications
    yield _held(same, "frame", applications=len(record.frame), hash=told.frame)


def _sealed(record: Record, key: str) -> Iterator[Check]:
    if record.seal is None:
        yield Check(Result.NOTE, "seal.none")
        return
    try:
        seal = opened(record.seal, key)
    except BrokenSeal as fault:
        yield _failed(fault)
        return
    if seal.announcement != record.announcement.hash:
        yield Check(Result.FAILED, "seal.other")
    elif key:
        yield _passed("seal.ok", size=seal.size, origin=seal.origin)
    else:
        yield Check(Result.NOTE, "seal.own_key", {"size": seal.size, "key": record.seal.key})


def _parties(record: Record) -> Iterator[Check]:
    told = record.announcement
    names = {party.id: f"{party.name} ({party.organisation})" for party in told.parties}
    given = {one.party: one for one in record.given}
    for party in sorted(set(given) - set(names)):
        yield Check(Result.FAILED, "party.unknown", {"party": party})
    for party, name in names.items():
        one = given.get(party)
        if one is None or not one.commitment:
            yield Check(Result.NOTE, "party.silent", {"name": name})
        elif not one.secret:
            yield Check(Result.NOTE, "party.not_revealed", {"name": name})
        else:
            yield _held(matches(one, told.hash), "party", name=name)
    revealed = sum(bool(one.secret) for one in record.given)
    yield _held(enough(told, record.given), "parties", have=revealed, need=told.least_reveals)


def _days(record: Record) -> Iterator[Check]:
    told = record.announcement
    early = all(
        told.at <= said.committed <= told.commit_by
        for said in record.said.values()
        if said.committed
    )
    between = all(
        told.commit_by < said.revealed <= told.reveal_by
        for said in record.said.values()
        if said.revealed
    )
    yield _held(early and between, "days", reveal_by=write_moment(told.reveal_by))


def _beacon(record: Record, figures: str, verify: Verify) -> Iterator[Check]:
    told, beacon = record.announcement, record.beacon
    fallback = told.fallback is not None and answers(beacon, told.fallback)
    if not (answers(beacon, told.beacon) or fallback):
        yield Check(Result.FAILED, "beacon.other")
        return
    if fallback:
        yield Check(Result.NOTE, "beacon.fallback")
    if isinstance(beacon, Signed):
        signed = verify(beacon.round, beacon.signature)
        at = write_moment(told.beacon.moment)
        yield _held(signed, "beacon.drand", round=beacon.round, at=at)
        return
    yield _figures(beacon, figures)


def _figures(beacon: Thrown, figures: str) -> Check:
    params = {"source": beacon.source, "figures": beacon.figures}
    seen = "".join(figures.split())
    if not seen:
        return Check(Result.UNKNOWN, "beacon.look_up", params)
    return _held(seen == beacon.figures, "beacon.figures", **params)


def _drawn(record: Record, seed: str, drawn: tuple[Drawn, ...]) -> Iterator[Check]:
    yield _held(record.stated["seed"] == seed, "seed", seed=seed)
    stated: Any = record.stated["strata"]
    rows = stated if isinstance(stated, list) else []
    for found in drawn:
        good = found.document() in rows
        yield _held(
            good,
            "stratum",
            stratum=found.stratum,
            drawn=len(found.picks),
            applications=found.applications,
            chance=str(found.chance),
        )
    if len(rows) != len(drawn):
        yield Check(Result.FAILED, "strata.others")


def _substituted(record: Record, seed: str, drawn: tuple[Drawn, ...]) -> Iterator[Check]:
    """Whoever could not be checked was drawn, and the next ticket took the place."""
    leaves = by_stratum(record.frame)
    live = {found.stratum: {pick.leaf for pick in found.picks} for found in drawn}
    taken = {stratum: set(picked) for stratum, picked in live.items()}
    for one in record.substitutions:
        here = live.get(one.stratum, set())
        following = substitute(seed, leaves.get(one.stratum, ()), taken.get(one.stratum, ()))
        good = one.out in here and one.into == (following.leaf if following else "")
        yield _held(good, "substitution", out=one.out, into=one.into or "–")
        if not good:
            return
        here.discard(one.out)
        if following:
            here.add(one.into)
            taken[one.stratum].add(one.into)
