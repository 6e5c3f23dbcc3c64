"""A city's data as a data repository of Open SDG, from which such a site can be built."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain, groupby
from math import isfinite
from operator import attrgetter
from typing import Any

from waymark.indicators.rules.columns import BREAKDOWN, ORIGIN
from waymark.indicators.rules.exports.model import Data, File, Line, Listed, Names
from waymark.indicators.rules.exports.plain import line_json
from waymark.indicators.rules.facts import DIMENSIONS
from waymark.indicators.rules.metadata_files import languages_of, to_fields
from waymark.indicators.rules.opensdg.data import (
    GEOCODE,
    NOTE,
    ROLES,
    SERIES,
    SOURCE,
    STATUS,
    UNITS,
    VALUE,
    YEAR,
)
from waymark.indicators.rules.opensdg.writing import yaml_bytes
from waymark.kernel.tables import BYTE_ORDER_MARK, Texts, csv_text

AREAS = "geojson/areas.geojson"
MARK = "waymark.json"
"""The file by which we know our own: which indicator each file is about, and all targets."""
MARK_FORMAT = "waymark-open-sdg"

MORE = {
    "source type": "source_type",
    "method": "method",
    "sample size": "sample_size",
    "margin of error": "margin",
    "quality": "quality",
    "next update": "next_update",
    "entry in words": "text",
}
"""Columns that say more of a value; the site shows them as remarks beside it."""

_TAKEN = {name.casefold() for names in ROLES.values() for name in names} | MORE.keys() | {ORIGIN}
_HEADS = dict(zip(DIMENSIONS, ("Sex", "Age", "Disability", "Income"), strict=False))
_HEADS |= {"migration": "Migration status", "group": "Other group"}
DIMENSION_OF = {head: name for name, head in _HEADS.items()} | {SERIES: "series"}
"""The breakdown of each header that is not the key itself."""


def files(data: Data) -> Iterator[File]:
    """Configuration, one data file and the metadata of each indicator, words, boundaries."""
    codes = codes_of(data)
    languages = _languages(data)
    yield "config_data.yml", [_configuration(data, languages)]
    yield "README.md", [_readme(data)]
    listed = data.listed()
    described = set(codes)
    aims: list[Line] = []
    for name, lines in groupby(data.lines(), key=lambda line: line.series.indicator):
        held = list(lines)
        aims += (Line(line.series, (), line.goal) for line in held if not line.goal.is_empty)
        described.discard(name)
        if any(line.values for line in held):
            yield f"data/indicator_{codes[name]}.csv", _table(data, held)
        yield from _metadata(data, listed[name], codes[name], languages, held)
    for name in sorted(described):
        yield from _metadata(data, listed[name], codes[name], languages, [])
    for language, words in sorted(data.words.items()):
        yield f"translations/{language}/data.yml", [yaml_bytes(dict(words))]
    if data.parts:
        yield AREAS, _areas(data)
    yield MARK, _mark(aims, codes)


def _mark(aims: list[Line], codes: Mapping[str, str]) -> Iterator[bytes]:
    """What a site has no place for, so that all of it can come back."""
    named = {code: name for name, code in codes.items()}
    head = {"format": MARK_FORMAT, "version": 1, "indicators": named}
    yield json.dumps(head, ensure_ascii=False).encode()[:-1] + b', "targets": [\n'
    first = True
    for line in aims:
        yield (b"" if first else b",\n") + json.dumps(line_json(line), ensure_ascii=False).encode()
        first = False
    yield b"\n]}\n"


def codes_of(data: Data) -> dict[str, str]:
    """What each indicator is called in the names of files, such as `1-2-1` or `umf-1-1-2`.

    Those of the global list keep their number; any other has its list before it. Every name has a
    hyphen, by which sites tell data files.
    """
    found: dict[str, str] = {}
    for one in data.indicators:
        plain = re.sub(r"[^0-9a-z]+", "-", one.code.lower()).strip("-") or "x"
        if one.framework != "sdg" and not plain.startswith(f"{one.framework}-"):
            plain = f"{re.sub(r'[^0-9a-z]+', '-', one.framework.lower())}-{plain}"
        plain = plain if "-" in plain else f"{plain}-0"
        code, number = plain, 2
        while code in found.values():
            code, number = f"{plain}-{number}", number + 1
        found[one.name] = code
    return found


def head_of(dimension: str) -> str:
    """The header of a breakdown's column; marked as one where it might be taken for another."""
    if dimension in _TAKEN or dimension.startswith("comment_obs"):
        return BREAKDOWN + dimension
    return _HEADS.get(dimension, dimension)


