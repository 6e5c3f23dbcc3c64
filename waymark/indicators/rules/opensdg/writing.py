"""Writing a data repository that an Open SDG site can build from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import IO, Any

import yaml

from waymark.indicators.rules.opensdg.data import (
    GEOCODE,
    NOTE,
    PROGRESS,
    SERIES,
    SOURCE,
    STATUS,
    UNITS,
    VALUE,
    YEAR,
    Observation,
)
from waymark.indicators.rules.opensdg.repository import Repository
from waymark.kernel.tables import write_csv

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest date a ZIP can hold: equal content gives equal bytes."""


def write_repository(repository: Repository) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the files of a repository, the configuration first.

    Reading them again gives the same indicators, observations (lines apart), metadata and words.
    """
    yield "config_data.yml", _configuration(repository)
    for indicator in repository.indicators:
        if indicator.data.observations:
            name = f"data/indicator_{indicator.code}.csv"
            yield name, data_csv(indicator.data.observations, indicator.data.breakdowns)
        yield f"meta/{indicator.code}.yml", _metadata(indicator.metadata.fields)
        for language, metadata in sorted(indicator.translated.items()):
            yield f"meta/{language}/{indicator.code}.yml", _metadata(metadata.fields)
    for language in repository.translations.languages:
        groups: dict[str, dict[str, str]] = {}
        for (group, key), text in repository.translations.words[language].items():
            groups.setdefault(group, {})[key] = text
        for group, words in sorted(groups.items()):
            yield f"translations/{language}/{group}.yml", yaml_bytes(words)


def repository_zip(repository: Repository, stream: IO[bytes]) -> None:
    """The same as one ZIP; equal repositories give equal bytes."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in write_repository(repository):
            member = zipfile.ZipInfo(name, _STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)


def data_csv(observations: Iterable[Observation], breakdowns: Iterable[str]) -> bytes:
    """One data file: `Year`, breakdowns, what else is filled anywhere, `Value` last."""
    rows = list(observations)
    columns = tuple(breakdowns)
    extra = [
        (name, attribute)
        for name, attribute in (
            *((UNITS, "about.unit"), (SERIES, "about.series"), (GEOCODE, "about.geocode")),
            *((STATUS, "status"), (PROGRESS, "progress"), (NOTE, "note"), (SOURCE, "source")),
        )
        if any(_filled(attrgetter(attribute)(row)) for row in rows)
    ]
    header = [YEAR, *columns, *(name for name, _attribute in extra), VALUE]
    return write_csv([header, *(_row(row, columns, extra) for row in rows)])


def _filled(value: Any) -> bool:
    return value not in (None, "", "A")


def _row(row: Observation, columns: tuple[str, ...], extra: list[tuple[str, str]]) -> list[Any]:
    dims = dict(row.about.dims)
    more = [attrgetter(attribute)(row) for _name, attribute in extra]
    return [
        row.period.label,
        *(dims.get(name, "") for name in columns),
        *("" if value is None else value for value in more),
        "" if row.value is None else row.value,
    ]


def _metadata(fields: Mapping[str, Any]) -> bytes:
    return yaml_bytes(dict(fields))


def yaml_bytes(value: Any) -> bytes:
    """A value as YAML in UTF-8, keys in their order."""
    stream = io.StringIO()
    yaml.dump(value, stream, _Dumper, allow_unicode=True, sort_keys=False, width=100)
    return stream.getvalue().encode()


def _configuration(repository: Repository) -> bytes:
    return yaml_bytes(
        {
            "languages": list(repository.languages),
            "src_dir": "",
            "site_dir": "_site",
            "inputs": [
                {"class": "InputCsvData", "path_pattern": "data/*-*.csv"},
                {"class": "InputYamlMeta", "path_pattern": "meta/*-*.yml", "git": False},
            ],
            "translations": [{"class": "TranslationInputYaml", "source": "translations"}],
            "indicator_options": {"observation_attributes": [NOTE, SOURCE]},
        }
    )
