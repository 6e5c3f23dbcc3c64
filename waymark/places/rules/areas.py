"""The areas of a place from one GeoJSON file: each feature is an area with a code, or says why not.

Offices name the properties of their maps as they like. Code and name are found by the usual
endings of such names (`WD20CD`, `prov_code`, `district_name`), unless a person has chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from waymark.kernel import canonical
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason
from waymark.places.rules.boundary import (
    BadBoundary,
    Boundary,
    geometry_of,
    measured,
    refuse_other_crs,
)

MAX_BYTES = 20 * 1024 * 1024
MAX_FEATURES = 2_000
MAX_CODE = 40
MAX_NAME = 150

_CODE_ENDS = (
    "geocode",
    "pcode",
    "code",
    "codi",
    "codigo",
    "cod",
    "cd",
    "id",
    "iso",
    "nis",
    "insee",
)
_NAME_ENDS = ("name", "nom", "nombre", "nome", "nm", "naam", "label", "title", "name_en", "nm_en")
_COUNTERS = {"objectid", "fid", "ogc_fid", "gid", "id", "oid"}
"""Names under which programs number the rows of a map: a code only where there is no other."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a file, counting from 1; without a boundary `reason` says why it has none."""

    number: int
    code: str
    name: str
    boundary: Boundary | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class AreaFile:
    """A file as read. `properties` are those that code and name can be chosen from."""

    properties: tuple[str, ...]
    code_property: str
    name_property: str
    features: tuple[Feature, ...]


def read_areas(raw: bytes, *, code: str = "", name: str = "") -> AreaFile:
    """Read the features of a GeoJSON file; `code` and `name` are properties, found if not given.

    A feature that can't be an area is in the result with its reason. Raises BadBoundary for what
    concerns the whole file.
    """
    if len(raw) > MAX_BYTES:
        raise BadBoundary("too_large", limit=f"{MAX_BYTES // 1024 // 1024} MB")
    try:
        document = canonical.loads(raw.removeprefix(b"\xef\xbb\xbf"), max_bytes=MAX_BYTES)
    except canonical.BadDocument as error:
        raise BadBoundary("not_json", where=error.where, why=error.why) from error
    features = _features(document)
    tables = [_properties(feature) for feature in features]
    names = tuple(dict.fromkeys(key for table in tables for key in table))
    code = code if code in names else _found(names, tables, _CODE_ENDS, distinct=True)
    name = name if name in names else _found(names, tables, _NAME_ENDS, distinct=False)
    read = (
        _feature(number, feature, table.get(code, ""), table.get(name, ""))
        for number, (feature, table) in enumerate(zip(features, tables, strict=True), 1)
    )
    return AreaFile(names, code, name, tuple(read))


def _features(document: object) -> list[Any]:
    if not isinstance(document, dict):
        raise BadBoundary("not_geojson")
    refuse_other_crs(document)
    if document.get("type") == "Feature":
        return [document]
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise BadBoundary("not_features")
    if not features:
        raise BadBoundary("no_features")
    if len(features) > MAX_FEATURES:
        raise BadBoundary("too_many_features", most=MAX_FEATURES)
    return features


def _properties(feature: object) -> dict[str, str]:
    """The properties of a feature that are plain texts or whole numbers, as text."""
    held = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(held, dict):
        return {}
    return {key: text for key, value in held.items() if (text := _text(value))}


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    try:
        return " ".join(texts.clean(str(value)).split())
    except texts.BadText:
        return ""


def _found(
    names: Iterable[str],
    tables: list[dict[str, str]],
    ends: tuple[str, ...],
    *,
    distinct: bool,
) -> str:
    """The property whose name ends as such properties do and whose values could be it; or ""."""

    def fits(key: str) -> bool:
        values = [table.get(key, "") for table in tables]
        if not all(values):
            return False
        return not distinct or (
            len(set(values)) == len(values) and all(len(value) <= MAX_CODE for value in values)
        )

    def order(key: str) -> tuple[bool, int]:
        plain = key.casefold()
        return plain in _COUNTERS, next(i for i, end in enumerate(ends) if plain.endswith(end))

    named = [key for key in names if key.casefold().endswith(ends)]
    return next((key for key in sorted(named, key=order) if fits(key)), "")


def _feature(number: int, feature: object, code: str, name: str) -> Feature:
    code, name = code, name[:MAX_NAME]
    try:
        return Feature(number, code, name, measured(geometry_of(_of_one(feature))))
    except BadBoundary as bad:
        return Feature(number, code, name, None, bad.reason)


def _of_one(feature: object) -> object:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise BadBoundary("not_geojson")
    return feature


def work(stream: IO[bytes], *, code: str = "", name: str = "") -> dict[str, Any]:
    """Read the areas in `stream` in another process; give what `result` understands."""
    try:
        read = read_areas(stream.read(MAX_BYTES + 1), code=code, name=name)
    except BadBoundary as bad:
        return {"error": _reason(bad.reason)}
    return {
        "properties": list(read.properties),
        "code": read.code_property,
        "name": read.name_property,
        "features": [_as_json(feature) for feature in read.features],
    }


def _reason(reason: Reason | None) -> dict[str, Any] | None:
    return {"key": reason.key, "params": dict(reason.params)} if reason else None


def _as_json(feature: Feature) -> dict[str, Any]:
    boundary = feature.boundary
    shape = [boundary.geometry, boundary.points, boundary.area_km2] if boundary else None
    about = {"number": feature.number, "code": feature.code, "name": feature.name}
    return {**about, "boundary": shape, "reason": _reason(feature.reason)}


def result(answer: Mapping[str, Any]) -> AreaFile:
    """The file that `work` has read; raise the BadBoundary that it met instead."""
    if error := answer.get("error"):
        raise BadBoundary(error["key"].partition(".")[2], **error["params"])
    return AreaFile(
        tuple(answer["properties"]),
        answer["code"],
        answer["name"],
        tuple(
            Feature(
                one["number"],
                one["code"],
                one["name"],
                Boundary(*one["boundary"]) if one["boundary"] else None,
                Reason(one["reason"]["key"], one["reason"]["params"]) if one["reason"] else None,
            )
            for one in answer["features"]
        ),
    )
