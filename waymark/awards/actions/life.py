"""What happens to an award after its issue: each a row of its own, with its reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.awards.models import Award, AwardEvent
from waymark.awards.rules.lifecycle import (
    AwardPermit,
    AwardState,
    EventKind,
    state_at,
)
from waymark.awards.writing import events_of, happen
from waymark.base.permits import require


def current_state(award: Award, at: datetime) -> AwardState:
    """Return the award's state at a moment, folded from its events."""
    return state_at(
        events_of(award), signed_at=award.signed_at, valid_until=award.valid_until, at=at
    )


@transaction.atomic
def suspend_award(*, award: Award, reason: str, decision: str, by: Any, at: datetime) -> AwardEvent:
    """Suspend an award in the public register. Raises ReasonMissing, NoSuchStep."""
    require(by, AwardPermit.SUSPEND_AWARD, on=award.issuer)
    return happen(award, EventKind.SUSPENDED, reason=reason, decision=decision, by=by, at=at)


@transaction.atomic
def reinstate_award(
    *, award: Award, reason: str, decision: str, by: Any, at: datetime
) -> AwardEvent:
    """Lift a suspension. Raises ReasonMissing, NoSuchStep."""
    require(by, AwardPermit.REINSTATE_AWARD, on=award.issuer)
    return happen(award, EventKind.REINSTATED, reason=reason, decision=decision, by=by, at=at)


@transaction.atomic
def revoke_award(*, award: Award, reason: str, decision: str, by: Any, at: datetime) -> AwardEvent:
    """Withdraw an award for good and set its bit in the status list.

    by=None: the platform carries out, on its day, what was decided before.
    Raises ReasonMissing, NoSuchStep.
    """
    if by is not None:
        require(by, AwardPermit.REVOKE_AWARD, on=award.issuer)
    return happen(award, EventKind.REVOKED, reason=reason, decision=decision, by=by, at=at)


@transaction.atomic
def annul_award(*, award: Award, reason: str, decision: str, by: Any, at: datetime) -> AwardEvent:
    """Set an award aside with the decision that gave it, and set its bit in the status list.

    Raises ReasonMissing, NoSuchStep.
    """
    require(by, AwardPermit.ANNUL_AWARD, on=award.issuer)
    return happen(award, EventKind.ANNULLED, reason=reason, decision=decision, by=by, at=at)


@transaction.atomic
def supersede_award(
    *, award: Award, corrected: bool, reason: str, decision: str, by: Any, at: datetime
) -> AwardEvent:
    """Let a newer award stand in the place of this one; a corrected one withdraws the old file.

    Raises ReasonMissing, NoSuchStep.
    """
    require(by, AwardPermit.ISSUE_AWARD, on=award.issuer)
    kind = EventKind.CORRECTED if corrected else EventKind.SUPERSEDED
    return happen(award, kind, reason=reason, decision=decision, by=by, at=at)


@transaction.atomic
def hand_award_on(*, award: Award, reason: str, decision: str, by: Any, at: datetime) -> AwardEvent:
    """Let one that names the legal successor stand in its place; set its bit in the status list.

    Its signed file names a city that is no more. Raises ReasonMissing, NoSuchStep.
    """
    require(by, AwardPermit.ISSUE_AWARD, on=award.issuer)
    return happen(award, EventKind.HANDED_ON, reason=reason, decision=decision, by=by, at=at)


@transaction.atomic
def end_award(*, award: Award, reason: str, decision: str, by: Any, at: datetime) -> AwardEvent:
    """Let an award end with its city, and set its bit in the status list.

    Raises ReasonMissing, NoSuchStep.
    """
    require(by, AwardPermit.ANNUL_AWARD, on=award.issuer)
    return happen(award, EventKind.ENDED, reason=reason, decision=decision, by=by, at=at)


@transaction.atomic
def lapse_award(*, award: Award, reason: str, decision: str, by: Any, at: datetime) -> AwardEvent:
    """Put the end of an award on record, once, after the end; by=None: the platform's clock.

    Raises ReasonMissing, NoSuchStep.
    """
    if by is not None:
        require(by, AwardPermit.ANNUL_AWARD, on=award.issuer)
    return happen(award, EventKind.LAPSED, reason=reason, decision=decision, by=by, at=at)
