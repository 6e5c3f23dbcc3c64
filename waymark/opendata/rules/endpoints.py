"""The questions of the JSON API, each with its parameters: read by the views and by the docs."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.kernel.progress import METHOD
from waymark.kernel.progress import METHODS as PROGRESS
from waymark.opendata.rules.questions import Kind, Param

METHODS = tuple(PROGRESS)
PAGE = 100
MOST = 1000
MOST_VALUES = 10_000

LIMIT = Param("limit", Kind.COUNT, "how many at most", usual=PAGE, most=MOST)
AFTER = Param("after", Kind.CURSOR, "where the next page begins; take it from `next`")
WORDS = Param("q", Kind.TEXT, "words in name or code, whatever their accents and case")
PLACE = Param("place", Kind.SLUG, "address of a place", many=True)
LIST = Param("list", Kind.SLUG, "code of a list, such as sdg")
NAME = Param("indicator", Kind.NAME, "name of an indicator, such as sdg:11.6.2", many=True)
COUNTRY = Param("country", Kind.SLUG, "ISO 3166 code of a country, two or three letters")
AREA = Param("area", Kind.SLUG, "address of a part of a place, or none for whole places", many=True)
BREAKDOWN = Param(
    "breakdown", Kind.BREAKDOWN, "DIMENSION:GROUP, such as sex:female, or none", many=True
)
UNIT = Param("unit", Kind.TEXT, "unit of the values, as it is written", many=True)
OF_SERIES = (PLACE, COUNTRY, LIST, NAME, AREA, BREAKDOWN, UNIT)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A question. `path` is below /api/v1; `item` names the shape of what comes back."""

    name: str
    path: str
    summary: str
    item: str
    params: tuple[Param, ...] = ()
    paged: bool = True


ENDPOINTS = (
    Endpoint("root", "/", "Where to begin", "Root", paged=False),
    Endpoint("lists", "/lists", "Lists of indicators", "ListItem", (LIMIT, AFTER)),
    Endpoint(
        "list_indicators",
        "/lists/{list}/indicators",
        "Indicators of a shared list, by code",
        "IndicatorItem",
        (
            WORDS,
            Param("domain", Kind.TEXT, "domain, such as society"),
            Param("goal", Kind.COUNT, "number of a goal", most=17),
            LIMIT,
            AFTER,
        ),
    ),
    Endpoint(
        "indicator", "/indicators/{list}/{code}", "One indicator", "IndicatorItem", paged=False
    ),
    Endpoint(
        "places",
        "/places",
        "Places with published data, by address",
        "PlaceItem",
        (WORDS, COUNTRY, LIMIT, AFTER),
    ),
    Endpoint("place", "/places/{place}", "One place", "PlaceItem", paged=False),
    Endpoint(
        "place_indicators",
        "/places/{place}/indicators",
        "What a place has published, by list and code",
        "PublishedItem",
        (LIST, LIMIT, AFTER),
    ),
    Endpoint(
        "series",
        "/series",
        "Published series, by place, list, code, area and breakdown",
        "SeriesItem",
        (*OF_SERIES, LIMIT, AFTER),
    ),
    Endpoint(
        "observations",
        "/observations",
        "Published values, in the order of their series and periods",
        "ObservationItem",
        (
            *OF_SERIES,
            Param("from", Kind.DAY, "periods that begin on this day or later; a year will do"),
            Param("to", Kind.LAST_DAY, "periods that end on this day or earlier; a year will do"),
            Param("changed_since", Kind.MOMENT, "values that changed after this moment"),
            Param("limit", Kind.COUNT, "how many at most", usual=1000, most=MOST_VALUES),
            AFTER,
        ),
    ),
    Endpoint(
        "coverage",
        "/places/{place}/coverage",
        "How many indicators a place has published, by list and domain or goal",
        "CoverageItem",
        (LIST, LIMIT, AFTER),
    ),
    Endpoint(
        "methods", "/methods", "Methods by which progress is judged", "MethodItem", (LIMIT, AFTER)
    ),
    Endpoint(
        "progress",
        "/progress",
        "How far each published series of one place has come, with what it was worked out from",
        "ProgressItem",
        (
            Param("place", Kind.SLUG, "address of the one place", needed=True),
            LIST,
            NAME,
            AREA,
            BREAKDOWN,
            UNIT,
            Param("method", Kind.CHOICE, "by which method", choices=METHODS, usual=METHOD.id),
            LIMIT,
            AFTER,
        ),
    ),
)
BY_NAME = {endpoint.name: endpoint for endpoint in ENDPOINTS}
