"""What the acts of spot checks share: rows as they are now, locked, and moved on by the tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.assessments.models import Draw, FrameEntry, SpotCheck
from waymark.assessments.rules.spot.flows import (
    CHECK,
    DRAW,
    CheckFacts,
    CheckKind,
    CheckState,
    DrawFacts,
)
from waymark.kernel.flow import Reason, Refused


def lock_draw(draw: Draw) -> Draw:
    """Return the draw as it is now, its row locked until the transaction ends."""
    found = Draw.objects.select_for_update(of=("self",)).select_related("mechanism")
    return found.get(pk=draw.pk)


def lock_check(check: SpotCheck) -> SpotCheck:
    """Return the check as it is now, its row locked until the transaction ends."""
    found = SpotCheck.objects.select_for_update(of=("self",))
    return (
        found.select_related("case__mechanism", "case__edition", "case__place", "report", "entry")
        .defer("case__edition__document", "case__place__boundary", "report__document")
        .get(pk=check.pk)
    )


def move_draw(draw: Draw, step: str, facts: DrawFacts, **changes: Any) -> Draw:
    """Move a locked draw along its table.

    Raises flow.Refused with every reason, also where somebody was quicker: the conditional UPDATE
    holds where the database knows no row locks.
    """
    target = DRAW.step(step, draw.state, facts).target
    moved = Draw.objects.filter(pk=draw.pk, state=draw.state).update(state=target, **changes)
    if not moved:
        raise Refused(Reason("flow.not_from_here"))
    draw.refresh_from_db()
    return draw


OVER = frozenset({CheckState.CONCORDANT, CheckState.SETTLED, CheckState.WITHDRAWN})


def move_check(check: SpotCheck, step: str, facts: CheckFacts, *, at: datetime) -> SpotCheck:
    """Move a locked check along its table; it ends where nobody has to do anything any more.

    Raises flow.Refused with every reason, also where somebody was quicker.
    """
    target = CHECK.step(step, check.state, facts).target
    ended = at if target in OVER else None
    moved = SpotCheck.objects.filter(pk=check.pk, state=check.state, version=check.version).update(
        state=target, version=check.version + 1, ended_at=ended
    )
    if not moved:
        raise Refused(Reason("flow.not_from_here"))
    check.refresh_from_db(fields=["state", "version", "ended_at"])
    return check


def drawn_check(draw: Draw, entry: FrameEntry, *, by: Any, at: datetime) -> SpotCheck:
    """Write down that the case behind an entry is to be checked; whoever asks records it."""
    return SpotCheck.objects.create(
        case_id=entry.case_id,
        report_id=entry.report_id,
        kind=CheckKind.DRAWN,
        entry=entry,
        reviewers=draw.reviewers,
        made_by=by,
        made_at=at,
    )
