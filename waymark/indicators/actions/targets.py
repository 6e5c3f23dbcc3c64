"""Baselines and targets. An earlier one is kept, so that a target that was moved shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from msgspec.structs import asdict

from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.common import choose, clean, fingerprint, lock, refuse_if, series_of
from waymark.indicators.queries.known import goal_of
from waymark.indicators.rules.checks import goal_reasons
from waymark.indicators.rules.facts import Dims, Goal
from waymark.indicators.rules.permits import Permit
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place


def fields_of(goal: Goal) -> dict[str, Any]:
    """A target as the fields of its row."""
    marks = [{"year": year, "value": value} for year, value in sorted(goal.milestones)]
    return asdict(goal) | {"milestones": marks}


@transaction.atomic
def set_target(
    *,
    place: Place,
    indicator: models.Indicator,
    goal: Goal,
    by: Any,
    at: datetime,
    area: Place | None = None,
    dims: Dims = (),
    unit: str = "",
    replaces: str | None = None,
) -> models.Target | None:
    """Set baseline, target and milestones of a series; an empty one takes them away.

    `replaces` is the id of the target that the person saw, or "" if she saw none; None does not
    ask. Raises NotPermitted, Refused (set by somebody else meanwhile, numbers or years wrong, the
    unit not clear).
    """
    require(by, Permit.EDIT_INDICATORS, on=place)
    lock(place)
    goal = clean(goal)
    refuse_if(goal_reasons(goal))
    series = series_of(place, indicator, area, dims, unit)
    current = series.targets.filter(retired_at__isnull=True).first()
    if replaces is not None and replaces != (current.pk if current else ""):
        raise Refused(Reason("target.changed_meanwhile"))
    if (goal_of(current) if current else Goal()) == goal:
        return current
    if current is not None:
        current.retired_at = at
        current.save(update_fields=["retired_at"])
    facts = {"replaces": current.pk if current else "", "sha256": fingerprint(fields_of(goal))}
    new = None
    if not goal.is_empty:
        choose(place, [indicator.pk], by=by, at=at)
        new = models.Target.objects.create(
            series=series, updated_by=by, updated_at=at, **fields_of(goal)
        )
    facts["target"] = new.pk if new else ""
    record("target.set", series, by=by, at=at, scope=place, facts=facts)
    return new
