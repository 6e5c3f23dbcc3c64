"""Bringing in a file with several places: an import for each, stored together or not at all.

The file is read once and taken apart; each part is then previewed, stored and undone as any file
of its place, in one transaction for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.storage import Readable, Stored, keep, store
from waymark.base.models import Blob
from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.bringing import LIMIT, Act
from waymark.indicators.actions.choices import Choices, choices_from, planned, read
from waymark.indicators.actions.common import lock
from waymark.indicators.actions.imports import undo_import
from waymark.indicators.preview import summary
from waymark.indicators.queries.known import Held, known
from waymark.indicators.queries.several import among, named, places_of
from waymark.indicators.reading import TABLES, kind_of
from waymark.indicators.rules.batch import IMPORT
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.places import Apart, Together, apart, without_column
from waymark.indicators.rules.plan import Plan
from waymark.indicators.rules.problems import problem_json
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place


@dataclass(frozen=True)
class Planned:
    """What a file does to one place: what was read and planned, what was known."""

    place: Place
    reading: Reading
    plan: Plan | None
    held: Held


@dataclass(frozen=True)
class Part(Planned):
    """The same with the import of it."""

    batch: models.ImportBatch


def preview_several(
    *,
    places: Sequence[Place],
    source: Readable,
    name: str,
    choices: Choices,
    by: Any,
    at: datetime,
) -> models.ImportGroup:
    """Keep a file and show what it would do in each of these places.

    Raises NotPermitted, FileRefused, StoreUnavailable, Refused (nothing that we read; no place).
    """
    require(by, Permit.EDIT_INDICATORS, on=Together(tuple(places)))
    act = Act(by, at)
    stored, reading = store_several(places, source, name, choices)
    file = apart(reading, [named(place) for place in places])
    told = replace(choices, options=without_column(choices.options, file))
    found = [  # only what is told is held: all that is known of many places would be much
        (one.place, summary(one.reading, one.plan))
        for one in plan_parts(act, file, places, told, known)
    ]
    with transaction.atomic():  # not before: on SQLite nobody else can write while it is open
        group = begin(act, places, stored, reading, choices, file)
        for place, one in found:
            preview_part(act, group, place, stored, told, one)
        return group


def commit_several(
    *, group: models.ImportGroup, by: Any, at: datetime, leave_out: bool = False
) -> models.ImportGroup:
    """Store all that the previews showed, in every place, or nothing.

    Raises NotPermitted, Refused (data changed since, refused rows without `leave_out`, nothing to
    store, state).
    """
    require(by, Permit.EDIT_INDICATORS, on=Together(places_of(group)))
    choices = choices_from(group.plan.get("choices", {}))
    places = among(group)
    reading = read(group.blob, group.file_name, choices, places[0])
    file = apart(reading, [named(place) for place in places])
    choices = replace(choices, options=without_column(choices.options, file))
    with transaction.atomic():
        row = _take(group, "commit", places_of(group))
        parts = _planned(row, file, choices, by, at)  # each when the one before it is stored
        return commit_parts(Act(by, at), row, parts, leave_out=leave_out)


@transaction.atomic
def discard_several(*, group: models.ImportGroup, by: Any, at: datetime) -> models.ImportGroup:
    """Put the previews aside, or a file in which there was nothing about any of her places.

    Raises NotPermitted, Refused (state).
    """
    require(by, Permit.EDIT_INDICATORS, on=Together(places_of(group) or tuple(among(group))))
    row = _take(group, "discard", places_of(group))
    put_aside(Act(by, at), row)
    return row


@transaction.atomic
def undo_several(*, group: models.ImportGroup, by: Any, at: datetime) -> models.ImportGroup:
    """Take the file back in every place where it still holds.

    Raises NotPermitted, Refused (state; later edits stand on it in one of the places).
    """
    require(by, Permit.EDIT_INDICATORS, on=Together(places_of(group)))
    row = _take(group, "undo", places_of(group))
    stored = row.batches.filter(state=models.ImportBatch.State.COMMITTED)
    for batch in stored.select_related("place").order_by("place_id"):
        undo_import(batch=batch, by=by, at=at)
    row.undone_at = at
    row.save(update_fields=["state", "undone_at"])
    return row


def store_several(
    places: Sequence[Place], source: Readable, name: str, choices: Choices
) -> tuple[Stored, Reading]:
    """Keep the bytes of a file and read it. Raises FileRefused, StoreUnavailable, Refused."""
    if not places:
        raise Refused(Reason("import.no_places"))
    stored = store(source, name=name, data=True)
    if kind_of(stored.media_type) in TABLES and stored.size > LIMIT:
        raise FileRefused(Kind.TOO_LARGE, limit=LIMIT)
    blob = Blob(sha256=stored.sha256, media_type=stored.media_type)
    return stored, read(blob, stored.name, choices, places[0])


def begin(
    act: Act,
    places: Sequence[Place],
    stored: Stored,
    reading: Reading,
    choices: Choices,
    file: Apart,
) -> models.ImportGroup:
    """The group of a file that was taken apart.

    Whoever takes these steps has asked for the permit, and is in a transaction.
    """
    header = reading.sheet.header if reading.sheet else ()
    return models.ImportGroup.objects.create(
        blob=keep(stored, at=act.at),
        file_name=stored.name,
        plan={
            "problems": [problem_json(one, header) for one in file.problems],
            "refused": file.refused,
            "kinds": file.kinds,
            "error": _error(reading),
            "among": [place.pk for place in places],
            "choices": choices.as_json() | {"framework": choices.options.framework},
        },
        made_by=act.by,
        made_at=act.at,
    )


def plan_parts(
    act: Act,
    file: Apart,
    places: Sequence[Place],
    choices: Choices,
    look: Callable[..., Held],
) -> Iterator[Planned]:
    """What the file does to each place that it is about, worked out when it is asked for."""
    for place in sorted(places, key=lambda one: one.pk):
        if place.pk in file.readings:
            part = file.readings[place.pk]
            held = look(act.by, place, beyond=part.head is not None)
            yield Planned(place, part, planned(part, held, choices, act.at), held)


def preview_part(
    act: Act,
    group: models.ImportGroup,
    place: Place,
    stored: Stored,
    choices: Choices,
    told: dict[str, Any],
) -> models.ImportBatch:
    """The import of a file into one of its places."""
    told.pop("shape", None)  # nothing is learnt from it for files of one place
    return act.preview(place, stored, choices, told, group)


def _error(reading: Reading) -> dict[str, Any] | None:
    """Why nothing could be read."""
    if reading.error is not None:
        error = reading.error
        return {"key": error.key, "row": error.row, "column": error.column, "params": _plain(error)}
    head = reading.head
    if head is not None and head.error is not None:
        told = head.error
        params = {"text": "", "name": "", **told.params}
        return {"key": told.key, "row": told.line or None, "file": told.file, "params": params}
    return None


def _plain(error: Any) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in error.params.items()
    }


def _take(group: models.ImportGroup, step: str, places: Sequence[Place]) -> models.ImportGroup:
    """The group as it is now, locked with its places."""
    lock_all(places)
    row = models.ImportGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    row.state = IMPORT.step(step, row.state).target
    return row


def lock_all(places: Iterable[Place]) -> None:
    """Take the data of places for oneself, in one order, so that nobody waits in a ring."""
    for place in sorted(places, key=lambda one: one.pk):
        lock(place)


def _planned(
    group: models.ImportGroup, file: Apart, choices: Choices, by: Any, at: datetime
) -> Iterator[Part]:
    """The parts planned anew. Raises Refused where one would do something else now."""
    for batch in group.batches.select_related("place").order_by("place_id"):
        reading = file.readings.get(batch.place_id)
        if reading is None:
            raise Refused(Reason("import.changed_since"))
        held = known(by, batch.place, beyond=reading.head is not None)
        plan = planned(reading, held, choices, at)
        if plan is not None and plan.fingerprint != batch.plan.get("fingerprint"):
            raise Refused(Reason("import.changed_since"))
        yield Part(batch.place, reading, plan, held, batch)


def commit_parts(
    act: Act, group: models.ImportGroup, parts: Iterable[Part], *, leave_out: bool
) -> models.ImportGroup:
    """Store every part that changes something. Raises Refused with the reason.

    They come one after the other; with the error goes what was stored before it.
    """
    seen, stored, refused = 0, 0, group.plan.get("refused", 0)
    for part in parts:
        seen += 1
        if part.plan is None or not part.plan.readable:
            raise Refused(Reason("import.unreadable"))
        refused += part.plan.refused
        if refused and not leave_out:
            continue  # they are only counted now
        step = "commit" if part.plan.changes else "discard"
        part.batch.state = IMPORT.step(step, part.batch.state).target
        if step == "commit":
            stored += 1
            act.commit(part.batch, part.plan, part.held, leave_out=True)
        else:
            _discard(act, part.batch)
    if not seen:
        raise Refused(Reason("import.no_places"))
    if refused and not leave_out:
        raise Refused(Reason("import.has_refused", {"count": refused}))
    if not stored:
        raise Refused(Reason("import.nothing"))
    group.committed_at = act.at
    group.save(update_fields=["state", "committed_at"])
    return group


def put_aside(act: Act, group: models.ImportGroup) -> None:
    """Put aside what is still a preview."""
    group.save(update_fields=["state"])
    for batch in group.batches.filter(state=models.ImportBatch.State.PREVIEW):
        batch.state = IMPORT.step("discard", "preview").target
        _discard(act, batch)


def _discard(act: Act, batch: models.ImportBatch) -> None:
    batch.save(update_fields=["state"])
    facts = {"file": batch.blob_id}
    record("import.discard", batch, by=act.by, at=act.at, scope=batch.place, facts=facts)
