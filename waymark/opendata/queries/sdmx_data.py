"""Public values as SDMX observations: a question translated for the database, and its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from waymark.indicators.queries import public
from waymark.indicators.rules.facts import PROPOSED
from waymark.kernel.period import Period
from waymark.kernel.sdmx import Observation, write_time
from waymark.kernel.sdmx.errors import tidy
from waymark.kernel.sdmx.query import BadQuery, DataQuery
from waymark.kernel.sdmx.select import matching, select
from waymark.kernel.text import BadText
from waymark.opendata.queries.codebook import Codebook, name_of
from waymark.opendata.rules.codes import frequency
from waymark.opendata.rules.structures import AGENCY, EVERY, flow_id

MOST_SERIES = 20_000
MOST_VALUES = 100_000
"""Of one answer. Who wants more asks by list, by place or by year."""

CHUNK = 500


def flow_of(query: DataQuery, book: Codebook) -> str:
    """The id of the flow that is asked for; raise `BadQuery` where it is not exactly one."""
    found = matching(query.flow, (flow.ref for flow in book.structures.dataflows))
    if not found:
        raise BadQuery(100, "there is no such dataflow")
    if len(found) > 1:
        raise BadQuery(140, "name one dataflow; DF_CITY has all lists")
    return found[0].id


def observations(viewer: Any, query: DataQuery, book: Codebook) -> Iterator[Observation]:
    """Return what a question asks for, series by series, each by its periods.

    Raises `BadQuery`: 100 where there is nothing, 510 where there is too much.
    """
    rows = list(public.series(viewer, _wanted(query, book))[: MOST_SERIES + 1])
    if len(rows) > MOST_SERIES:
        raise BadQuery(510, f"more than {MOST_SERIES} series: say which places or indicators")
    keyed = [(row, _series_key(row, book)) for row in rows]
    keyed = [(row, key) for row, key in keyed if _asked(query, key)]
    found = select(_all(viewer, query, keyed), query, book.schema)
    return _some(_at_most(found))


def _some(found: Iterator[Observation]) -> Iterator[Observation]:
    """The same, where there is any."""
    first = next(found, None)
    if first is None:
        raise BadQuery(100, "there are no public data for this key and these periods")
    yield first
    yield from found


def _at_most(found: Iterable[Observation]) -> Iterator[Observation]:
    iterator = iter(found)
    yield from islice(iterator, MOST_VALUES)
    if next(iterator, None) is not None:
        raise BadQuery(510, f"more than {MOST_VALUES} values: ask for fewer series or periods")


def _wanted(query: DataQuery, book: Codebook) -> public.Wanted:
    """The part of the question that the database answers."""
    flow = flow_of(query, book)
    framework = next((code for code in book.frameworks if flow_id(code) == flow), "")
    places = _providers(query.providers)
    if not query.key:
        return public.Wanted(places=places, framework="" if flow == EVERY else framework)
    codes = set(query.key[2])
    named = [name.rpartition("/")[2] for name, code in book.indicators.items() if code in codes]
    if codes and not named:
        raise BadQuery(100, "no such INDICATOR")
    units = [unit for unit, code in book.units.items() if code in query.key[-1]]
    if query.key[-1] and not units:
        raise BadQuery(100, "no such UNIT_MEASURE")
    return public.Wanted(
        places=places,
        framework="" if flow == EVERY else framework,
        indicators=named,
        around=sorted(query.key[1]),
        units=units,
    )


def _providers(asked: Iterable[str]) -> Sequence[str]:
    """A provider is a place, with our agency before it or not; we ourselves are all of them."""
    named = [text.rpartition(",")[2] for text in asked]
    return () if AGENCY in named else named


def _series_key(row: Any, book: Codebook) -> tuple[str, ...]:
    """The codes of a series but its frequency, which each value has."""
    publication = row.publication
    indicator = publication.indicator
    owner = publication.place.slug if indicator.owner_id else ""
    name = name_of(indicator.framework_id, indicator.code, owner)
    return (
        book.areas[row.area.slug if row.area else publication.place.slug],
        book.indicators[name],
        *book.key_of(row.dimensions),
        book.units[row.unit],
    )


def _asked(query: DataQuery, key: tuple[str, ...]) -> bool:
    return all(not codes or code in codes for codes, code in zip(query.key[1:], key, strict=False))


def _all(
    viewer: Any, query: DataQuery, keyed: Sequence[tuple[Any, tuple[str, ...]]]
) -> Iterator[Observation]:
    """The values of series, those of one length of period together."""
    for place in range(0, len(keyed), CHUNK):
        part = keyed[place : place + CHUNK]
        held: dict[int, list[Any]] = {row.pk: [] for row, _key in part}
        rows = public.values(
            viewer,
            held,
            start=query.start.start if query.start else None,
            end=query.end.end if query.end else None,
            changed_after=query.updated_after,
        )
        for value in rows:
            held[value.series_id].append(value)
        for row, key in part:
            said = _said_of_series(row)
            made = [
                Observation(
                    (frequency(v.start, v.end), *key, write_time(Period(v.start, v.end, ""))),
                    None if v.value is None else Decimal(repr(v.value)),
                    said | _said(v),
                )
                for v in held[row.pk]
            ]
            made.sort(key=lambda one: one.key[0])
            yield from made


def _said_of_series(row: Any) -> dict[str, str]:
    terms = getattr(row.publication.place, "public_terms", None)
    told = {
        "BASE_PER": row.baseline_period if row.baseline_value is not None else "",
        "BASE_VALUE": _number(row.baseline_value),
        "TARGET_PER": str(row.target_year) if row.target_value is not None else "",
        "TARGET_VALUE": _number(row.target_value),
        "LICENCE": terms.licence if terms else "",
    }
    return _without_empty(told)


def _said(value: Any) -> dict[str, str]:
    told = {
        "OBS_STATUS": value.status,
        "PERIOD_TEXT": value.period,
        "OBS_TEXT": value.text,
        "SOURCE_DETAIL": value.source,
        "SOURCE_TYPE": value.source_type,
        "COLL_METHOD": value.method,
        "OBS_QUALITY": value.quality,
        "SAMPLE_SIZE": _number(value.sample_size),
        "MARGIN_ERROR": _number(value.margin),
        "ORIGIN": PROPOSED if value.proposed else "",
        "COMMENT_OBS": value.note,
    }
    return _without_empty(told)


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def _without_empty(told: dict[str, str]) -> dict[str, str]:
    found = {}
    for name, text in told.items():
        if text:
            try:
                plain = tidy(text)
            except BadText:  # stored before such characters were refused
                plain = text.encode("ascii", "replace").decode()
                plain = "".join(char for char in plain if char.isprintable())
            if plain:
                found[name] = plain
    return found
