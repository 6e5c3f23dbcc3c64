"""A repository of an Open SDG site as blocks of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from waymark.indicators.rules.concepts import Texts
from waymark.indicators.rules.metadata_files import from_repository
from waymark.indicators.rules.opensdg import (
    BadRepository,
    Files,
    Observation,
    Repository,
    Subject,
    files_in_zip,
    read_repository,
)
from waymark.indicators.rules.opensdg import Indicator as Entry
from waymark.indicators.rules.sources import blocks
from waymark.indicators.rules.sources.blocks import About, Block, Builder, Head, LeftOut, Refusal
from waymark.indicators.rules.sources.remarks import fitted

KIND = "opensdg"
SERIES = "Series"
NOTHING = ("", "")
REPEATED = "opensdg.row_repeated"
_NAMES = ("indicator_name", "indicator_name_national", "graph_title", "title")
"""Fields that may hold the name of an indicator, the best first."""


def read(stream: IO[bytes]) -> bytes:
    """Read the ZIP in `stream` in another process; the answer is what `blocks.read` takes."""
    try:
        files = files_in_zip(stream)
    except BadRepository as error:
        return blocks.write(_broken(error), ())
    return read_files(files)


def _broken(error: BadRepository) -> Head:
    params: dict[str, Any] = dict(error.params)
    return Head(KIND, LeftOut(error.name, error.key, params=params))


def read_files(files: Files) -> bytes:
    """As `read`, from files wherever they are."""
    return blocks.write(*of_files(files))


def of_files(files: Files) -> tuple[Head, Iterable[Block]]:
    """The same before it is written; each block is made when asked for."""
    try:
        site = read_repository(files)
    except BadRepository as error:
        return _broken(error), ()
    if not site.indicators and not site.geography:
        return Head(KIND, LeftOut("", "repository.empty")), ()
    return _head(site, files), _blocks(site)


def _head(site: Repository, files: Files) -> Head:
    left_out = [LeftOut(one.name, one.key, one.line) for one in site.left_out]
    told = from_repository(site)
    remarks = [
        LeftOut(
            str(one.params.get("indicator", "")),
            one.key,
            one.row or 0,
            {name: str(value) for name, value in one.params.items()},
        )
        for one in told.problems
    ]
    return Head(
        KIND,
        indicators=[
            indicator_of(site, entry, told.texts.get(entry.number, {})) for entry in site.indicators
        ],
        left_out=left_out,
        remarks=remarks,
        languages=list(site.languages),
        areas=[areas_of(site, files, name) for name in site.geography],
    )


def areas_of(site: Repository, files: Files, name: str) -> dict[str, Any]:
    """What a file of areas holds, by the properties that the configuration names."""
    from waymark.places.rules.areas import work  # loads a large library, which few sites need

    with files.open(name) as stream:
        said = site.layers.get(name, {})
        return {"file": name, **work(stream, **said)}


def indicator_of(site: Repository, entry: Entry, told: Texts) -> blocks.Indicator:
    """What a site says of an indicator."""
    main = site.languages[0] if site.languages else "en"
    names = {}
    for language, metadata in ((main, entry.metadata), *entry.translated.items()):
        text = next((text for name in _NAMES if (text := metadata.text(name))), "")
        words = site.translations.of(text) if text else {}
        names.update({one: word for one, word in words.items() if one not in names})
        if text and not words:
            names.setdefault(language, text)
    texts = [(concept, language, text) for (concept, language), text in told.items()]
    return blocks.Indicator(entry.code, entry.number, names, texts)


def _blocks(site: Repository) -> Iterator[Block]:
    for entry in site.indicators:
        if entry.data_file:
            yield _block(entry)


def _block(entry: Entry) -> Block:
    builder = Builder(entry.data_file)
    subjects = {id(row.about): row.about for row in entry.data.observations}
    redundant = _redundant(subjects.values())
    places = {
        key: builder.about(_about(entry.code, subject, redundant))
        for key, subject in subjects.items()
    }
    if rows := entry.data.observations:
        lines, periods, values, statuses, about, *more = zip(*rows, strict=True)
        builder.add_all(
            lines,
            [places[id(subject)] for subject in about],
            [period.label for period in periods],
            values,
            statuses,
            list(map(_beside, rows)) if any(map(_says, more)) else [NOTHING] * len(rows),
        )
    for one in entry.data.refused:
        params = {**one.params, "text": one.text} if one.text else dict(one.params)
        found = Refusal(one.line, one.column, one.key, params)
        (builder.block.repeats if one.key == REPEATED else builder.block.refused).append(found)
    return builder.done()


def _says(column: Sequence[str | float | None]) -> bool:
    """Whether a cell of notes, sources or values of progress says anything."""
    return not {"", None}.issuperset(column)


def _beside(row: Observation) -> tuple[str, str]:
    """The source and the note of a row."""
    note = row.note
    if row.progress is not None:  # what a site wants judged in place of the value
        note = f"{note}\nProgress: {row.progress:.15g}".lstrip()
    return fitted(row.source, note) if row.source else ("", note)


def _about(code: str, subject: Subject, redundant: frozenset[str]) -> About:
    dims = subject.dims
    if subject.geocode and redundant:
        dims = tuple(pair for pair in dims if pair[0] not in redundant)
    if subject.series:
        dims = (*dims, (SERIES, subject.series))
    return About(code, subject.geocode, subject.unit, dims)


def _redundant(subjects: Iterable[Subject]) -> frozenset[str]:
    """Columns that only name the area beside its code: each code with one name and the reverse."""
    pairs: dict[str, set[tuple[str, str]]] = {}
    for subject in subjects:
        for name, text in subject.dims if subject.geocode else ():
            pairs.setdefault(name, set()).add((subject.geocode, text))
    return frozenset(
        name
        for name, found in pairs.items()
        if len(found) > 1
        and len({code for code, _ in found}) == len({text for _, text in found}) == len(found)
    )
