"""Published data of real places come in end to end, with nothing lost, and a second time change
nothing."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.utils import timezone

from tests.factories import make_place
from tests.indicators.repositories import SITES, packed
from tests.needs import missing
from waymark.indicators.commands.imports import import_file
from waymark.indicators.models import MetadataText, Observation
from waymark.indicators.reference import load_frameworks
from waymark.places.models import Place

pytestmark = pytest.mark.django_db
SETS = {
    # rows in the files, added, unchanged as they repeat, refused
    "barcelona2030": (2653, 2649, 4, 0),
    "bristol": (16857, 16564, 240, 53),
    "canada-gif": (118134, 117954, 160, 20),
    "sdmx-rwanda": (2330, 2326, 0, 4),
}


def bring(file: Path, place: Place, *options: str) -> tuple[int, dict[str, Any]]:
    """Run the command; return its exit code and report."""
    told = ["--place", place.slug, "--framework", "sdg", "--report", "-", *options]
    result = CliRunner().invoke(import_file, [str(file), *told])
    assert not result.exception or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, json.loads(result.stdout or "{}")


def a_place(name: str, folder: Path) -> Place:
    """The place of a set, with areas by the codes that its data use."""
    load_frameworks()
    place = make_place(name, code="E06000023" if name == "bristol" else "")
    codes: dict[str, str] = {}
    for file in folder.glob("data/*.csv") if name == "canada-gif" else ():
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                if code := row.get("GeoCode"):
                    codes[code] = code
    if name == "sdmx-rwanda":
        place.name = {"en": "Rwanda"}
        place.save(update_fields=["name"])
        codes = {str(code): str(code) for code in (*range(1, 6), *range(11, 60))}
    Place.objects.bulk_create(
        Place(
            slug=f"{place.slug}-{code.lower()}",
            name={"en": f"Area {code}"},
            parent=place,
            code=code,
            country=place.country,
            kind="district",
            created_at=timezone.now(),
        )
        for code in codes
    )
    return place


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_rows_in_are_rows_stored_and_rows_reported(name: str) -> None:
    folder = SITES / name
    if not folder.is_dir():
        missing(f"the published data {name}")
        return
    place = a_place(name, folder)
    options = ["--local", "--leave-out"]
    file = folder
    if name == "sdmx-rwanda":
        file = folder / "2025_RWA-SDG_Data.xml"
        options += ["--structure", str(folder / "RWA_2025_SDG_DSD.xml")]
    code, told = bring(file, place, *options)
    rows, added, repeated, refused = SETS[name]
    assert (code, told["rows"]) == (0, rows)
    counts = told["counts"]
    found = counts["added"], counts["unchanged"], counts["refused"]
    assert found == (added, repeated, refused)
    assert sum(counts.values()) == rows
    assert len({(one["file"], one["row"]) for one in told["refused"] if one["row"]}) == refused
    assert all(one["sentence"] for one in told["refused"])
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")  # its own worker sees no rows of a test
    held = Observation.objects.filter(series__place=place, retired_at=None)
    assert held.count() == added
    assert not held.filter(row=None).exists()
    texts = MetadataText.objects.filter(place=place).count()
    code, told = bring(file, place, *options)
    assert (code, told["values"], told["counts"]["unchanged"]) == (0, 0, added + repeated)
    assert held.count() == added
    assert MetadataText.objects.filter(place=place).count() == texts


def test_the_command_says_by_its_exit_code_what_became_of_a_file(tmp_path: Path) -> None:
    load_frameworks()
    place = make_place()
    site = tmp_path / "site.zip"
    site.write_bytes(packed())
    code, told = bring(site, place)
    assert (code, told["stored"], told["reasons"][0]["key"]) == (1, False, "import.has_refused")
    assert {one["key"] for one in told["refused"]} == {"indicator.unknown_near"}
    code, told = bring(site, place, "--local", "--dry-run")
    assert (code, told["stored"], told["counts"]["added"]) == (0, False, 6)
    assert not Observation.objects.exists()
    assert not Place.objects.filter(parent=place).exists()
    code, told = bring(site, place, "--local")
    assert (code, told["stored"], told["local_indicators"]) == (0, True, ["6.1.1.a"])
    assert set(Observation.objects.values_list("entered_by", flat=True)) == {None}
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"indicator,year\n6.1.1,2020\n")
    assert bring(broken, place)[0] == 2
    broken.write_bytes(b"\x00\x01")
    assert bring(broken, place)[0] == 2
    table = tmp_path / "table.csv"
    table.write_bytes(b"indicator,year,value\n6.1.1,2019,5\n6.1.1,2018,five\n")
    assert bring(table, place)[0] == 1
    code, told = bring(table, place, "--leave-out")
    assert (code, told["counts"]["added"]) == (0, 1)
    assert [(one["row"], one["column"], one["key"]) for one in told["refused"]] == [
        (3, "C", "value.text")
    ]
    for wrong in (["--place", "nowhere"], ["--framework", "nothing"], ["--by", "nobody@x.org"]):
        result = CliRunner().invoke(import_file, [str(table), "--place", place.slug, *wrong])
        assert result.exit_code == 2, result.output


def test_a_folder_comes_in_as_its_zip_does(tmp_path: Path) -> None:
    load_frameworks()
    place = make_place()

    zipfile.ZipFile(io.BytesIO(packed())).extractall(tmp_path)
    code, told = bring(tmp_path / "site-main", place, "--local")
    assert (code, told["kind"], told["counts"]["added"]) == (0, "opensdg", 6)
