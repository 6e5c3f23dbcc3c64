"""A whole repository: which indicators it holds, in which files, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from waymark.indicators.rules.opensdg.data import DataFile, read_data
from waymark.indicators.rules.opensdg.files import BadRepository, Files
from waymark.indicators.rules.opensdg.metadata import Metadata, read_mapping, read_metadata
from waymark.indicators.rules.opensdg.translations import Translations, flattened
from waymark.indicators.rules.opensdg.yamls import BadYaml, load_yaml
from waymark.kernel.tables import BadTable

CONFIGURATIONS = ("config_data.yml", "config_data.yaml", "config.yml")
_PATTERNS = {"data": ("data/*-*.csv",), "meta": ("meta/*-*.md", "meta/*-*.yml")}
_CODE = re.compile(r"(?:indicator_)?([0-9a-z]+(?:-[0-9a-z]+)+)\.(?:csv|md|ya?ml)", re.IGNORECASE)


@dataclass(frozen=True)
class Indicator:
    """One indicator. `code` is written with hyphens (`1-2-1`), as the files are named.

    `translated` holds metadata in further languages, each only with what differs.
    """

    code: str
    data_file: str = ""
    data: DataFile = field(default_factory=lambda: DataFile(0))
    metadata: Metadata = field(default_factory=Metadata)
    translated: Mapping[str, Metadata] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The code as people write it: `1.2.1`."""
        return self.metadata.text("indicator_number") or self.code.replace("-", ".")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not used, and why. `line` counts from 1; 0 is the whole file."""

    name: str
    key: str
    line: int = 0


@dataclass(frozen=True)
class Repository:
    """What a repository holds. Its rows are all accounted for: see `rows` of each data file."""

    indicators: tuple[Indicator, ...]
    translations: Translations
    languages: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    geography: tuple[str, ...]
    """The GeoJSON files that the configuration names and the repository holds."""
    layers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Which properties of those files hold code and name, as far as the configuration says."""


