"""Accepting or declining several proposals in one act, and taking such an act back.

Each proposal goes the way that it would go alone. One that can't is left as it is and named, so
that a value which somebody changed meanwhile does not stop the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.indicators import models
from waymark.indicators.actions.common import lock, refuse_if
from waymark.indicators.actions.deciding import (
    accept_proposal,
    decline_proposal,
    reopen_declined,
    undo_acceptance,
)
from waymark.indicators.actions.proposal_steps import reason_told
from waymark.indicators.queries.proposals import standing_of
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.proposals import refuse_deciding
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place

ACCEPT, DECLINE = "accept", "decline"


@dataclass(frozen=True)
class Decided:
    """What became of several: the act, what was done, and why something was not."""

    act: models.ProposalAct | None
    done: tuple[models.Proposal, ...] = ()
    left: Mapping[models.Proposal, tuple[Reason, ...]] = field(default_factory=dict)


@transaction.atomic
def decide_proposals(
    *,
    place: Place,
    seen: Mapping[models.Proposal, int | None],
    kind: str,
    by: Any,
    at: datetime,
    reason: str = "",
) -> Decided:
    """Accept or decline several proposals of a place, with one reason that their proposers read.

    `seen` names for each the value that the editor saw beside it. An acceptance needs no reason.
    Raises NotPermitted, Refused (none or too many, no reason to decline); what is in the way of one
    of them stands in `left`.
    """
    require(by, Permit.DECIDE_PROPOSALS, on=place)
    place = lock(place)
    refuse_if(refuse_deciding(len(seen), all(one.place_id == place.pk for one in seen)))
    reason = reason_told(reason, needed=kind == DECLINE)
    act = models.ProposalAct.objects.create(place=place, kind=kind, reason=reason, by=by, at=at)

    def decide(one: models.Proposal) -> None:
        who: dict[str, Any] = {"proposal": one, "by": by, "at": at, "act": act, "reason": reason}
        if kind == ACCEPT:
            accept_proposal(replaces=seen[one], **who)
        else:
            decline_proposal(**who)

    decided = _each(seen, decide, act)
    if not decided.done:
        act.delete()
        return Decided(None, left=decided.left)
    return decided


@transaction.atomic
def undo_act(*, act: models.ProposalAct, by: Any, at: datetime) -> Decided:
    """Take an act back as far as its decisions still stand: all of them wait again.

    Raises NotPermitted; what is in the way of one of them stands in `left`.
    """
    require(by, Permit.DECIDE_PROPOSALS, on=act.place)
    lock(act.place)
    undo = undo_acceptance if act.kind == ACCEPT else reopen_declined

    def take_back(one: models.Proposal) -> None:
        undo(proposal=one, by=by, at=at, act=act)

    return _each(standing_of(act), take_back, act)


def _each(
    of: Iterable[models.Proposal],
    decide: Callable[[models.Proposal], None],
    act: models.ProposalAct,
) -> Decided:
    """Decide each by itself; what is refused leaves no trace."""
    done: list[models.Proposal] = []
    left: dict[models.Proposal, tuple[Reason, ...]] = {}
    for one in of:
        try:
            with transaction.atomic():
                decide(one)
        except Refused as refused:
            left[one] = refused.reasons
        else:
            done.append(one)
    return Decided(act, tuple(done), left)
