"""What each format of export is called and good for, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.indicators.rules.exports import formats

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Offered:
    """A format on offer. `suffix` tells files of one ending apart."""

    id: str
    name: str | Promise
    words: str | Promise
    media_type: str
    ending: str
    suffix: str = ""


def _of(kind: str, name: str | Promise, words: str | Promise) -> Offered:
    made = formats.KINDS[kind]
    suffix = kind if made.media_type == formats.ZIP or kind == "geojson-all" else ""
    return Offered(kind, name, words, made.media_type, made.ending, suffix)


_SDMX = _("For statistical offices: data with the structure that describes them, as ZIP.")

KINDS = {
    one.id: one
    for one in (
        Offered(
            "csv",
            "CSV",
            _("The table in which everything can be brought in again. Opens in any spreadsheet."),
            "text/csv; charset=utf-8",
            "csv",
        ),
        Offered(
            "xlsx",
            "XLSX",
            _("The same as a workbook, with lists to choose from and notes."),
            XLSX,
            "xlsx",
        ),
        _of("json", "JSON", _("For programs: values, targets and metadata in one document.")),
        _of(
            "parquet",
            "Parquet",
            _("For programs that work with many values: the table with types, for DuckDB or R."),
        ),
        _of(
            "data-package",
            _("Data package"),
            _("CSV files, described for Frictionless tools and for CSV on the Web, as ZIP."),
        ),
        _of("sdmx-ml-2.1", "SDMX-ML 2.1", _SDMX),
        _of("sdmx-ml-3.0", "SDMX-ML 3.0", _SDMX),
        _of("sdmx-csv-2.0", "SDMX-CSV 2.0", _SDMX),
        _of("sdmx-csv-1.0", "SDMX-CSV 1.0", _SDMX),
        _of(
            "open-sdg",
            "Open SDG",
            _(
                "A data repository from which an Open SDG site can be built: data, metadata, words "
                "and boundaries, as ZIP."
            ),
        ),
        _of("geojson", "GeoJSON", _("For maps: each area with its latest values.")),
        _of("geojson-all", _("GeoJSON, all years"), _("For maps: each area with all its values.")),
    )
}


def described() -> list[Offered]:
    """Every format, in the order in which people look for them."""
    return list(KINDS.values())