class _Work:
    """One reading of one repository."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.left_out: list[LeftOut] = []
        self.used: set[str] = set()
        self.configuration = self._configuration()

    def _configuration(self) -> Mapping[str, Any]:
        for name in CONFIGURATIONS:
            if name in self.files:
                found = self.yaml(name)
                return found if isinstance(found, dict) else {}
        return {}

    def content(self, name: str) -> bytes | None:
        self.used.add(name)
        try:
            return self.files[name]
        except BadRepository as error:
            self.leave(name, error.key)
            return None

    def leave(self, name: str, key: str, line: int = 0) -> None:
        self.left_out.append(LeftOut(name, key, line))

    def yaml(self, name: str) -> Any:
        content = self.content(name)
        if content is None:
            return None
        try:
            return load_yaml(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.leave(name, "yaml.encoding")
        except BadYaml as error:
            self.leave(name, error.key, error.line)
        return None

    def inputs(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Kind (data or meta) and settings of each input, in the order of the configuration."""
        given = self.configuration.get("inputs")
        entries = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
        known = [(kind, one) for one in entries if (kind := _kind(one))]
        if known:
            yield from known
            return
        for kind, patterns in _PATTERNS.items():
            for pattern in patterns:
                yield kind, {"path_pattern": pattern}

    def matching(self, settings: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Codes and names of the files that an input means."""
        pattern = str(settings.get("path_pattern", ""))
        found = []
        for name in self.files:
            if fnmatchcase(name, pattern) and name.count("/") == pattern.count("/"):
                code = code_of(name)
                if code:
                    found.append((code, name))
                elif name not in self.used:
                    self.used.add(name)
                    self.leave(name, "opensdg.no_code")
        return found


def code_of(name: str) -> str:
    """The code in the name of a file: `1-2-1` from `data/indicator_1-2-1.csv`; "" if none."""
    match = _CODE.fullmatch(name.rpartition("/")[2])
    return match[1] if match else ""


def _kind(settings: Mapping[str, Any]) -> str:
    name = str(settings.get("class", ""))
    if name == "InputCsvData":
        return "data"
    return "meta" if name.endswith("Meta") and name.startswith("Input") else ""


def read_repository(files: Files) -> Repository:
    """Read everything. Never raises for what a file holds: see `left_out` and each data file."""
    work = _Work(files)
    data: dict[str, tuple[str, DataFile]] = {}
    metadata: dict[str, Metadata] = {}
    translated: dict[str, dict[str, Metadata]] = {}
    options = work.configuration.get("indicator_options")
    attributes = _texts(options.get("observation_attributes") if isinstance(options, dict) else ())
    for kind, settings in work.inputs():
        if kind == "data":
            _data(work, settings, attributes, data)
        else:
            _metadata(work, settings, metadata, translated)
    translations = _translations(work)
    _unused(work)
    codes = sorted(data.keys() | metadata.keys(), key=_order)
    return Repository(
        tuple(
            Indicator(
                code,
                *data.get(code, ("", DataFile(0))),
                metadata.get(code, Metadata()),
                translated.get(code, {}),
            )
            for code in codes
        ),
        translations,
        _texts(work.configuration.get("languages")),
        tuple(work.left_out),
        *_geography(work),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _order(code: str) -> tuple[tuple[int, int | str], ...]:
    """1-2-1 before 1-10-1, numbers before letters."""
    parts = re.findall(r"\d+|[^\d-]+", code)
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def _data(
    work: _Work,
    settings: Mapping[str, Any],
    attributes: tuple[str, ...],
    found: dict[str, tuple[str, DataFile]],
) -> None:
    for code, name in work.matching(settings):
        if code in found:
            work.leave(name, "opensdg.code_twice")
            continue
        content = work.content(name)
        if content is not None:
            found[code] = name, read_data(content, attributes=attributes)


def _metadata(
    work: _Work,
    settings: Mapping[str, Any],
    found: dict[str, Metadata],
    translated: dict[str, dict[str, Metadata]],
) -> None:
    mapping: dict[str, str] = {}
    named = settings.get("metadata_mapping")
    if isinstance(named, str) and named in work.files:
        content = work.content(named)
        mapping = read_mapping(content) if content is not None else {}
    for code, name in work.matching(settings):
        if (read := _one(work, name, mapping)) is not None:
            found[code] = found.get(code, Metadata()).joined(read)
    folder = str(settings.get("path_pattern", "")).rpartition("/")[0]
    for name in work.files:
        head, _, tail = name.removeprefix(f"{folder}/").partition("/")
        inside = name.startswith(f"{folder}/") and tail and "/" not in tail
        if inside and _LANGUAGE.fullmatch(head) and name.endswith((".md", ".yml", ".csv")):
            code = code_of(name)
            read = _one(work, name, mapping) if code else None
            if read is not None:
                held = translated.setdefault(code, {})
                held[head] = held.get(head, Metadata()).joined(read)


_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")


def _one(work: _Work, name: str, mapping: Mapping[str, str]) -> Metadata | None:
    content = work.content(name)
    if content is None:
        return None
    try:
        return read_metadata(name, content, mapping)
    except BadYaml as error:
        work.leave(name, error.key, error.line)
    except BadTable as error:
        work.leave(name, error.key, error.row or 0)
    return None


def _translations(work: _Work) -> Translations:
    folders = {"translations"}
    given = work.configuration.get("translations")
    for one in given if isinstance(given, list) else ():
        if isinstance(one, dict) and one.get("class") == "TranslationInputYaml":
            folders.add(str(one.get("source", "")).strip("/"))
    words: dict[str, dict[tuple[str, str], str]] = {}
    for name in work.files:
        folder, _, rest = name.partition("/")
        parts = rest.split("/")
        if folder not in folders or not name.endswith((".yml", ".yaml")) or len(parts) != 2:
            continue
        group = parts[1].rpartition(".")[0]
        held = words.setdefault(parts[0], {})
        held.update({(group, key): text for key, text in flattened(work.yaml(name))})
    return Translations(words)


def _geography(work: _Work) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, str]]]:
    """The files of areas that are there; those named and absent are left out and said."""
    found: dict[str, Mapping[str, str]] = {}
    for layer in _dicts(work.configuration.get("map_layers")):
        name = str(layer.get("geojson_file", ""))
        if name in work.files:
            said = {"code": layer.get("id_property"), "name": layer.get("name_property")}
            found[name] = {key: text for key, text in said.items() if isinstance(text, str)}
        elif name:
            work.leave(name, "opensdg.no_such_file")
    return tuple(found), found


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _unused(work: _Work) -> None:
    """Name the files of data and metadata that no input asked for: nothing is lost silently."""
    for name in work.files:
        folder = name.partition("/")[0]
        if name not in work.used and folder in ("data", "meta", "csv-meta"):
            work.leave(name, "opensdg.no_input")
