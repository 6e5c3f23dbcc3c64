"""Keeping what was said about a file for the next one of its shape, and forgetting it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.choices import Choices, choices_of
from waymark.indicators.queries.mappings import mapping_of, mappings
from waymark.indicators.rules.answers import answers_of
from waymark.indicators.rules.columns import shape_of
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.rows import Options
from waymark.indicators.rules.sources.reading import Reading
from waymark.places.models import Place

MOST_TRIED = 3
"""Other encodings or worksheets with which a file is read before somebody is asked."""

READING = ("encoding", "sheet")
"""What was chosen of how a file is read. An encoding is tried only where a file can't be read."""


def recall(
    place: Place, name: str, choices: Choices, read: Callable[[Choices], Reading]
) -> tuple[Choices, Reading]:
    """Read a new file, by what was said about files of its shape if there were any.

    A table that can't be read, or whose columns nobody knows, is tried in the encodings and
    worksheets that were chosen for other files of the place. Raises Refused as `read` does.
    """
    reading = read(choices)
    for other in [{}, *_tries(place, reading)]:
        told = replace(choices, **other)
        tried = read(told) if other else reading
        found = mapping_of(place, shape_of(tried.sheet)) if tried.sheet else None
        if found is None:
            continue
        sheet = found.said.get("sheet", "")
        if sheet != told.sheet and sheet in tried.sheets:
            told = replace(told, sheet=sheet)
            tried = read(told)
        return replace(told, options=_options(choices.options, found.said, name)), tried
    return choices, reading


def _tries(place: Place, reading: Reading) -> list[dict[str, Any]]:
    """In which other ways the file might be meant to be read."""
    found: list[dict[str, Any]] = []
    for row in mappings(place):
        encoding, sheet = row.said.get("encoding", ""), row.said.get("sheet", "")
        if encoding and reading.encodings:
            found.append({"encoding": encoding})
        elif sheet in reading.sheets:
            found.append({"sheet": sheet})
    return [one for place, one in enumerate(found) if one not in found[:place]][:MOST_TRIED]


def _options(options: Options, said: Mapping[str, Any], name: str) -> Options:
    return replace(
        options,
        answers=answers_of(said.get("answers", {})).before(options.answers),
        comma=options.comma or bool(said.get("comma", False)),
        indicator=options.indicator or said.get("files", {}).get(_stem(name), ""),
    )


def _stem(name: str) -> str:
    """A file's name without figures: next year's file has another year in it."""
    return re.sub(r"\d+", "#", name.casefold())


@transaction.atomic
def learn(*, batch: models.ImportBatch, by: Any, at: datetime) -> models.Mapping | None:
    """Keep what was said about a table for the next one of its shape; return it, if anything was.

    Call it where the file is stored, with the place locked. The indicator of a whole file is kept
    for files of that name (years apart), for others may be about another one. Raises NotPermitted.
    """
    require(by, Permit.EDIT_INDICATORS, on=batch.place)
    shape, choices = batch.plan.get("shape", ""), choices_of(batch)
    before = mapping_of(batch.place, shape)
    files = dict(before.said.get("files", {})) if before else {}
    if choices.options.indicator:
        files[_stem(batch.file_name)] = choices.options.indicator
    said = {
        "answers": choices.options.answers.as_json(),
        "comma": choices.options.comma,
        "files": files,
        **{part: getattr(choices, part) for part in READING},
    }
    said = {name: told for name, told in said.items() if told}
    if not shape or said == (before.said if before else {}):
        return before
    row = before or models.Mapping(place=batch.place, shape=shape)
    row.header, row.said, row.said_by, row.said_at = batch.plan["header"], said, by, at
    row.save()
    facts = {"batch": batch.pk, "shape": row.shape}
    record("mapping.learn", row, by=by, at=at, scope=batch.place, facts=facts)
    return row


@transaction.atomic
def forget(*, mapping: models.Mapping, by: Any, at: datetime) -> None:
    """Forget what was said about files of a shape; what was stored by it stays.

    Raises NotPermitted.
    """
    require(by, Permit.EDIT_INDICATORS, on=mapping.place)
    facts = {"shape": mapping.shape}
    record("mapping.forget", mapping, by=by, at=at, scope=mapping.place, facts=facts)
    mapping.delete()
