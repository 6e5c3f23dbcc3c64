"""Accepting values that were proposed from outside, declining them, and undoing an acceptance.

An acceptance is an ordinary entry or change of a value, made by whoever accepts; the step keeps
what it made and what held before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.indicators import models
from waymark.indicators.actions.common import checked, lock
from waymark.indicators.actions.proposal_steps import Act, check_step, reason_told
from waymark.indicators.actions.values import change_value, enter_value, remove_value
from waymark.indicators.queries.known import value_of
from waymark.indicators.queries.proposals import holding, value_in
from waymark.indicators.rules.facts import Value, dims_of
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.proposals import as_proposed
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def accept_proposal(
    *,
    proposal: models.Proposal,
    by: Any,
    at: datetime,
    value: Value | None = None,
    replaces: int | None = None,
    **more: Any,
) -> models.ProposalStep:
    """Make a proposal a value of the city: as it was told, or as `value` says for the same period.

    `replaces` is the value that the editor saw beside it, None where there was none; `more` goes
    to the step. Raises NotPermitted, Refused (decided meanwhile, another value holds by now, the
    same one holds, and as `enter_value`).
    """
    require(by, Permit.DECIDE_PROPOSALS, on=proposal)
    place = lock(proposal.place)
    check_step(proposal, "accept")
    told = value_in(proposal)
    stored = checked(as_proposed(value)) if value is not None else told
    if stored.period != told.period:
        raise Refused(Reason("proposal.other_period"))
    before = holding([proposal]).get(proposal.pk)
    if (before.pk if before else None) != replaces:
        raise Refused(Reason("value.changed_meanwhile", {"period": told.period}))
    if before is not None and value_of(before) == stored:
        raise Refused(Reason("proposal.holds_already"))
    if before is not None:
        made = change_value(observation=before, value=stored, by=by, at=at)
    else:
        made = enter_value(
            place=place,
            indicator=proposal.indicator,
            value=stored,
            area=proposal.area,
            dims=dims_of(proposal.dimensions),
            unit=proposal.unit,
            by=by,
            at=at,
        )
    more |= {"observation": made, "replaced": before, "changed": stored != told}
    return Act(by, at).step(proposal, "accept", **more)


@transaction.atomic
def decline_proposal(
    *, proposal: models.Proposal, reason: str, by: Any, at: datetime, **more: Any
) -> models.ProposalStep:
    """Decline a proposal, with a reason that its proposer reads.

    Raises NotPermitted, Refused (no reason, decided meanwhile).
    """
    require(by, Permit.DECIDE_PROPOSALS, on=proposal)
    lock(proposal.place)
    return Act(by, at).step(proposal, "decline", reason=reason_told(reason), **more)


@transaction.atomic
def undo_acceptance(
    *, proposal: models.Proposal, by: Any, at: datetime, **more: Any
) -> models.ProposalStep:
    """Take an acceptance back: what held before holds again, and the proposal waits anew.

    Raises NotPermitted, Refused (not accepted, the value has been changed since).
    """
    require(by, Permit.DECIDE_PROPOSALS, on=proposal)
    lock(proposal.place)
    check_step(proposal, "undo")
    accepted = proposal.steps.select_related("observation__series__place", "replaced").latest(
        "number"
    )
    assert accepted.observation is not None
    remove_value(observation=accepted.observation, by=by, at=at)
    before = accepted.replaced
    if before is not None:
        before.retired_at = None
        before.save(update_fields=["retired_at"])
    return Act(by, at).step(proposal, "undo", **more)


@transaction.atomic
def reopen_declined(
    *, proposal: models.Proposal, by: Any, at: datetime, **more: Any
) -> models.ProposalStep:
    """Let a proposal that was declined wait again. Raises NotPermitted, Refused (not declined)."""
    require(by, Permit.DECIDE_PROPOSALS, on=proposal)
    lock(proposal.place)
    return Act(by, at).step(proposal, "reopen", **more)
