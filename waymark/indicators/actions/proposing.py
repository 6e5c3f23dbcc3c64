"""Proposing values from outside the city, one by one or by a small file, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.storage import Readable, Stored, keep, store
from waymark.base.models import Blob
from waymark.base.permits import require
from waymark.indicators import models
from waymark.indicators.actions.choices import Choices, planned, read
from waymark.indicators.actions.common import checked, lock, refuse_if
from waymark.indicators.actions.proposal_steps import Act
from waymark.indicators.queries.known import Held
from waymark.indicators.queries.proposals import TOLD, known_outside, open_count
from waymark.indicators.reading import TABLES, kind_of
from waymark.indicators.rules.cells import read_unit_name
from waymark.indicators.rules.facts import MAX_KEY, Dims, Value, dimensions_key
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.plan import Plan
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.rules.proposals import (
    FILE_BYTES,
    MOST_ROWS,
    as_proposed,
    refuse_proposing,
)
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.flow import Reason, Refused
from waymark.people.queries import takes_contributions
from waymark.places.models import Place


def _check(place: Place, by: Any, new: int) -> None:
    opened = bool(takes_contributions(by, place))
    refuse_if(refuse_proposing(opened, open_count(place, by), new))


def _unit(text: str) -> str:
    try:
        return read_unit_name(text)
    except Unreadable as error:
        raise Refused(Reason(error.key, error.params)) from error


def _row(
    place: Place, indicator: int, area: str | None, dims: Dims, value: Value
) -> models.Proposal:
    """A proposal that is not stored yet, of a value that was checked. Raises Refused."""
    key = dimensions_key(dims)
    if len(key) > MAX_KEY:
        raise Refused(Reason("group.key_too_long"))
    return models.Proposal(
        place=place,
        indicator_id=indicator,
        area_id=area,
        dimensions=dict(dims),
        dimensions_key=key,
        **{name: getattr(value, name) for name in TOLD},
    )


@transaction.atomic
def propose_value(
    *,
    place: Place,
    indicator: models.Indicator,
    value: Value,
    by: Any,
    at: datetime,
    area: Place | None = None,
    dims: Dims = (),
    unit: str = "",
) -> models.Proposal:
    """Propose a value; it counts nowhere before an editor of the city has accepted it.

    Raises NotPermitted, Refused (no contributions wanted, too many waiting, an indicator that the
    city does not work with, an area of another one, period or number wrong).
    """
    require(by, Permit.PROPOSE_VALUES, on=place)
    lock(place)
    _check(place, by, 1)
    value = checked(as_proposed(value))
    if not models.ChosenIndicator.objects.filter(place=place, indicator=indicator).exists():
        raise Refused(Reason("proposal.other_indicator"))
    if area is not None and area.parent_id != place.pk:
        raise Refused(Reason("area.foreign"))
    row = _row(place, indicator.pk, area.pk if area else None, dims, value)
    row.unit = _unit(unit)
    return Act(by, at).make([row])[0]


@dataclass(frozen=True)
class Proposed:
    """What became of a file: the proposals made, or how it was read where none were.

    `passed_over` counts its targets, which are the city's own to set.
    """

    rows: Sequence[models.Proposal]
    reading: Reading
    plan: Plan | None
    passed_over: int = 0


def propose_file(
    *,
    place: Place,
    source: Readable,
    name: str,
    choices: Choices,
    by: Any,
    at: datetime,
    leave_out: bool = False,
) -> Proposed:
    """Propose every value of a small table, read as every other file that is brought in.

    With rows that can't be read nothing is proposed, unless `leave_out`, by which a person says
    that she has seen them. Raises NotPermitted, FileRefused, StoreUnavailable, Refused.
    """
    require(by, Permit.PROPOSE_VALUES, on=place)
    _check(place, by, 1)
    stored = _stored(source, name)
    blob = Blob(sha256=stored.sha256, media_type=stored.media_type)
    reading = read(blob, stored.name, choices, place)
    held = known_outside(by, place)
    plan = planned(reading, held, choices, at)
    if plan is None or not plan.readable or (plan.refused and not leave_out):
        return Proposed((), reading, plan)
    if len(plan.values) > MOST_ROWS:
        raise Refused(Reason("proposal.too_many_rows", {"most": MOST_ROWS}))
    with transaction.atomic():
        lock(place)
        _check(place, by, len(plan.values))
        rows = _rows(place, plan, held, keep(stored, at=at), stored.name)
        Act(by, at).make(rows)
    return Proposed(rows, reading, plan, len(plan.goals))


def _stored(source: Readable, name: str) -> Stored:
    stored = store(source, name=name, limit=FILE_BYTES, data=True)
    if kind_of(stored.media_type) not in TABLES:
        raise Refused(Reason("proposal.table_only"))
    if stored.size > FILE_BYTES:
        raise FileRefused(Kind.TOO_LARGE, limit=FILE_BYTES)
    return stored


def _rows(place: Place, plan: Plan, held: Held, blob: Blob, name: str) -> list[models.Proposal]:
    found = []
    for change in plan.values:
        series, value = change.series, checked(as_proposed(change.after))
        row = _row(
            place, held.indicators[series.indicator], series.area or None, series.dims, value
        )
        row.unit, row.blob, row.file_name, row.row = series.unit, blob, name, change.row
        found.append(row)
    return found


@transaction.atomic
def withdraw_proposal(*, proposal: models.Proposal, by: Any, at: datetime) -> models.ProposalStep:
    """Take back a proposal of one's own that nobody has decided.

    Raises NotPermitted (also for another's), Refused (decided meanwhile).
    """
    require(by, Permit.PROPOSE_VALUES, on=proposal)
    lock(proposal.place)
    return Act(by, at).step(proposal, "withdraw")
