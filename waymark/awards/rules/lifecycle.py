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
    SUPERSEDED = "superseded"  # a newer award stands in its place
    CORRECTED = "corrected"  # it held a clerical error: a corrected one stands in its place
    LAPSED = "lapsed"  # its end was put on record; the clock had ended it already
    ANNULLED = "annulled"  # the decision that gave it was set aside
    HANDED_ON = "handed_on"  # its city ended: one of the legal successor stands in its place
    ENDED = "ended"  # it ended with its city


class AwardKind(StrEnum):
    """What an award is: each kind has its own public list."""

    CERTIFICATE = "certificate"  # of a city or region
    LABEL = "label"  # of a hub, to the place that leads it
    COMPLETION = "completion"  # of a course, to somebody who is named nowhere


class AwardState(StrEnum):
    """What an award is at a moment."""

    INTENDED = "intended"  # decided, not signed yet
    ACTIVE = "valid"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    ANNULLED = "annulled"
    ENDED = "ended"


class AwardPermit(StrEnum):
    """Acts of this room; the object is the issuer."""

    ISSUE_AWARD = "issue_award"
    SUSPEND_AWARD = "suspend_award"
    REINSTATE_AWARD = "reinstate_award"
    REVOKE_AWARD = "revoke_award"
    ANNUL_AWARD = "annul_award"
    MANAGE_ISSUER = "manage_issuer"
    TAKE_COMPLETION = "take_completion"
    WITHDRAW_COMPLETION = "withdraw_completion"


# Role names are those of the floor below; a test holds them against its list.
TABLE: Mapping[str, frozenset[str]] = {
    AwardPermit.ISSUE_AWARD: frozenset({"secretariat", "chair", "appeal"}),
    AwardPermit.SUSPEND_AWARD: frozenset({"chair"}),
    AwardPermit.REINSTATE_AWARD: frozenset({"chair", "appeal"}),
    AwardPermit.REVOKE_AWARD: frozenset({"chair"}),
    AwardPermit.ANNUL_AWARD: frozenset({"chair", "appeal"}),
    AwardPermit.MANAGE_ISSUER: frozenset({"secretariat", "operator"}),
    AwardPermit.TAKE_COMPLETION: frozenset({"user"}),
    AwardPermit.WITHDRAW_COMPLETION: frozenset({"secretariat"}),
}

FOLLOWS: Mapping[AwardState, Mapping[EventKind, AwardState]] = {
    AwardState.INTENDED: {
        EventKind.REVOKED: AwardState.REVOKED,
        EventKind.ANNULLED: AwardState.ANNULLED,
    },
    AwardState.ACTIVE: {
        EventKind.SUSPENDED: AwardState.SUSPENDED,
        EventKind.REVOKED: AwardState.REVOKED,
        EventKind.SUPERSEDED: AwardState.SUPERSEDED,
        EventKind.CORRECTED: AwardState.SUPERSEDED,
        EventKind.HANDED_ON: AwardState.SUPERSEDED,
        EventKind.ENDED: AwardState.ENDED,
        EventKind.LAPSED: AwardState.EXPIRED,
        EventKind.ANNULLED: AwardState.ANNULLED,
    },
    AwardState.SUSPENDED: {
        EventKind.REINSTATED: AwardState.ACTIVE,
        EventKind.REVOKED: AwardState.REVOKED,
        EventKind.SUPERSEDED: AwardState.SUPERSEDED,
        EventKind.LAPSED: AwardState.EXPIRED,
        EventKind.ANNULLED: AwardState.ANNULLED,
    },
    AwardState.EXPIRED: {EventKind.ANNULLED: AwardState.ANNULLED},
    AwardState.SUPERSEDED: {EventKind.ANNULLED: AwardState.ANNULLED},
    AwardState.ENDED: {EventKind.ANNULLED: AwardState.ANNULLED},
}

WITHDRAWN = frozenset(
    {
        EventKind.REVOKED,
        EventKind.ANNULLED,
        EventKind.CORRECTED,
        EventKind.HANDED_ON,
        EventKind.ENDED,
    }
)
"""What sets an award's bit in the status list: whoever checks the signed file is told."""


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


def _fold(events: Iterable[Event], *, signed_at: datetime | None, at: datetime) -> AwardState:
    """Return what the events alone make of an award by a moment, without the clock's part."""
    signed = signed_at is not None and signed_at <= at
    state = AwardState.ACTIVE if signed else AwardState.INTENDED
    for event in sorted(events, key=lambda event: event.at):
        if event.at <= at:
            state = after(state, event.kind)
    return state


def state_at(
    events: Iterable[Event], *, signed_at: datetime | None, valid_until: datetime, at: datetime
) -> AwardState:
    """Return an award's state at a moment: fold(events <= at), and the clock for expiry.

    (CERTIFICATION.md §1.5, invariant 12.) A revocation outlasts the end of validity.
    """
    state = _fold(events, signed_at=signed_at, at=at)
    if state in {AwardState.ACTIVE, AwardState.SUSPENDED} and at >= valid_until:
        return AwardState.EXPIRED
    return state


def happens(
    events: Iterable[Event],
    kind: EventKind,
    *,
    signed_at: datetime | None,
    valid_until: datetime,
    at: datetime,
) -> AwardState:
    """Return the state that an event at a moment leads to. Raises NoSuchStep.

    A lapse is put on record once, and only after the end; what else happens, happens before it.
    """
    events = list(events)
    now = state_at(events, signed_at=signed_at, valid_until=valid_until, at=at)
    if kind != EventKind.LAPSED:
        return after(now, kind)
    if at < valid_until:
        raise NoSuchStep(now, kind)
    return after(_fold(events, signed_at=signed_at, at=at), kind)
