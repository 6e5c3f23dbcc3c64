"""The formats in which data can be taken away, each a function from `Data` to files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

from waymark.indicators.rules.exports import (
    geojson,
    opensdg,
    package,
    parquet,
    plain,
)
from waymark.indicators.rules.exports.model import Data, File
from waymark.kernel.archive import write_zip

ZIP = "application/zip"


@dataclass(frozen=True)
class Kind:
    """A format: its media type, the ending of its file, and how its files are made."""

    id: str
    media_type: str
    ending: str
    files: Callable[[Data], Iterator[File]]

    def write(self, data: Data, stream: IO[bytes]) -> None:
        """Write the one file, or all of them as a ZIP, piece by piece."""
        if self.media_type == ZIP:
            write_zip(self.files(data), stream)
            return
        for _name, pieces in self.files(data):
            for piece in pieces:
                stream.write(piece)


def _files_of_sdmx(data: Data, *, format: str) -> Iterator[File]:
    from waymark.indicators.rules.exports import sdmx_write  # much code, for these formats alone
    from waymark.kernel.sdmx import Format

    return sdmx_write.files(data, format=Format[format])


def _sdmx(name: str, format: str) -> Kind:
    return Kind(name, ZIP, "zip", partial(_files_of_sdmx, format=format))


KINDS = {
    kind.id: kind
    for kind in (
        Kind("json", "application/json", "json", plain.files),
        _sdmx("sdmx-ml-2.1", "SPECIFIC_21"),
        _sdmx("sdmx-ml-3.0", "SPECIFIC_30"),
        _sdmx("sdmx-csv-1.0", "CSV_10"),
        _sdmx("sdmx-csv-2.0", "CSV_20"),
        Kind("open-sdg", ZIP, "zip", opensdg.files),
        Kind("geojson", "application/geo+json", "geojson", geojson.files),
        Kind("geojson-all", "application/geo+json", "geojson", partial(geojson.files, every=True)),
        Kind("parquet", "application/vnd.apache.parquet", "parquet", parquet.files),
        Kind("data-package", ZIP, "zip", package.files),
    )
}
"""By id. CSV and XLSX of `takeaway` stand beside these: they come with notes in words."""
