"""The parts of a place, made and changed from a file of areas, and taken back as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place
from waymark.places.rules import AreaChange, AreaPlan, Permit, digest_of

FIELDS = ["code", "boundary", "area_km2", "retired_at"]


def set_parts(
    *, place: Place, plan: AreaPlan, language: str, by: Any, at: datetime
) -> dict[str, Any]:
    """Make and change the parts of a place as planned; return what `take_back_parts` needs.

    `language` is that of the names in the file. Raises NotPermitted, Refused (parts have changed
    since they were planned).
    """
    require(by, Permit.EDIT_PLACE, on=place)
    return _set(place, plan, language, by, at)


def take_back_parts(*, place: Place, done: Mapping[str, Any], by: Any, at: datetime) -> None:
    """Undo what `set_parts` did: made parts go, changed ones are what they were.

    A made part that something stands on is retired: it keeps its code, and comes back by it.
    Raises NotPermitted, Refused (a part has been changed since).
    """
    require(by, Permit.EDIT_PLACE, on=place)
    _take_back(place, done, by, at)


def set_parts_at_console(
    *, place: Place, plan: AreaPlan, language: str, at: datetime
) -> dict[str, Any]:
    """As `set_parts`, at the operator's console."""
    return _set(place, plan, language, None, at)


def take_back_parts_at_console(*, place: Place, done: Mapping[str, Any], at: datetime) -> None:
    """As `take_back_parts`, at the operator's console."""
    _take_back(place, done, None, at)


@transaction.atomic
def _set(place: Place, plan: AreaPlan, language: str, by: Any, at: datetime) -> dict[str, Any]:
    place = Place.objects.select_for_update().get(pk=place.pk)
    held = {row.pk: row for row in place.parts.all()}
    slugs = _Slugs(place)
    made: list[Place] = []
    changed: list[dict[str, Any]] = []
    for change in plan.changes:
        if change.part is None:
            made.append(_new(place, change, slugs, language, at))
            continue
        row = held.get(change.part.id)
        if row is None or digest_of(row.boundary) != change.part.geometry:
            raise Refused(Reason("areas.changed_since"))
        changed.append(_before(row, change))
        row.code, row.retired_at = change.code, None
        row.boundary, row.area_km2 = change.boundary.geometry, change.boundary.area_km2
        row.save(update_fields=FIELDS)
    Place.objects.bulk_create(made)
    done = {"made": {row.code: row.pk for row in made}, "changed": changed}
    facts = {"plan": plan.fingerprint, "made": len(made), "changed": len(changed)}
    record("place.set_parts", place, by=by, at=at, scope=place, facts=facts)
    return done


def _new(place: Place, change: AreaChange, slugs: _Slugs, language: str, at: datetime) -> Place:
    return Place(
        slug=slugs.free(change.name),
        name={language: change.name},
        name_skeleton=texts.skeleton(change.name)[:200],
        kind=Place.Kind.GRID_CELL if change.cell else Place.Kind.DISTRICT,
        country_id=place.country_id,
        parent=place,
        code=change.code,
        boundary=change.boundary.geometry,
        area_km2=change.boundary.area_km2,
        fictional=place.fictional,
        created_at=at,
    )


def _before(row: Place, change: AreaChange) -> dict[str, Any]:
    """A part as it was, and by which boundary one can tell that nobody has changed it since."""
    return {
        "id": row.pk,
        "code": row.code,
        "boundary": row.boundary,
        "area_km2": row.area_km2,
        "retired": row.retired_at is not None,
        "after": digest_of(change.boundary.geometry),
    }


class _Slugs:
    """Free addresses below that of a place."""

    def __init__(self, place: Place) -> None:
        self.base = place.slug[:40]
        taken = Place.objects.filter(slug__startswith=f"{self.base}-")
        self.taken = set(taken.values_list("slug", flat=True))

    def free(self, name: str) -> str:
        base = f"{self.base}-{slugify(name)[:30] or 'area'}"
        slug, number = base, 2
        while slug in self.taken:
            slug, number = f"{base}-{number}", number + 1
        self.taken.add(slug)
        return slug


@transaction.atomic
def _take_back(place: Place, done: Mapping[str, Any], by: Any, at: datetime) -> None:
    place = Place.objects.select_for_update().get(pk=place.pk)
    held = {row.pk: row for row in place.parts.all()}
    for before in done.get("changed", ()):
        row = held.get(before["id"])
        if row is None or digest_of(row.boundary) != before["after"]:
            raise Refused(Reason("areas.changed_since"))
        row.code, row.area_km2 = before["code"], before["area_km2"]
        row.boundary = before["boundary"]
        row.retired_at = at if before["retired"] else None
        row.save(update_fields=FIELDS)
    gone = retired = 0
    for pk in dict(done.get("made", {})).values():
        row = held.get(pk)
        if row is not None and _remove(row, at):
            gone += 1
        elif row is not None:
            retired += 1
    facts = {"gone": gone, "retired": retired, "changed": len(done.get("changed", ()))}
    record("place.take_back_parts", place, by=by, at=at, scope=place, facts=facts)


def _remove(row: Place, at: datetime) -> bool:
    """Delete a part, or retire it where something stands on it; tell whether it is gone."""
    try:
        with transaction.atomic():
            row.delete()
        return True
    except ProtectedError:
        row.retired_at = at
        row.save(update_fields=["retired_at"])
        return False
