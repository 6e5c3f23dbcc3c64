"""What a person said about her file, and the file read and planned accordingly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.base.files import disk
from waymark.base.models import Blob
from waymark.indicators import models
from waymark.indicators.queries.known import Held
from waymark.indicators.queries.structures import for_place
from waymark.indicators.reading import Wanted, read_file
from waymark.indicators.rules.answers import answers_of
from waymark.indicators.rules.plan import Plan
from waymark.indicators.rules.rows import Options
from waymark.indicators.rules.sources.reading import Reading, plan_read
from waymark.places.models import Place

READING = ("encoding", "delimiter", "sheet", "code", "name", "structure", "language")


@dataclass(frozen=True)
class Choices:
    """What a person said about her file; empty texts let the file speak for itself.

    `code` and `name` are the properties of areas in a map, `structure` is the id of a kept
    structure of SDMX, `language` that of names of areas.
    """

    options: Options
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    code: str = ""
    name: str = ""
    structure: str = ""
    language: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, kept with the preview."""
        return {
            "indicator": self.options.indicator,
            "comma": self.options.comma,
            "answers": self.options.answers.as_json(),
            "local": self.options.local,
            "layer": self.options.layer,
            **{name: getattr(self, name) for name in READING},
        }


def choices_of(batch: models.ImportBatch) -> Choices:
    """The choices with which a preview was made."""
    return choices_from(batch.plan.get("choices", {}) | {"framework": batch.framework_id})


def choices_from(said: Mapping[str, Any]) -> Choices:
    """The choices that `as_json` wrote, with the list."""
    options = Options(
        framework=said.get("framework", ""),
        indicator=said.get("indicator", ""),
        comma=said.get("comma", False),
        answers=answers_of(said.get("answers", {})),
        local=said.get("local", False),
        layer=said.get("layer", ""),
    )
    return Choices(options, **{name: said.get(name, "") for name in READING})


def read(blob: Blob, name: str, choices: Choices, place: Place) -> Reading:
    """Read a stored file as its choices say. Raises Refused."""
    kept = [row for row in for_place(place) if not choices.structure or row.pk == choices.structure]
    wanted = Wanted(
        choices.encoding,
        choices.delimiter,
        choices.sheet,
        choices.code,
        choices.name,
        tuple(
            {"id": row.pk, "path": str(disk.path_of(row.blob_id)), "refs": " ".join(row.refs)}
            for row in kept
        ),
        {row.pk: row.mapping for row in kept if row.mapping},
    )
    return read_file(blob, name, wanted)


def planned(reading: Reading, held: Held, choices: Choices, at: datetime) -> Plan | None:
    """What a file would do; None where it can't be read at all."""
    return plan_read(reading, held.known, held.ground, choices.options, as_of=at.date())
