"""Our own data package, read again: its tables are CSV files of ours."""

from __future__ import annotations

from collections.abc import Mapping

from waymark.indicators.rules.metadata_files import from_sheet
from waymark.indicators.rules.sources import blocks, own
from waymark.kernel.tables import BadTable, Sheet, read_csv

DESCRIPTION, VALUES = "datapackage.json", "values.csv"
_INDICATORS, _METADATA = "indicators.csv", "metadata.csv"


def read(files: Mapping[str, bytes]) -> bytes:
    """The package as the answer of a source."""
    found = own.Own(file=VALUES)
    for name in (VALUES, _INDICATORS, _METADATA):
        if name not in files:
            continue
        try:
            table = read_csv(files[name])
        except BadTable as error:
            if error.key != "table.empty":
                return own.of_table(name, error)
            continue
        if name == VALUES:
            found.tables.append((name, table))
        elif name == _INDICATORS:
            found.indicators = _indicators(table)
        else:
            _tell(found, table)
    return found.answer()


def _indicators(table: Sheet) -> list[blocks.Indicator]:
    found = []
    for row in table.rows:
        said = dict(zip(table.header, row, strict=True))
        if name := said.get("id", ""):
            label, unit = said.get("label", ""), said.get("unit", "")
            found.append(blocks.Indicator(name, name, {"en": label} if label else {}, [], unit))
    return found


def _tell(found: own.Own, table: Sheet) -> None:
    """Add the texts of metadata to what they are about."""
    told = from_sheet(table, "en")
    for problem in told.problems:
        params: dict[str, blocks.Param] = {
            name: str(value) for name, value in problem.params.items()
        }
        found.left_out.append(blocks.LeftOut(_METADATA, problem.key, problem.row or 0, params))
    known = {one.code: one for one in found.indicators}
    for name, texts in told.texts.items():
        one = known.get(name)
        if one is None:
            one = blocks.Indicator(name, name, {}, [])
            found.indicators.append(one)
        one.texts.extend((concept, language, text) for (concept, language), text in texts.items())
