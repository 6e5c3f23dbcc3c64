"""Builds the mirror from the database, and brings it up to date place by place."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from django.db.models import Q, QuerySet

from waymark.base.models import Record
from waymark.indicators.lake.engine import connect, quoted
from waymark.indicators.lake.layout import (
    BUCKETS,
    COLUMNS,
    ORDER,
    VERSION,
    Row,
    bucket_of,
    file_of,
)
from waymark.indicators.lake.rows import Bucket, rows_of
from waymark.places.models import Place

STATE = "state.json"
LATE = timedelta(minutes=5)
"""A record may be committed after one with a higher number: long enough for any transaction."""

_NOTHING = "\x1f"
"""Stands for no value on the way; no text in the database can hold it."""

_TYPES = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in COLUMNS.items())
_CSV = (
    f"header = false, auto_detect = false, columns = {{{_TYPES}}}, nullstr = {quoted(_NOTHING)}, "
    "delim = ',', quote = '\"', escape = '\"'"
)


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What an update did: `places` read again, `files` written, `rows` in them, `whole` or not."""

    places: int
    files: int
    rows: int
    whole: bool


@dataclass(frozen=True, slots=True)
class _State:
    version: int
    record: int
    at: str


def update(folder: Path) -> Mirrored:
    """Bring the mirror to what the database holds; build it where there is none.

    Places are read again whose records are newer than the last update. Each file is replaced as a
    whole, so that readers see the old one or the new one. One update may run at a time.
    """
    state = _state_of(folder)
    newest = _newest()
    if state is None or state.version != VERSION:
        result = _rebuild(folder)
    else:
        result = _refresh(folder, list(_changed(state)))
    _write_state(folder, newest)
    return result


def rebuild(folder: Path) -> Mirrored:
    """Build the mirror anew, whatever is there."""
    newest = _newest()
    result = _rebuild(folder)
    _write_state(folder, newest)
    return result


def _newest() -> _State:
    """The newest record, taken before anything is read: what comes later is read once more."""
    row = Record.objects.order_by("-pk").values_list("pk", "at").first()
    pk, at = row or (0, None)
    return _State(VERSION, pk, at.isoformat() if at else "")


def _state_of(folder: Path) -> _State | None:
    try:
        return _State(**json.loads((folder / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def as_of(folder: Path) -> datetime | None:
    """When the newest act was done that the mirror knows of; None where there is no mirror."""
    state = _state_of(folder)
    return datetime.fromisoformat(state.at) if state and state.at else None


def _write_state(folder: Path, state: _State) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    values = {"version": state.version, "record": state.record, "at": state.at}
    _replace(folder / STATE, json.dumps(values).encode())


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(name, path)


def _changed(state: _State) -> Iterable[str]:
    newer = Q(pk__gt=state.record)
    if state.at:
        newer |= Q(at__gte=datetime.fromisoformat(state.at) - LATE)
    about_places = Q(scope__startswith="place:") | Q(subject__startswith="place:")
    rows = Record.objects.filter(newer).filter(about_places).values_list("scope", "subject")
    found = {text for row in rows for text in row if text.startswith("place:")}
    return sorted(text.partition(":")[2] for text in found)


def _rebuild(folder: Path) -> Mirrored:
    for path in folder.glob("framework=*/country=*/*.parquet"):
        if path.parent.name.partition("=")[2] not in _countries():
            path.unlink()
    done = [
        _write_country(folder, country, Place.objects.filter(country=country), None)
        for country in _countries()
    ]
    return _together(done, whole=True)


def _refresh(folder: Path, ids: list[str]) -> Mirrored:
    changed = Place.objects.filter(pk__in=ids)
    done = [
        _write_country(folder, country, changed.filter(country=country), ids)
        for country in changed.order_by().values_list("country_id", flat=True).distinct()
    ]
    return _together(done, whole=False)


def _countries() -> list[str]:
    found = Place.objects.order_by("country_id").values_list("country_id", flat=True)
    return list(found.distinct())


def _together(done: list[tuple[int, int, int]], *, whole: bool) -> Mirrored:
    places, files, rows = (sum(column) for column in zip(*done, strict=True)) if done else (0, 0, 0)
    return Mirrored(places, files, rows, whole)


def _write_country(
    folder: Path, country: str, places: QuerySet[Place], only: list[str] | None
) -> tuple[int, int, int]:
    """Write the buckets of these places; `only` are the ids whose old rows go, None for all."""
    held = list(places.select_related("country").order_by("pk"))
    numbers = range(BUCKETS) if only is None else {bucket_of(place.pk) for place in held}
    present = {
        (path.parent.parent.name.partition("=")[2], country, number)
        for number in numbers
        for path in folder.glob(f"framework=*/country={country}/b{number:02}.parquet")
    }
    files, rows = write_rows(folder, rows_of(held), present, only)
    return len(held), files, rows


def write_rows(
    folder: Path,
    rows: Iterable[tuple[Bucket, Row]],
    present: Iterable[Bucket] = (),
    only: list[str] | None = None,
) -> tuple[int, int]:
    """Write rows into the files of their buckets; return how many files, and rows in them.

    `present` are buckets to look at even where no row comes. Rows that a file holds go, or, with
    `only`, those of these places.
    """
    with tempfile.TemporaryDirectory() as spool, _Spool(Path(spool)) as files:
        for bucket, row in rows:
            files.write(bucket, row)
        files.close()
        touched = sorted({*present, *files.paths})
        counts = [
            _write_bucket(folder / file_of(*bucket), files.paths.get(bucket), only)
            for bucket in touched
        ]
    return len(touched), sum(counts)


class _Spool:
    """Rows on their way to the columnar files, one CSV per bucket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[Bucket, Path] = {}
        self._files: dict[Bucket, TextIO] = {}
        self._writers: dict[Bucket, Any] = {}

    def __enter__(self) -> _Spool:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def write(self, bucket: Bucket, row: Row) -> None:
        if bucket not in self._writers:
            path = self.folder / f"{len(self.paths)}.csv"
            file = path.open("w", encoding="utf-8", newline="")
            self.paths[bucket], self._files[bucket] = path, file
            self._writers[bucket] = csv.writer(file)
        values = (getattr(row, name) for name in COLUMNS)
        self._writers[bucket].writerow(_NOTHING if one is None else one for one in values)

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def _write_bucket(path: Path, spooled: Path | None, only: list[str] | None) -> int:
    """Replace a file by its rows of other places and the new ones; leave none that is empty."""
    names = ", ".join(COLUMNS)
    parts, parameters = [], []
    if only is not None and path.exists():
        old = "FROM read_parquet(?) WHERE NOT list_contains(?, place)"
        parts.append(f"SELECT {names} {old}")
        parameters += [str(path), only]
    if spooled is not None:
        parts.append(f"SELECT {names} FROM read_csv(?, {_CSV})")  # noqa: S608 - our own names
        parameters.append(str(spooled))
    if not parts:
        path.unlink(missing_ok=True)
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".new-{path.name}")
    union = " UNION ALL ".join(parts)
    with connect() as connection:
        done = connection.execute(
            f"COPY (SELECT * FROM ({union}) ORDER BY {ORDER}) TO {quoted(str(new))} "  # noqa: S608
            "(FORMAT parquet, COMPRESSION zstd)",
            parameters,
        ).fetchone()
    rows = int(done[0]) if done else 0
    if rows:
        os.replace(new, path)
    else:
        new.unlink()
        path.unlink(missing_ok=True)
    return rows
