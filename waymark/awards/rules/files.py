"""Verifying files: bytes in, exit code, words and JSON out. Wrapped by the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.awards.rules.messages import explain
from waymark.awards.rules.moments import write_moment
from waymark.awards.rules.reading import Unreadable, parse
from waymark.awards.rules.trust import read_trust
from waymark.awards.rules.verdict import Outcome, Result, Verification, unknown
from waymark.awards.rules.verification import refused, verify

EXIT_CODES = {Outcome.VALID: 0, Outcome.NOT_VALID: 1, Outcome.COULD_NOT_CHECK: 2}
_MARKS = {Result.PASSED: "+", Result.FAILED: "x", Result.UNKNOWN: "?"}


@dataclass(frozen=True)
class FileAnswer:
    """The answer about a file: exit code (0 valid, 1 not valid, 2 could not be checked), lines
    of words, and the same as a JSON object."""

    code: int
    lines: tuple[str, ...]
    json: dict[str, Any]
    verification: Verification


def verify_files(
    credential: bytes,
    trust: bytes | None,
    now: datetime,
    translate: Callable[[str], str] = str,
) -> FileAnswer:
    """Verify a certificate file with a trust file, or with none, at `now`."""
    answer = _verify(credential, trust, now)
    return FileAnswer(
        EXIT_CODES[answer.outcome],
        _lines(answer, translate),
        _json(answer, now, translate),
        answer,
    )


def _verify(credential: bytes, trust: bytes | None, now: datetime) -> Verification:
    try:
        document = parse(credential)
    except Unreadable as error:
        return refused(error)
    if trust is None:
        return verify(document, None, now)
    try:
        trusted = read_trust(trust)
    except Unreadable:
        bare = verify(document, None, now)
        checks = (unknown("trust", "trust.malformed"), *bare.checks)
        return Verification(bare.outcome, checks, bare.summary)
    return verify(document, trusted, now)


def _lines(answer: Verification, translate: Callable[[str], str]) -> tuple[str, ...]:
    lines = [explain(answer.message, {}, translate)]
    stated = answer.summary
    if stated is not None:
        lines += [
            f"  {stated.title}",
            f"  {stated.subject_name} ({stated.country})",
            f"  {stated.issuer_name} · {stated.valid_from} – {stated.valid_until}",
        ]
    lines += [
        f"  {_MARKS[check.result]} {explain(check.message, check.params, translate)}"
        for check in answer.checks
    ]
    return tuple(_plain(line) for line in lines)


def _plain(line: str) -> str:
    """A line that cannot steer a terminal or turn around what is read: no controls, no
    direction marks. The joiners that Persian and Indic names need stay."""
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else "\ufffd" for c in line)


def _json(answer: Verification, now: datetime, translate: Callable[[str], str]) -> dict[str, Any]:
    return {
        "outcome": str(answer.outcome),
        "at": write_moment(now),
        "as_of": answer.as_of,
        "certificate": None if answer.summary is None else vars(answer.summary),
        "checks": [
            {
                "name": check.name,
                "result": str(check.result),
                "message": check.message,
                "params": dict(check.params),
                "text": explain(check.message, check.params, translate),
            }
            for check in answer.checks
        ],
    }
