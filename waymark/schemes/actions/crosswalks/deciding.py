"""The committee's word on a crosswalk, by its chair: dated, with reasons, bound to the content."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.actions.adaptations.common import said
from waymark.schemes.actions.crosswalks.writing import lock
from waymark.schemes.models import Crosswalk, CrosswalkWord
from waymark.schemes.queries.crosswalks import all_known
from waymark.schemes.rules.crosswalk import CROSSWALK, DECISIONS, CrosswalkFacts
from waymark.schemes.rules.publishing import Permit


@transaction.atomic
def decide_crosswalk(
    *, crosswalk: Crosswalk, kind: str, reasons: str, seen: str, by: Any, at: datetime
) -> CrosswalkWord:
    """Approve, return or withdraw: an approval puts it in force and the one before it out.

    seen: the hash of what was read. Cases that took something over before keep it, marked. Raises
    NotPermitted, Refused.
    """
    require(by, Permit.DECIDE_CROSSWALK, on=crosswalk.scheme)
    row = lock(crosswalk)
    if seen != row.sha256:
        raise Refused(Reason("adaptation.changed_since"))
    if kind not in DECISIONS:
        raise Refused(Reason("flow.unknown_step", {"step": kind}))
    facts = CrosswalkFacts(reasons, own=row.made_by_id == by.pk, known=all_known(row))
    target = CROSSWALK.step(kind, row.state, facts).target
    if kind == "approve":
        _replace(row, by=by, at=at)
        row.in_force_from = at.date()
    elif kind == "withdraw":
        row.in_force_until = at.date()
    row.state = target
    row.save(update_fields=["state", "in_force_from", "in_force_until"])
    made = CrosswalkWord.objects.create(
        crosswalk=row,
        seq=row.decisions.count() + 1,
        kind=kind,
        sha256=row.sha256,
        reasons=said(reasons),
        by=by,
        at=at,
    )
    facts_told = {"kind": kind, "sha256": row.sha256, "other": row.other, "version": row.version}
    record("crosswalk.decide", row, by=by, at=at, facts=facts_told)
    return made


def _replace(row: Crosswalk, *, by: Any, at: datetime) -> None:
    """Put the version that was in force for the same pair out of force."""
    line = Crosswalk.objects.filter(scheme=row.scheme_id, other=row.other)
    for old in line.filter(state=Crosswalk.State.IN_FORCE):
        old.state = CROSSWALK.step("replace", old.state).target
        old.in_force_until = at.date()
        old.save(update_fields=["state", "in_force_until"])
        record("crosswalk.replace", old, by=by, at=at, facts={"by_version": row.version})
