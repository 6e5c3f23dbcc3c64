"""Questions to a service in the manner of SDMX 2.1 REST, as plain data.

`/data/{flow}/{key}/{provider}?…` and `/{dataflow|datastructure|codelist|conceptscheme|structure}/
{agency}/{id}/{version}?…`. What can't be answered is a `BadQuery` with the code and text that the
answer's error message carries.
Source: SDMX REST API 1.5.0 (for SDMX 2.1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from waymark.kernel.period import BadPeriod, Period
from waymark.kernel.sdmx.errors import BadSdmx, shown
from waymark.kernel.sdmx.schema import ALL_DIMENSIONS, Schema
from waymark.kernel.sdmx.times import parse_time

ERRORS: Mapping[int, tuple[int, str]] = {
    100: (404, "No results found"),
    110: (401, "Unauthorized"),
    130: (413, "Response too large due to client request"),
    140: (400, "Syntax error"),
    150: (400, "Semantic error"),
    500: (500, "Internal server error"),
    501: (501, "Not implemented"),
    503: (503, "Service unavailable"),
    510: (413, "Response size exceeds service limit"),
}
"""By SDMX code: the status in HTTP, and the text of the standard.

For 150 the standard has 403; services answer 400, as nothing is forbidden.
"""

MAX_LENGTH = 4000  # characters of a path or a parameter
_TOKEN = re.compile(r"[\w@$-]+(?:\.[\w@$-]+)*", re.ASCII)
_CODE = re.compile(r"[\w@$-]+", re.ASCII)
_RESOURCE = re.compile(r"[A-Za-z]{0,40}", re.ASCII)
_VERSION = re.compile(r"latest|all|\*|\d+(?:\.\d+)*", re.ASCII)
RESOURCES = {
    "dataflow": "Dataflow",
    "datastructure": "DataStructure",
    "codelist": "Codelist",
    "conceptscheme": "ConceptScheme",
}
DETAILS = ("full", "dataonly", "serieskeysonly", "nodata")
STRUCTURE_DETAILS = ("full", "allstubs", "referencestubs")
REFERENCES = ("none", "parents", "parentsandsiblings", "children", "descendants", "all")
_NOT_OURS = frozenset({"referencepartial", "allcompletestubs", "referencecompletestubs"})
"""Details that the standard has and we have not."""


class BadQuery(BadSdmx):
    """A question that can't be answered: SDMX `code`, HTTP `status`, English `text`."""

    def __init__(self, code: int, why: str, **params: Any) -> None:
        super().__init__(f"sdmx.query.{code}", why=why, **params)
        self.code = code
        self.status, title = ERRORS[code]
        self.text = f"{title}: {why}"


@dataclass(frozen=True, slots=True)
class Named:
    """Which things are asked for by name; an empty set means all, `latest` the newest version."""

    agencies: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset({"latest"})


@dataclass(frozen=True, slots=True)
class DataQuery:
    """A question for data. In `key` an empty set takes every code; `()` takes every key."""

    flow: Named
    key: tuple[frozenset[str], ...] = ()
    providers: frozenset[str] = frozenset()
    start: Period | None = None
    end: Period | None = None
    updated_after: datetime | None = None
    first: int | None = None
    last: int | None = None
    at_observation: str = "TIME_PERIOD"
    detail: str = "full"


@dataclass(frozen=True, slots=True)
class StructureQuery:
    """A question for structures of one kind, or of all (`structure`)."""

    resource: str
    named: Named
    detail: str = "full"
    references: str = "none"


def parse_query(path: str, parameters: Mapping[str, str]) -> DataQuery | StructureQuery:
    """The question that a path below the service's root and its parameters ask.

    Path segments and parameters are decoded already. Raises `BadQuery`: 140 for what is not
    well-formed, 501 for resources and parameters that we do not have.
    """
    if len(path) > MAX_LENGTH or any(len(text) > MAX_LENGTH for text in parameters.values()):
        raise BadQuery(130, "the query is too long")
    resource, *segments = path.strip("/").split("/")
    if resource == "data":
        return _data(segments, parameters)
    if resource in RESOURCES or resource == "structure":
        return _structure(resource, segments, parameters)
    if not _RESOURCE.fullmatch(resource):
        raise BadQuery(140, "a query begins with the name of a resource, such as data or codelist")
    raise BadQuery(501, f"there is no resource {shown(resource)!r}")


