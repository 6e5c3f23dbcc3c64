"""Carrying out a plan, and taking it back: many rows in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from waymark.base.fields import new_ids
from waymark.indicators import models
from waymark.indicators.actions.chosen import in_use
from waymark.indicators.actions.common import choose
from waymark.indicators.actions.inserting import insert
from waymark.indicators.actions.metadata import metadata_stands_on
from waymark.indicators.actions.storing_beyond import Made, make_beyond, take_back_beyond
from waymark.indicators.actions.targets import fields_of
from waymark.indicators.queries.known import Held
from waymark.indicators.rules.facts import Series, Value, dimensions_key
from waymark.indicators.rules.plan import Plan
from waymark.kernel.flow import Reason, Refused

CHUNK = 500
MOST_NAMED = 5  # of the later edits that stand in the way of an undo

COLUMNS = ("series_id", "year", "file", "row")
SERIES_COLUMNS = ("id", "indicator_id", "area_id", "dimensions", "dimensions_key", "unit")
_BLANK = Value("", None)

Thing = TypeVar("Thing")


def _chunks(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    rest = iter(things)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _retire(rows: Any, ids: Sequence[Any], batch: models.ImportBatch, at: datetime) -> None:
    """Retire current rows; refuse if one of them is not current any more."""
    done = sum(
        rows.filter(pk__in=chunk, retired_at__isnull=True).update(
            retired_at=at, retired_by_batch=batch
        )
        for chunk in _chunks(ids)
    )
    if done != len(ids):
        raise Refused(Reason("import.changed_since"))


def _make_series(
    batch: models.ImportBatch, plan: Plan, held: Held, made: Made
) -> dict[Series, str]:
    """Make the series that are missing; return the ids of all."""
    wanted = {id(change.series): change.series for change in plan.values}
    wanted |= {id(change.series): change.series for change in plan.goals}
    new = list(dict.fromkeys(one for one in wanted.values() if one not in held.series))
    ids = dict(zip(new, new_ids(len(new)), strict=True))
    keys = {dims: dimensions_key(dims) for dims in {one.dims for one in new}}
    insert(
        models.Series,
        SERIES_COLUMNS,
        (
            (
                pk,
                made.indicators.get(series.indicator) or held.indicators[series.indicator],
                made.areas.get(series.area, series.area) or None,
                dict(series.dims),
                keys[series.dims],
                series.unit,
            )
            for series, pk in ids.items()
        ),
        {"place_id": batch.place_id},
    )
    return held.series | ids


def carry_out(
    batch: models.ImportBatch, plan: Plan, held: Held, *, by: Any, at: datetime
) -> list[int]:
    """Store every value and target of a plan; return the indicators that were chosen for it.

    Call it with the place locked, inside the action's transaction. Raises Refused where a row is
    no longer what the plan takes the place of.
    """
    made = make_beyond(batch, plan, held, by=by, at=at)
    ids = _make_series(batch, plan, held, made)
    replaced = [held.observations[c.series, c.days] for c in plan.values if c.before is not None]
    _retire(models.Observation.objects, replaced, batch, at)
    replaced_targets = [held.targets[c.series] for c in plan.goals if c.before is not None]
    _retire(models.Target.objects, replaced_targets, batch, at)
    _store_values(batch, plan, ids, by, at)
    models.Target.objects.bulk_create(
        (
            models.Target(
                series_id=ids[change.series],
                batch=batch,
                updated_by=by,
                updated_at=at,
                **fields_of(change.after),
            )
            for change in plan.goals
            if not change.after.is_empty
        ),
        batch_size=CHUNK,
    )
    touched = {c.series.indicator for c in plan.values} | {c.series.indicator for c in plan.goals}
    touched |= set(plan.beyond.texts) if plan.beyond else set()
    names = held.indicators | made.indicators
    batch.undo = made.undo
    return choose(batch.place, (names[name] for name in touched), by=by, at=at)


def _store_values(
    batch: models.ImportBatch, plan: Plan, ids: dict[Series, str], by: Any, at: datetime
) -> None:
    """Store the values of a plan, with those of their attributes that any of them has."""
    names = ["period", "value"]
    for name in Value.__struct_fields__:
        if name not in names and _is_said(plan, name):
            names.append(name)
    said = attrgetter(*names)
    by_identity: dict[int, str] = {}  # to hash a series for each of its values takes long

    def series_of(series: Series) -> str:
        found = by_identity.get(id(series))
        if found is None:
            found = by_identity[id(series)] = ids[series]
        return found

    insert(
        models.Observation,
        (*COLUMNS, *names),
        (
            (
                series_of(change.series),
                change.days[0].year,
                change.file,
                change.row,
                *said(change.after),
            )
            for change in plan.values
        ),
        {"batch_id": batch.pk, "entered_by_id": by.pk if by else None, "entered_at": at},
    )


def _is_said(plan: Plan, name: str) -> bool:
    """Whether an attribute is anything else than blank in any value."""
    found = set(map(attrgetter(f"after.{name}"), plan.values))
    return not found <= {getattr(_BLANK, name)}


def later_edits(batch: models.ImportBatch) -> tuple[int, list[str]]:
    """How much of what an import stored has been changed since, and the first few by name."""
    values = models.Observation.objects.filter(batch=batch, retired_at__isnull=False)
    targets = models.Target.objects.filter(batch=batch, retired_at__isnull=False)
    found = [
        f"{row.series.indicator.code} {row.period}"
        for row in values.select_related("series__indicator").order_by("pk")[:MOST_NAMED]
    ]
    found += [
        f"{row.series.indicator.code} {row.target_year}"
        for row in targets.select_related("series__indicator").order_by("pk")[:MOST_NAMED]
    ]
    count = values.count() + targets.count() + metadata_stands_on(batch)
    return count, found[:MOST_NAMED]


def take_back(batch: models.ImportBatch, chosen: Iterable[int], *, by: Any, at: datetime) -> int:
    """Retire what an import stored and bring back what it took the place of; return how much.

    Indicators chosen for it are left again, unless they have come into use. Call it with the
    place locked, after `later_edits` was found to be none.
    """
    done = 0
    for rows in (models.Observation.objects, models.Target.objects):
        done += rows.filter(batch=batch, retired_at__isnull=True).update(retired_at=at)
        rows.filter(retired_by_batch=batch).update(retired_at=None, retired_by_batch=None)
    models.ChosenIndicator.objects.filter(
        place=batch.place,
        indicator__in=set(chosen) - in_use(batch.place),
        priority=False,
        holder="",
    ).delete()
    return done + take_back_beyond(batch, by=by, at=at)
