"""What has become of an award: a fold over its events, and who may add one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What can happen to an award after its issue."""

    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class AwardState(StrEnum):
    """What an award is at a moment."""

    INTENDED = "intended"  # decided, not signed yet
    ACTIVE = "valid"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class AwardPermit(StrEnum):
    """Acts of this room; the object is the issuer."""

    ISSUE_AWARD = "issue_award"
    SUSPEND_AWARD = "suspend_award"
    REVOKE_AWARD = "revoke_award"
    MANAGE_ISSUER = "manage_issuer"


# Role names are those of the floor below; a test holds them against its list.
TABLE: Mapping[str, frozenset[str]] = {
    AwardPermit.ISSUE_AWARD: frozenset({"secretariat"}),
    AwardPermit.SUSPEND_AWARD: frozenset({"chair"}),
    AwardPermit.REVOKE_AWARD: frozenset({"chair"}),
    AwardPermit.MANAGE_ISSUER: frozenset({"secretariat", "operator"}),
}

FOLLOWS: Mapping[AwardState, Mapping[EventKind, AwardState]] = {
    AwardState.INTENDED: {EventKind.REVOKED: AwardState.REVOKED},
    AwardState.ACTIVE: {
        EventKind.SUSPENDED: AwardState.SUSPENDED,
        EventKind.REVOKED: AwardState.REVOKED,
        EventKind.SUPERSEDED: AwardState.SUPERSEDED,
    },
    AwardState.SUSPENDED: {
        EventKind.REINSTATED: AwardState.ACTIVE,
        EventKind.REVOKED: AwardState.REVOKED,
    },
}


@dataclass(frozen=True)
class Event:
    """One event: what and when."""

    kind: EventKind
    at: datetime


class NoSuchStep(ValueError):
    """An event that can not follow on the award's state."""

    def __init__(self, state: AwardState, kind: EventKind) -> None:
        super().__init__(f"{kind} can not follow on {state}")
        self.state, self.kind = state, kind


def after(state: AwardState, kind: EventKind) -> AwardState:
    """Return the state that an event leads to. Raises NoSuchStep."""
    target = FOLLOWS.get(state, {}).get(kind)
    if target is None:
        raise NoSuchStep(state, kind)
    return target


def state_at(
    events: Iterable[Event], *, signed_at: datetime | None, valid_until: datetime, at: datetime
) -> AwardState:
    """Return an award's state at a moment: fold(events <= at), and the clock for expiry.

    (CERTIFICATION.md §1.5, invariant 12.) A revocation outlasts the end of validity.
    """
    signed = signed_at is not None and signed_at <= at
    state = AwardState.ACTIVE if signed else AwardState.INTENDED
    for event in sorted(events, key=lambda event: event.at):
        if event.at <= at:
            state = after(state, event.kind)
    if state in {AwardState.ACTIVE, AwardState.SUSPENDED} and at >= valid_until:
        return AwardState.EXPIRED
    return state