def _data(segments: Sequence[str], parameters: Mapping[str, str]) -> DataQuery:
    if not 1 <= len(segments) <= 3 or not segments[0]:
        raise BadQuery(140, "a data query is data/FLOW, data/FLOW/KEY or data/FLOW/KEY/PROVIDER")
    _only(
        parameters,
        "startPeriod endPeriod updatedAfter firstNObservations lastNObservations "
        "dimensionAtObservation detail includeHistory",
    )
    if parameters.get("includeHistory", "false") != "false":
        raise BadQuery(501, "includeHistory")
    flow = segments[0].split(",")
    agency, name, version = {
        1: ("all", flow[0], "latest"),
        2: (*flow, "latest"),
        3: tuple(flow),
    }.get(len(flow)) or _syntax("flow", segments[0])
    return DataQuery(
        Named(_names("agency", agency), _names("flow", name), _versions(version)),
        _key(segments[1] if len(segments) > 1 else "all"),
        _providers(segments[2] if len(segments) > 2 else "all"),
        _period(parameters, "startPeriod"),
        _period(parameters, "endPeriod"),
        _moment(parameters.get("updatedAfter", "")),
        _count(parameters, "firstNObservations"),
        _count(parameters, "lastNObservations"),
        _one_of(parameters, "dimensionAtObservation", (), "TIME_PERIOD"),
        _one_of(parameters, "detail", DETAILS, "full"),
    )


def _structure(resource: str, segments: list[str], parameters: Mapping[str, str]) -> StructureQuery:
    if len(segments) == 4 and segments.pop() not in {"all", "*"}:  # some clients always say it
        raise BadQuery(501, "items of a list can't be asked for alone")
    if len(segments) > 3:
        raise BadQuery(140, f"a structure query is {resource}/AGENCY/ID/VERSION")
    if parameters.get("detail") in _NOT_OURS:
        raise BadQuery(501, f"detail={parameters['detail']}")
    _only(parameters, "detail references")
    agency, name, version = (*segments, *("all", "all", "latest")[len(segments) :])
    return StructureQuery(
        resource,
        Named(
            _names("agency", agency or "all"),
            _names("id", name or "all"),
            _versions(version or "latest"),
        ),
        _one_of(parameters, "detail", STRUCTURE_DETAILS, "full"),
        _one_of(parameters, "references", (*REFERENCES, *RESOURCES), "none"),
    )


def check_key(query: DataQuery, schema: Schema) -> None:
    """Raise `BadQuery` where the question does not fit the structure of its flow."""
    asked, there = len(query.key), len(schema.series_dimensions)
    if query.key and asked != there:
        raise BadQuery(
            140,
            f"the key has {asked} parts, the structure {there} dimensions: "
            + ".".join(schema.series_dimensions),
        )
    at = query.at_observation
    if at not in {ALL_DIMENSIONS, "TIME_PERIOD"} and at not in schema.dimensions:
        raise BadQuery(150, f"dimensionAtObservation: there is no dimension {shown(at)!r}")
    if at not in {ALL_DIMENSIONS, "TIME_PERIOD", schema.time}:
        raise BadQuery(501, "dimensionAtObservation: only TIME_PERIOD and AllDimensions")


def _only(parameters: Mapping[str, str], known: str) -> None:
    for name in parameters:
        if name not in known.split():
            raise BadQuery(140, f"there is no parameter {shown(name)!r}; known are {known}")


def _syntax(what: str, text: str) -> NoReturn:
    raise BadQuery(140, f"{what}: {shown(text)!r}")


def _names(what: str, text: str) -> frozenset[str]:
    if text in {"all", "*"}:
        return frozenset()
    parts = text.split("+")
    if not all(_TOKEN.fullmatch(part) for part in parts):
        _syntax(what, text)
    return frozenset(parts)


def _versions(text: str) -> frozenset[str]:
    parts = text.split("+")
    if not all(_VERSION.fullmatch(part) for part in parts):
        _syntax("version", text)
    return frozenset() if {"all", "*"} & set(parts) else frozenset(parts)


def _key(text: str) -> tuple[frozenset[str], ...]:
    if text in {"all", ""}:
        return ()
    parts = []
    for part in text.split("."):
        codes = part.split("+") if part not in {"", "*"} else []
        if not all(_CODE.fullmatch(code) for code in codes):
            _syntax("key", text)
        parts.append(frozenset(codes))
    return tuple(parts)


def _providers(text: str) -> frozenset[str]:
    if text in {"all", "*", ""}:
        return frozenset()
    parts = text.split("+")
    for part in parts:
        names = part.split(",")
        if len(names) > 2 or not all(_TOKEN.fullmatch(name) for name in names):
            _syntax("provider", text)
    return frozenset(parts)


def _period(parameters: Mapping[str, str], name: str) -> Period | None:
    text = parameters.get(name, "")
    if not text:
        return None
    try:
        return parse_time(text)
    except BadPeriod:
        _syntax(name, text)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        _syntax("updatedAfter", text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _count(parameters: Mapping[str, str], name: str) -> int | None:
    text = parameters.get(name, "")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        _syntax(name, text)
    return int(text)


def _one_of(parameters: Mapping[str, str], name: str, allowed: Sequence[str], usual: str) -> str:
    text = parameters.get(name) or usual
    if text not in allowed if allowed else not _CODE.fullmatch(text):
        _syntax(name, text)
    return text
