"""Writing the rows that everybody sees. Called with the place locked, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from waymark.indicators import models
from waymark.indicators.actions.common import lock
from waymark.indicators.queries.disclosed import (
    Disclosed,
    Wish,
    disclosed,
    limits_of,
    related,
    wishes_of,
)
from waymark.indicators.rules.public import PublicLine, PublicNumber
from waymark.places.models import Place

CHUNK = 500
_NUMBER = tuple(name for name in PublicNumber.__slots__ if name not in ("start", "end"))
_LINE = (
    *("area_id", "dimensions", "unit", "baseline_period", "baseline_value"),
    *("target_year", "target_value", "milestones"),
)


def show_again(place: Place, *, at: datetime, touched: Collection[int] | None = None) -> None:
    """Bring what everybody sees of a place to what its data are now.

    `touched`: only of these indicators, and of those that hang together with them.
    """
    lock(place)
    wishes = wishes_of(place)
    if wishes and touched is not None:
        wishes = related(place, wishes, touched)
    if wishes:
        show(place, disclosed(place, wishes, limits_of(place)), of=wishes, at=at)


def show(place: Place, found: Iterable[Disclosed], *, of: Iterable[Wish], at: datetime) -> None:
    """Make the public rows of these indicators be just what was found; write only what differs."""
    of_these = {"place": place, "withdrawn_at": None, "indicator__in": [w.indicator.pk for w in of]}
    publications = {row.indicator_id: row for row in models.Publication.objects.filter(**of_these)}
    lines: dict[str, tuple[models.Publication, PublicLine]] = {
        one.public.key: (publications[one.indicator_id], one.public)
        for one in found
        if one.public.numbers or one.public.target_value is not None
    }
    mine = models.PublicSeries.objects.filter(publication__in=publications.values())
    held = {row.key: row for row in mine}
    gone = [row for key, row in held.items() if key not in lines]
    changed = {row.publication_id for row in gone}
    for start in range(0, len(gone), CHUNK):
        _delete(series__in=[row.pk for row in gone[start : start + CHUNK]])
    rows = _series(lines, held, changed)
    _values(lines, rows, changed, at)
    models.Publication.objects.filter(pk__in=changed).update(changed_at=at)


def hide(publications: Iterable[models.Publication]) -> None:
    """Delete everything that everybody sees of these."""
    _delete(series__publication__in=list(publications))


def _delete(**which: Any) -> None:
    """Delete series, named as numbers see them, with their numbers."""
    models.PublicValue.objects.filter(**which).delete()
    series = {name.removeprefix("series__"): value for name, value in which.items()}
    if "in" in series:
        series["pk__in"] = series.pop("in")
    models.PublicSeries.objects.filter(**series).delete()


def _series(
    lines: Mapping[str, tuple[models.Publication, PublicLine]],
    held: Mapping[str, models.PublicSeries],
    changed: set[str],
) -> dict[str, models.PublicSeries]:
    """The rows of the series by key, made or brought to what they should be."""
    made, other = [], []
    for key, (publication, line) in lines.items():
        facts = _facts(line)
        row = held.get(key)
        if row is None:
            made.append(models.PublicSeries(publication=publication, key=key, **facts))
        elif row.publication_id != publication.pk or _differs(row, facts):
            row.publication = publication
            for name, value in facts.items():
                setattr(row, name, value)
            other.append(row)
    models.PublicSeries.objects.bulk_create(made, batch_size=CHUNK)
    models.PublicSeries.objects.bulk_update(other, ["publication", *_LINE], batch_size=CHUNK)
    changed |= {row.publication_id for row in (*made, *other)}
    return {row.key: row for row in (*held.values(), *made) if row.key in lines}


def _facts(line: PublicLine) -> dict[str, Any]:
    facts = {name: getattr(line, name) for name in _LINE}
    facts["dimensions"] = dict(line.dimensions)
    facts["milestones"] = [{"year": year, "value": value} for year, value in line.milestones]
    return facts


def _differs(row: Any, facts: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in facts.items())


def _values(
    lines: Mapping[str, tuple[models.Publication, PublicLine]],
    rows: Mapping[str, models.PublicSeries],
    changed: set[str],
    at: datetime,
) -> None:
    """Bring the numbers of every series to what they should be."""
    held: dict[tuple[int, date, date], models.PublicValue] = {}
    mine = {publication for publication, _line in lines.values()}
    for value in models.PublicValue.objects.filter(series__publication__in=mine):
        held[value.series_id, value.start, value.end] = value
    made: list[models.PublicValue] = []
    other: list[models.PublicValue] = []
    for key, (publication, line) in lines.items():
        series = rows[key]
        for number in line.numbers:
            facts = {name: getattr(number, name) for name in _NUMBER}
            found = held.pop((series.pk, number.start, number.end), None)
            if found is None:
                own = {"series": series, "start": number.start, "end": number.end}
                made.append(models.PublicValue(**own, **facts, changed_at=at))
            elif _differs(found, facts):
                for name, fact in facts.items():
                    setattr(found, name, fact)
                found.changed_at = at
                other.append(found)
            else:
                continue
            changed.add(publication.pk)
    by_series = {row.pk: row.publication_id for row in rows.values()}
    changed |= {by_series[value.series_id] for value in held.values()}
    models.PublicValue.objects.filter(pk__in=[value.pk for value in held.values()]).delete()
    models.PublicValue.objects.bulk_create(made, batch_size=CHUNK)
    models.PublicValue.objects.bulk_update(other, [*_NUMBER, "changed_at"], batch_size=CHUNK)
