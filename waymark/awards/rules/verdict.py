"""The answer of a verification: three-valued, with every check that led to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """Valid as of the list's date; not valid; or nobody can tell from what was given."""

    VALID = "valid"
    NOT_VALID = "not_valid"
    COULD_NOT_CHECK = "could_not_check"


class Result(StrEnum):
    """How one check went."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """One thing looked at: its name, how it went, and the message that says so."""

    name: str
    result: Result
    message: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Summary:
    """What the certificate states; to be believed only as far as the checks allow."""

    id: str
    subject_name: str
    place_kind: str
    country: str
    title: str
    level: str
    stage: str
    scheme_id: str
    scheme_version: str
    criteria: str
    issuer_did: str
    issuer_name: str
    valid_from: str
    valid_until: str
    report_url: str
    report_hash: str


@dataclass(frozen=True)
class Verification:
    """Outcome, checks in the order made, the statement (if it could be read at all) and the
    date of the status list that the answer rests on."""

    outcome: Outcome
    checks: tuple[Check, ...]
    summary: Summary | None = None
    as_of: str | None = None

    @property
    def message(self) -> str:
        """The message key of the outcome."""
        return f"outcome.{self.outcome}"


def passed(name: str, message: str, **params: str) -> Check:
    """A check that went well."""
    return Check(name, Result.PASSED, message, params)


def failed(name: str, message: str, **params: str) -> Check:
    """A check that makes the certificate invalid."""
    return Check(name, Result.FAILED, message, params)


def unknown(name: str, message: str, **params: str) -> Check:
    """A check that could not be made."""
    return Check(name, Result.UNKNOWN, message, params)


def outcome_of(checks: tuple[Check, ...]) -> Outcome:
    """Any failure: not valid; else anything unknown, or no check at all: could not check."""
    results = {check.result for check in checks}
    if Result.FAILED in results:
        return Outcome.NOT_VALID
    if Result.UNKNOWN in results or not results:
        return Outcome.COULD_NOT_CHECK
    return Outcome.VALID
