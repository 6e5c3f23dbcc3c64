"""What happens to an award after its issue: each a row of its own, with its reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.awards.models import Award, AwardEvent
from waymark.awards.rules.lifecycle import (
    AwardPermit,
    AwardState,
    Event,
    EventKind,
    happens,
    state_at,
)
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.kernel import text


class ReasonMissing(ValueError):
    """Whatever happens to an award needs a reason in words."""


def _events(award: Award) -> list[Event]:
    return [Event(EventKind(row.kind), row.at) for row in award.events.all()]


def current_state(award: Award, at: datetime) -> AwardState:
    """Return the award's state at a moment, folded from its events."""
    return state_at(_events(award), signed_at=award.signed_at, valid_until=award.valid_until, at=at)


def happen(
    award: Award, kind: EventKind, *, reason: str, decision: str, by: Any, at: datetime
) -> AwardEvent:
    """Add an event to an award, for a reason. Raises ReasonMissing, NoSuchStep."""
    reason = text.clean(reason).strip()
    if not reason:
        raise ReasonMissing(kind)
    award = Award.objects.select_for_update().get(pk=award.pk)
    last = award.events.order_by("-seq").first()
    # Whoever waited for the row may have looked at her clock before the one who went first.
    at = max(at, last.at) if last else at
    happens(_events(award), kind, signed_at=award.signed_at, valid_until=award.valid_until, at=at)
    seq = last.seq + 1 if last else 1
    event = AwardEvent.objects.create(
        award=award, seq=seq, kind=kind, reason=reason, decision=decision, by=ref(by), at=at
    )
    record(
        f"award.{kind}",
        award,
        by=by,
        at=at,
        scope=award.subject,
        facts={"decision": decision, "seq": event.seq},
    )
    return event


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
