"""Tables of a city's data as files, with a sheet that says how to fill them in."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import IO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from waymark.indicators import models
from waymark.indicators.queries import table, taking
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.table import Table
from waymark.indicators.queries.taking import Chosen
from waymark.indicators.rules import metadata_files
from waymark.indicators.rules.columns import HEADERS, ORIGIN
from waymark.indicators.rules.concepts import Texts
from waymark.indicators.rules.exports import formats, opensdg, several
from waymark.indicators.rules.facts import DIMENSIONS, PROPOSED, SOURCE_TYPES, STATUSES
from waymark.indicators.rules.groups import VOCABULARY
from waymark.indicators.wording import (
    DIMENSION_NAMES,
    SOURCE_TYPE_NAMES,
    STATUS_NAMES,
    group_name,
    named,
)
from waymark.kernel.tables import Page, csv_blocks, write_xlsx

_IN_MEMORY = 4 * 1024 * 1024


def made(at: Here, kind: str, chosen: Chosen, now: datetime) -> IO[bytes]:
    """A file with the data of a place in a format of `export_words.KINDS`, ready to be read.

    What is large waits on the disk: however much there is, memory holds little of it.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    try:
        if kind == "csv":
            held = table.export(at, chosen)
            for piece in csv_blocks(held.header, held.blocks):
                file.write(piece)  # not `writelines`, which looks only at its end what is held
        elif kind == "xlsx":
            file.write(as_xlsx(at, table.export(at, chosen)))
        else:
            data = taking.data(at, chosen, at=now)
            if (
                kind == "open-sdg"
            ):  # alone has a place for words, and they are read in each language
                data = replace(data, words=words_of(at))
            formats.KINDS[kind].write(data, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def made_of_several(
    places: Sequence[Here], kind: str, chosen: Chosen, now: datetime, slug: str
) -> IO[bytes]:
    """The same of several places as one file, in a format of `rules.exports.several.KINDS`."""
    told = several.Several(slug, {}, now, tuple(taking.data(at, chosen, at=now) for at in places))
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    try:
        several.KINDS[kind].write(told, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def words_of(at: Here) -> dict[str, dict[str, str]]:
    """What groups and columns are called, by language, where the interface has words for them."""
    found: dict[str, dict[str, str]] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told = {opensdg.head_of(name): named(DIMENSION_NAMES, name) for name in DIMENSIONS}
            for name, groups in VOCABULARY.items():
                told |= {group: group_name(name, group) for group in groups}
        if code == "en" or any(word != found["en"][key] for key, word in told.items()):
            found[code.partition("-")[0]] = told
    return found


def everything(at: Here) -> Table:
    """Return everything that the place has."""
    return table.export(at)


def as_csv(held: Table) -> bytes:
    """A table as CSV that opens safely in any spreadsheet."""
    return b"".join(csv_blocks(held.header, held.blocks))


def as_xlsx(at: Here, held: Table) -> bytes:
    """A table as a workbook, with lists to choose from and a sheet of notes."""
    choices: dict[str, Sequence[str]] = {
        HEADERS[name]: VOCABULARY[name] for name in ("sex", "disability", "migration")
    }
    choices |= {HEADERS["status"]: STATUSES, HEADERS["source_type"]: SOURCE_TYPES}
    if at.areas:
        choices |= {HEADERS["area"]: [area.slug for area in at.areas.values()]}
    sheet = Page(_("Values"), held.header, held.rows, choices)
    return write_xlsx([sheet], notes=notes(at, origin=held.origin), notes_name=_("Notes"))


def metadata(told: Mapping[models.Indicator, Texts], kind: str, language: str) -> tuple[bytes, str]:
    """The texts of indicators and their media type; `kind` is csv, json, or yml for one alone."""
    named = {f"{row.framework_id}:{row.code}": texts for row, texts in told.items()}
    if kind == "yml":
        texts = next(iter(told.values()), {})
        return metadata_files.as_yaml(texts, language), "application/yaml; charset=utf-8"
    if kind == "json":
        return metadata_files.as_json(named), "application/json"
    return metadata_files.as_csv(named), "text/csv; charset=utf-8"


def notes(at: Here, *, origin: bool = False) -> list[list[str]]:
    """How to fill in the table: each column, each status, group and area, in words."""
    rows = [[_("Indicators of %(place)s") % {"place": at.place}, ""]]
    rows += [[header, words] for header, words in _columns().items()]
    if origin:
        rows += [[ORIGIN, PROPOSED]]
    rows += [["", ""], [_("Statuses"), ""]]
    rows += [[code, named(STATUS_NAMES, code)] for code in STATUSES]
    rows += [["", ""], [_("Types of source"), ""]]
    rows += [[name, named(SOURCE_TYPE_NAMES, name)] for name in SOURCE_TYPES]
    for name in DIMENSIONS:
        rows += [["", ""], [named(DIMENSION_NAMES, name), ""]]
        rows += [[group, group_name(name, group)] for group in VOCABULARY[name]]
    if at.areas:
        rows += [["", ""], [named(DIMENSION_NAMES, "area"), ""]]
        rows += [[area.slug, str(area)] for area in at.areas.values()]
    return rows


def _columns() -> dict[str, str]:
    said = {
        "indicator": _("The code of the indicator, with its list before it. Don’t change it."),
        "label": _("For you to read. It is not stored."),
        "area": _("A part of the city by its code or name. Empty: the whole city."),
        "sex": _("Empty: everybody. Add a row for each group that you have a value for."),
        "age": _("Such as 0-4, 15-24 or 65+. Empty: all ages."),
        "disability": _("with or without. Empty: everybody."),
        "income": _("q1 (poorest) to q5 (richest). Empty: everybody."),
        "migration": _("migrant or non_migrant. Empty: everybody."),
        "group": _("Another group from the list below, or one of your own."),
        "period": _("Such as 2024, 2024/25, 2024 Q1, 2024-06."),
        "value": _("A number with a point: 12.5. A row without a value changes nothing."),
        "text": _("An entry in words, instead of a number: the value stays empty."),
        "unit": _("Leave it as it is. Values in another unit make a series of their own."),
        "status": _("Empty: a normal value. M and Q go with an empty value."),
        "source": _("Who published the value, and where."),
        "source_type": _("Such as survey or register, from the list below."),
        "method": _("How it was measured."),
        "sample_size": _("Of a survey."),
        "margin": _("Of error, in the unit of the value."),
        "quality": _("A short word of the source’s own, such as A or “reliable”."),
        "next_update": _("The day of the next value, such as 2027-06-30."),
        "note": _("Anything that readers should know."),
        "baseline_period": _("Baseline and target hold for the whole series: one row is enough."),
        "baseline_value": _("The value to compare with."),
        "target_year": _("Empty: 2030."),
        "target_value": _("What the city aims for by that year."),
        "milestones": _("Such as 2027=40; 2028=45."),
        "target_note": _("The plan or decision that sets the target."),
    }
    return {HEADERS[name]: words for name, words in said.items()}