def _languages(data: Data) -> list[str]:
    """English first: in it stand labels and files without a language of their own."""
    found = {language for one in data.indicators for language in one.names}
    found |= {language for texts in data.metadata.values() for language in languages_of(texts)}
    return ["en", *sorted((found | data.words.keys()) - {"en"})]


def _table(data: Data, lines: list[Line]) -> Iterator[bytes]:
    """One data file, `Value` last; columns that are empty throughout are left out."""
    held = [line for line in lines if line.values]
    heads, abouts = _abouts(data, held)
    kept = [place for place in range(len(heads)) if any(about[place] for about in abouts)]
    names, has_status = _said(held)
    beside = [STATUS] * has_status + [_BESIDE[name] for name in names]
    yield BYTE_ORDER_MARK.encode()
    yield f"{csv_text([YEAR, *(heads[n] for n in kept), *beside, VALUE])}\r\n".encode()
    texts = Texts()
    if not names and not has_status:
        yield from _bare(held, abouts, kept, texts)
        return
    told_of = attrgetter("period", "value", *names)
    for line, about in zip(held, abouts, strict=True):
        middle = "".join([f"{texts.one(about[n])}," for n in kept])
        rows = []
        for one in line.values:
            period, value, *_rest = told = told_of(one)
            status = f"{'' if one.status == 'A' else texts.one(one.status)}," if has_status else ""
            rest = f"{texts.of(told[2:])}," if names else ""
            rows.append(f"{texts.one(period)},{middle}{status}{rest}{texts.one(value)}\r\n")
        yield "".join(rows).encode()


def _bare(
    held: list[Line], abouts: list[list[str]], kept: list[int], texts: Texts
) -> Iterator[bytes]:
    """The rows where no value says more than its number, as nearly all do."""
    one, known = texts.one, texts.cells
    numbers: list[Any] = [value.value for line in held for value in line.values]
    plain = {float}.issuperset(map(type, numbers)) and all(map(isfinite, numbers))
    number = repr if plain else one
    rows: list[str] = []
    for line, about in zip(held, abouts, strict=True):
        middle = "".join([f",{known.get(about[n]) or one(about[n])}" for n in kept])
        rows += [
            f"{known.get(v.period) or one(v.period)}{middle},{number(v.value)}\r\n"
            for v in line.values
        ]
    yield "".join(rows).encode()


def _abouts(data: Data, lines: list[Line]) -> tuple[list[str], list[list[str]]]:
    """The columns that say what a series is about, and their cells for each series."""
    codes = {part.slug: part.code or part.slug for part in data.parts}
    dims = sorted({name for line in lines for name, _group in line.series.dims} - {"series"})
    places = {name: place for place, name in enumerate((*dims, "", "series"))}
    abouts = []
    for series, _values, _goal in lines:
        cells = [""] * len(dims) + [series.unit, "", codes.get(series.area, series.area)]
        for name, group in series.dims:
            cells[places[name]] = group
        abouts.append(cells)
    return [*map(head_of, dims), UNITS, SERIES, GEOCODE], abouts


_BESIDE = {"note": NOTE, "source": SOURCE} | {name: head for head, name in MORE.items()}
_BESIDE |= {"origin": ORIGIN}
"""Columns that say more of a value, beside its status, by its attributes."""


