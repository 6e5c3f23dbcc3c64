"""The draw itself, and what ends one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.spot.common import drawn_check, lock_draw, move_draw
from waymark.assessments.models import Draw, DrawResult
from waymark.assessments.queries.spot.draws import announcement_of, facts_of, record_of
from waymark.assessments.rules.case import Permit
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel import draw as rules
from waymark.kernel.draw import drand
from waymark.kernel.flow import Reason, Refused


def _refuse_other_beacon(told: rules.Announcement, beacon: rules.Beacon, at: datetime) -> None:
    """Only what was announced, and its substitute only once its time has come."""
    planned = rules.answers(beacon, told.beacon)
    stands_in = told.fallback is not None and rules.answers(beacon, told.fallback)
    if not planned and not stands_in:
        raise Refused(Reason("beacon.other"))
    if isinstance(beacon, rules.Thrown) and beacon.at > at:
        raise Refused(Reason("draw.beacon_future"))
    if isinstance(beacon, rules.Signed) and not drand.holds(beacon.round, beacon.signature):
        raise Refused(Reason("beacon.drand.wrong", {"round": beacon.round, "at": ""}))


@transaction.atomic
def draw_cases(*, draw: Draw, beacon: rules.Beacon, by: Any, at: datetime) -> DrawResult:
    """Draw, once the last source of chance has come; whoever comes second is refused.

    Raises flow.Refused with every reason.
    """
    require(by, Permit.RUN_DRAW, on=draw.mechanism)
    told = announcement_of(draw)
    _refuse_other_beacon(told, beacon, at)  # takes most of a second, so before anything is locked
    draw = lock_draw(draw)
    draw = move_draw(draw, "draw", facts_of(draw, at))
    made, drawn = _result(draw, told, beacon)
    content = canonical.dumps(made)
    try:
        with transaction.atomic():
            result = DrawResult.objects.create(
                draw=draw,
                record=content.decode(),
                sha256=canonical.digest(made),
                by=by,
                at=at,
            )
    except IntegrityError:
        raise Refused(Reason("flow.not_from_here")) from None
    _make_checks(draw, drawn, by=by, at=at)
    facts = {
        "announcement": draw.sha256,
        "record": result.sha256,
        "seed": made["seed"],
        "drawn": sum(len(stratum.picks) for stratum in drawn),
    }
    record("draw.drawn", draw, by=by, at=at, scope=draw.mechanism, facts=facts)
    return result


def _result(
    draw: Draw, told: rules.Announcement, beacon: rules.Beacon
) -> tuple[dict[str, Any], tuple[rules.Drawn, ...]]:
    base = record_of(draw, told, beacon)
    root = rules.opened(base.seal, "").root if base.seal else ""
    try:
        seed = rules.seed_of(told, base.given, beacon, root)
        drawn = rules.select(seed, base.frame, told.policy, reserves=told.reserves)
    except rules.BadDraw as fault:
        raise Refused(Reason(fault.key, fault.params)) from None
    return rules.record_document(base, seed=seed, drawn=drawn), drawn


def _make_checks(draw: Draw, drawn: tuple[rules.Drawn, ...], *, by: Any, at: datetime) -> None:
    entries = {entry.leaf: entry for entry in draw.entries.all()}
    for stratum in drawn:
        for pick in stratum.picks:
            check = drawn_check(draw, entries[pick.leaf], by=by, at=at)
            facts = {"case": check.case_id, "kind": "drawn", "draw": draw.pk, "leaf": pick.leaf}
            scope = f"case:{check.case_id}"
            record("spot.opened", check, by=by, at=at, scope=scope, facts=facts)


@transaction.atomic
def give_up_draw(*, draw: Draw, by: Any, at: datetime) -> Draw:
    """End a draw to which too few parties gave chance; its cases go into the next list.

    It stays public with the names of those who did not. Raises flow.Refused for any other reason.
    """
    require(by, Permit.RUN_DRAW, on=draw.mechanism)
    draw = lock_draw(draw)
    facts = facts_of(draw, at)
    draw = move_draw(draw, "give_up", facts, ended_at=at)
    told = {"committed": facts.committed, "revealed": facts.revealed, "needed": facts.needed}
    record("draw.failed", draw, by=by, at=at, scope=draw.mechanism, facts=told)
    return draw


@transaction.atomic
def close_draw(*, draw: Draw, by: Any, at: datetime) -> Draw:
    """End a draw all of whose checks are settled. Raises flow.Refused."""
    require(by, Permit.RUN_DRAW, on=draw.mechanism)
    draw = lock_draw(draw)
    draw = move_draw(draw, "close", facts_of(draw, at), ended_at=at)
    record("draw.closed", draw, by=by, at=at, scope=draw.mechanism, facts={})
    return draw
