"""A file with several places brought in at once, for whoever works without pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.files.storage import Readable
from waymark.base.permits import require
from waymark.indicators import models
from waymark.indicators.actions.bringing import Act
from waymark.indicators.actions.choices import Choices
from waymark.indicators.actions.several import (
    Part,
    begin,
    commit_parts,
    lock_all,
    plan_parts,
    preview_part,
    put_aside,
    store_several,
)
from waymark.indicators.preview import summary
from waymark.indicators.queries.known import known, known_at_console
from waymark.indicators.queries.several import named
from waymark.indicators.rules.batch import IMPORT
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.places import Apart, Together, apart, without_column
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place


@dataclass(frozen=True)
class BroughtSeveral:
    """What became of a file at once; `refused` says why nothing was stored, and is empty else."""

    group: models.ImportGroup | None
    reading: Reading
    file: Apart
    parts: tuple[Part, ...] = ()
    refused: tuple[Reason, ...] = ()


def bring_several_at_console(
    *,
    places: Sequence[Place],
    source: Readable,
    name: str,
    choices: Choices,
    at: datetime,
    leave_out: bool = False,
    dry_run: bool = False,
) -> BroughtSeveral:
    """Preview and store a file with several places at the operator's console, in one go."""
    return _bring(places, source, name, choices, None, at, leave_out, dry_run)


def bring_several(
    *,
    places: Sequence[Place],
    source: Readable,
    name: str,
    choices: Choices,
    by: Any,
    at: datetime,
    leave_out: bool = False,
    dry_run: bool = False,
) -> BroughtSeveral:
    """The same as a person, for the places in which she may enter values.

    Raises NotPermitted, FileRefused, StoreUnavailable, Refused (nothing that we read).
    """
    require(by, Permit.EDIT_INDICATORS, on=Together(tuple(places)))
    return _bring(places, source, name, choices, by, at, leave_out, dry_run)


def _bring(
    places: Sequence[Place],
    source: Readable,
    name: str,
    choices: Choices,
    by: Any,
    at: datetime,
    leave_out: bool,
    dry_run: bool,
) -> BroughtSeveral:
    stored, reading = store_several(places, source, name, choices)
    look = known if by is not None else known_at_console
    act = Act(by, at)
    file = apart(reading, [named(place) for place in places])
    told = replace(choices, options=without_column(choices.options, file))
    refused: tuple[Reason, ...] = ()
    with transaction.atomic():
        lock_all(place for place in places if place.pk in file.readings)
        group = begin(act, places, stored, reading, choices, file)
        parts = []
        for one in plan_parts(act, file, places, told, look):
            summed = summary(one.reading, one.plan)
            batch = preview_part(act, group, one.place, stored, told, summed)
            parts.append(Part(one.place, one.reading, one.plan, one.held, batch))
        try:
            with transaction.atomic():
                group.state = IMPORT.step("commit", group.state).target
                commit_parts(act, group, parts, leave_out=leave_out)
        except Refused as error:
            group.state = IMPORT.step("discard", "preview").target
            put_aside(act, group)
            refused = error.reasons
        if dry_run:
            transaction.set_rollback(True)
    return BroughtSeveral(None if dry_run else group, reading, file, tuple(parts), refused)
