"""What an import brings besides values: areas, local indicators, texts; stored and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from waymark.indicators import models
from waymark.indicators.actions.chosen import in_use
from waymark.indicators.actions.inserting import insert
from waymark.indicators.actions.metadata import take_back_metadata
from waymark.indicators.queries.known import Held
from waymark.indicators.rules.plan import Plan
from waymark.indicators.rules.sources.beyond import NEW, Beyond
from waymark.places import actions as places

CHUNK = 300
TEXT_COLUMNS = ("indicator_id", "concept", "language", "text")


@dataclass(frozen=True)
class Made:
    """The ids of what was made: indicators by name, areas by the stand-in of their id."""

    indicators: dict[str, int] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    undo: dict[str, Any] = field(default_factory=dict)


def make_beyond(
    batch: models.ImportBatch, plan: Plan, held: Held, *, by: Any, at: datetime
) -> Made:
    """Store what a plan brings besides values, before them. Raises NotPermitted, Refused."""
    beyond = plan.beyond
    if beyond is None:
        return Made()
    undo: dict[str, Any] = {}
    areas: dict[str, str] = {}
    if beyond.areas and beyond.areas.changes:
        told: dict[str, Any] = {
            "place": batch.place,
            "plan": beyond.areas,
            "language": batch.plan.get("choices", {}).get("language") or beyond.language,
        }
        if by is None:
            undo["parts"] = places.set_parts_at_console(**told, at=at)
        else:
            undo["parts"] = places.set_parts(**told, by=by, at=at)
        areas = {f"{NEW}{code}": pk for code, pk in undo["parts"]["made"].items()}
    indicators = _locals(batch, beyond)
    undo["locals"] = sorted(indicators.values())
    undo["revived"] = _revive(batch, plan, held)
    _store_texts(batch, beyond, held.indicators | indicators, by, at)
    return Made(indicators, areas, {name: told for name, told in undo.items() if told})


def _locals(batch: models.ImportBatch, beyond: Beyond) -> dict[str, int]:
    """Make the local indicators, behind those that the place has."""
    order = models.Indicator.objects.filter(owner=batch.place).count()
    rows = [
        models.Indicator(
            framework_id=models.LOCAL,
            owner=batch.place,
            code=one.code,
            label=dict(one.names),
            unit=one.unit,
            status="local",
            order=order + number,
        )
        for number, one in enumerate(beyond.locals, 1)
    ]
    models.Indicator.objects.bulk_create(rows)
    return {f"{models.LOCAL}:{row.code}": row.pk for row in rows}


def _revive(batch: models.ImportBatch, plan: Plan, held: Held) -> list[int]:
    """Bring back local indicators that were retired and now get values; return which."""
    used = {change.series.indicator for change in plan.values}
    ids = [pk for name, pk in held.indicators.items() if name in used]
    rows = models.Indicator.objects.filter(owner=batch.place, retired_at__isnull=False)
    found = sorted(set(rows.values_list("pk", flat=True)) & set(ids))
    models.Indicator.objects.filter(pk__in=found).update(retired_at=None)
    return found


def _store_texts(
    batch: models.ImportBatch, beyond: Beyond, ids: dict[str, int], by: Any, at: datetime
) -> None:
    """Store texts of metadata; those that they take the place of are retired by the import."""
    changed = {
        (ids[name], *key): text
        for name, texts in beyond.texts.items()
        for key, text in texts.items()
    }
    current = models.MetadataText.objects.filter(
        place=batch.place, indicator__in={pk for pk, *_key in changed}, retired_at=None
    )
    replaced = [
        pk
        for pk, *key in current.values_list("pk", "indicator_id", "concept", "language")
        if tuple(key) in changed
    ]
    for chunk in _chunks(replaced):
        rows = models.MetadataText.objects.filter(pk__in=chunk)
        rows.update(retired_at=at, retired_by_batch=batch)
    insert(
        models.MetadataText,
        TEXT_COLUMNS,
        ((*key, text) for key, text in changed.items()),
        {
            "place_id": batch.place_id,
            "batch_id": batch.pk,
            "entered_by_id": by.pk if by else None,
            "entered_at": at,
        },
    )


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def take_back_beyond(batch: models.ImportBatch, *, by: Any, at: datetime) -> int:
    """Undo it, after the values have been taken back; return how many texts and areas went.

    Indicators that were made for it are retired, unless they have come into use: their code is
    not given to another. Raises NotPermitted, Refused (an area was changed since).
    """
    done = take_back_metadata(batch, at=at)
    free = {*batch.undo.get("locals", ()), *batch.undo.get("revived", ())} - in_use(batch.place)
    rows = models.Indicator.objects.filter(Q(pk__in=free), owner=batch.place, retired_at=None)
    rows.update(retired_at=at)
    if parts := batch.undo.get("parts"):
        if by is None:
            places.take_back_parts_at_console(place=batch.place, done=parts, at=at)
        else:
            places.take_back_parts(place=batch.place, done=parts, by=by, at=at)
        done += len(parts["made"]) + len(parts["changed"])
    return done