def _said(lines: list[Line]) -> tuple[list[str], bool]:
    """The attributes of `_BESIDE` that any value has, and whether one has another status than A."""
    values = chain.from_iterable(map(_VALUES, lines))
    told = set(map(attrgetter(*_BESIDE, "status"), values))
    names = [
        name
        for place, name in enumerate(_BESIDE)
        if any(cells[place] not in (None, "") for cells in told)
    ]
    return names, any(cells[-1] not in ("A", "") for cells in told)


_VALUES = attrgetter("values")


def _metadata(
    data: Data, one: Listed, code: str, languages: list[str], lines: list[Line]
) -> Iterator[File]:
    """The metadata file of an indicator, and one for each further language that says something."""
    texts = data.metadata.get(one.name, {})
    for language in languages:
        name = one.names.get(language, "") or (_one(one.names) if language == "en" else "")
        fields: dict[str, Any] = {"indicator_name": name} if name else {}
        if language == "en":
            fields |= _about_site(one, lines)
        fields |= to_fields(texts, language)
        folder = "meta" if language == "en" else f"meta/{language}"
        if fields:
            yield f"{folder}/{code}.yml", [yaml_bytes(fields)]


def _about_site(one: Listed, lines: list[Line]) -> dict[str, Any]:
    """What a site needs to know to show an indicator."""
    number = one.code if one.framework == "sdg" else one.name
    fields: dict[str, Any] = {"indicator_number": number, "data_non_statistical": False}
    fields |= {"graph_title": _one(one.names), "graph_type": "line"}
    fields |= {"reporting_status": "complete" if any(x.values for x in lines) else "notstarted"}
    fields |= {"sdg_goal": str(one.goal)} if one.goal else {}
    total = next((line for line in lines if line.series.is_total), None)
    if total and total.goal.target_value is not None:
        goal = total.goal
        fields["graph_target_lines"] = [
            {"value": goal.target_value, "label_content": str(goal.target_year)}
        ]
        if one.direction in ("up", "down"):
            fields["progress_calculation_options"] = [
                {
                    "direction": "positive" if one.direction == "up" else "negative",
                    "target": goal.target_value,
                    "target_year": goal.target_year,
                }
            ]
    return fields


def _one(names: Names) -> str:
    return names.get("en") or next(iter(names.values()), "")


def _areas(data: Data) -> Iterator[bytes]:
    """The boundaries, by the codes that the data files use."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": part.code or part.slug, "name": _one(part.names) or part.slug},
            "geometry": part.geometry,
        }
        for part in data.parts
        if part.geometry
    ]
    whole = {"type": "FeatureCollection", "features": features}
    yield json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _configuration(data: Data, languages: list[str]) -> bytes:
    came = [ORIGIN] if data.proposed else []
    layers = {
        "geojson_file": AREAS,
        "name_property": "name",
        "id_property": "code",
        "output_subfolder": "areas",
        "filename_prefix": "indicator_",
    }
    return yaml_bytes(
        {
            "languages": languages,
            "src_dir": "",
            "site_dir": "_site",
            "inputs": [
                {"class": "InputCsvData", "path_pattern": "data/*-*.csv"},
                {"class": "InputYamlMeta", "path_pattern": "meta/*-*.yml", "git": False},
            ],
            "translations": [{"class": "TranslationInputYaml", "source": "translations"}],
            "indicator_options": {"observation_attributes": [NOTE, SOURCE, *MORE, *came]},
            **({"map_layers": [layers]} if any(part.geometry for part in data.parts) else {}),
        }
    )


def _readme(data: Data) -> bytes:
    name = _one(data.place.names) or data.slug
    lines = [f"# Indicators of {name}", "", f"As of {data.made_at:%Y-%m-%d}."]
    lines += [f"Source: {data.source}"] if data.source else []
    lines += [f"Licence: {data.licence}"] if data.licence else []
    return ("\n".join(lines) + "\n").encode()
