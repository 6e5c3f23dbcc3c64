"""Read packages, tables and maps with csvw, frictionless, geojson, GDAL and pyarrow.

Runs in an environment of tools/readers.py, which knows nothing of Waymark. Argument: a folder with
`package/`, `map.geojson` and `table.parquet`. Prints one JSON object: what each reader found, and
its complaints.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import csvw
import frictionless
import geojson
import pyarrow.parquet
import pyogrio
from pyogrio.raw import read as gdal

warnings.simplefilter("ignore")


def main(folder: Path) -> dict[str, Any]:
    """What the readers find in the files of a folder."""
    return {
        "csvw": by_csvw(folder / "package" / "csv-metadata.json"),
        "frictionless": by_frictionless(folder / "package" / "datapackage.json"),
        "geojson": by_geojson(folder / "map.geojson"),
        "gdal": by_gdal(folder / "map.geojson"),
        "pyarrow": by_pyarrow(folder / "table.parquet"),
    }


def by_csvw(path: Path) -> dict[str, Any]:
    """Tables by name with their rows, by the metadata; keys are checked on the way."""
    try:
        package = csvw.CSVW(str(path), validate=True)
        tables = {str(one.url): list(one.iterdicts(strict=True)) for one in package.t.tables}
        complaints = [str(one.message) for one in package.warnings]
        complaints += [] if package.is_valid else ["it is not valid"]
    except ValueError as error:
        return {"complaints": [str(error)]}
    return {
        "complaints": complaints,
        "title": package.t.common_props["dc:title"],
        "tables": tables,
    }


def by_frictionless(path: Path) -> dict[str, Any]:
    """The same of the data package."""
    report = frictionless.validate(str(path))
    package = frictionless.Package(str(path))
    return {
        "valid": report.valid,
        "complaints": [one[-1] for one in report.flatten(["note"])],
        "tables": {
            one.name: [row.to_dict() for row in one.read_rows()] for one in package.resources
        },
    }


def by_geojson(path: Path) -> dict[str, Any]:
    """What RFC 7946 says against the map, and its features."""
    with path.open(encoding="utf-8") as file:
        held = geojson.load(file)
    shapes = [one.geometry for one in held.features if one.geometry]
    return {
        "type": held.type,
        "complaints": [said for one in shapes for said in [one.errors()] if said],
        "ids": [one["id"] for one in held.features],
        "shapes": [one.type for one in shapes],
    }


def by_gdal(path: Path) -> dict[str, Any]:
    """The map as programs that use GDAL see it: shapes as WKB in hexadecimals."""
    info = pyogrio.read_info(path)
    meta, _ids, shapes, columns = gdal(path)
    return {
        "crs": info["crs"],
        "bounds": info["total_bounds"],
        "shapes": [None if one is None else one.hex() for one in shapes],
        "columns": {
            str(name): [plain(cell) for cell in cells.tolist()]
            for name, cells in zip(meta["fields"], columns, strict=True)
        },
    }


def by_pyarrow(path: Path) -> dict[str, Any]:
    """Names, types and rows of the table."""
    held = pyarrow.parquet.read_table(path)
    return {
        "types": {one.name: str(one.type) for one in held.schema},
        "rows": held.to_pylist(),
    }


def plain(cell: Any) -> Any:
    """A cell that JSON can hold: what is not a number is nothing."""
    return None if isinstance(cell, float) and cell != cell else cell


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1])), sys.stdout, default=str)
