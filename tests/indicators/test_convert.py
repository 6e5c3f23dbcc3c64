"""`waymark convert` writes what import and export write, checks what the pages check, and says no.

What it writes and finds is held against the way through the database, over the same files.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.factories import make_member, make_place
from tests.indicators.repositories import SITE, SITES, wards
from waymark.indicators import takeaway
from waymark.indicators.actions.bringing import bring_import_at_console
from waymark.indicators.actions.choices import Choices
from waymark.indicators.commands import writing
from waymark.indicators.commands.convert import convert
from waymark.indicators.commands.folders import zipped
from waymark.indicators.queries.place import Here, here
from waymark.indicators.queries.quality import check
from waymark.indicators.queries.summary import progress_of_list
from waymark.indicators.queries.taking import Chosen
from waymark.indicators.reference import load_frameworks
from waymark.indicators.rules.exports.model import Data, Part
from waymark.indicators.rules.judging import DEFAULT
from waymark.indicators.rules.rows import Options
from waymark.kernel.progress import Status

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime(2026, 3, 2, tzinfo=UTC)
KINDS = ("csv", "json", "open-sdg", "sdmx-csv-2.0", "sdmx-ml-3.0", "data-package", "geojson-all")

WATER = (
    b"Year,Sex,GeoCode,Units,SOURCE_DETAIL,COMMENT_OBS,Value\n"
    b"2015,,,%,Survey,,70\n2016,,,%,Survey,=1+1,71.5\n2018,,,%,Survey,,140\n2020,,,%,Survey,,79\n"
    b"2015,Female,,%,,,69\n2016,Female,,%,,,\n2015,,N1,%,,,60\n2014/15,Male,N2,%,,,12.25\n"
)
CITY: dict[str, bytes] = {
    **SITE,
    "data/indicator_6-1-1.csv": WATER,
    "data/indicator_11-6-2.csv": "Year,Métier,Value\n2019,,12\n2019,Pêcheur,9\n".encode(),
    "data/indicator_6-1-1-a.csv": b"Year,Value\n2015,4\n2016,5\n2017,many\n",
}


def folder_of(files: Mapping[str, bytes], below: Path, name: str = "nuru") -> Path:
    """The files of a site in a folder."""
    folder = below / name
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def run(source: Path, target: Path, *more: str, code: int = 0) -> dict[str, Any]:
    """Convert, and return the report."""
    told = ["--as-of", "2026-03-02", *more]
    done = CliRunner().invoke(convert, [str(source), str(target), *told], catch_exceptions=False)
    assert done.exit_code == code, done.output
    found: dict[str, Any] = json.loads((target / "report.json").read_bytes())
    return found


def stored(source: Path) -> Here:
    """The same file in the database, in a place of the same name."""
    load_frameworks()
    place = make_place("nuru", slug="nuru")
    choices = Choices(Options("sdg", local=True))
    with zipped(source) as packed:
        bring_import_at_console(
            place=place,
            source=packed,
            name="nuru.zip",
            choices=choices,
            at=DAY,
            leave_out=True,
        )
    found = here(make_member(place), "nuru", boundaries=True)
    assert found is not None
    return found


def taken(at: Here, kind: str) -> dict[str, bytes]:
    """What the pages hand out, by the names that the command gives to files."""
    with takeaway.made(at, kind, Chosen(), DAY) as file:
        content = file.read()
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {f"{kind}/{name}": archive.read(name) for name in archive.namelist()}


@pytest.mark.django_db
def test_it_writes_what_import_and_export_write(tmp_path: Path) -> None:
    source = folder_of(CITY, tmp_path)
    options = [word for kind in KINDS for word in ("--to", kind)]
    report = run(source, tmp_path / "out", "--leave-out", *options)
    at = stored(source)
    for kind in KINDS:
        for name, content in taken(at, kind).items():
            if name.startswith("open-sdg/translations/"):
                continue  # words of the interface, which only the site has
            name = name or next(one for one in report["written"] if one.startswith("nuru"))
            if not name.startswith(kind):
                ending = {"csv": ".csv", "json": ".json", "geojson-all": "-all.geojson"}[kind]
                name = f"nuru{ending}"
            mine = (tmp_path / "out" / name).read_bytes()
            if name == "open-sdg/config_data.yml":  # which names the languages of those words
                mine, content = (one[one.index(b"src_dir") :] for one in (mine, content))
            assert mine == content, name
            report["written"].remove(name)
    assert not report["written"], "and nothing else"


@pytest.mark.django_db
def test_it_finds_and_judges_what_the_pages_do(tmp_path: Path) -> None:
    source = folder_of(CITY, tmp_path)
    report = run(source, tmp_path / "out", "--leave-out")
    at = stored(source)
    findings = check(at.viewer, at.place, DAY.date()).findings
    assert report["findings"] == Counter(one.check for one in findings)
    mine = [
        (found["check"], found["key"], found["severity"], found.get("period", ""))
        for indicator in report["indicators"]
        for series in indicator["findings"]
        for found in series["found"]
    ]
    theirs = [(one.check, one.key, str(one.severity), one.period) for one in findings]
    assert sorted(mine) == sorted(theirs)
    assert ("range", "quality.range.value_above", "look", "2018") in mine
    assert set(report["sentences"]) == {key for _check, key, *_more in mine}
    assert all(report["sentences"].values())
    verdicts = {
        f"{one.row.indicator.framework_id}:{one.row.indicator.code}": str(one.verdict.status)
        for framework in ("sdg", "local")
        for one in progress_of_list(at, framework, DEFAULT)
        if one.verdict is not None
    }
    judged = {one["indicator"]: one["progress"]["status"] for one in report["indicators"]}
    assert judged == verdicts
    assert judged["sdg:6.1.1"] not in (Status.NOT_AVAILABLE, Status.NOT_ASSESSABLE)


def test_rows_that_it_cannot_take_stop_it_with_their_place(tmp_path: Path) -> None:
    source = folder_of(CITY, tmp_path)
    report = run(source, tmp_path / "out", code=1)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.json"]
    (refused,) = report["refused"]
    assert (refused["file"], refused["row"]) == ("data/indicator_6-1-1-a.csv", 4)
    assert (refused["header"], refused["params"]["text"]) == ("Value", "many")
    assert "many" in refused["sentence"]
    assert report["rows"] == sum(report["counts"].values()) == 13
    assert report["counts"]["refused"] == 1
    assert not report["written"]
    whole = {**CITY, "data/indicator_6-1-1-a.csv": b"Year,Value\n2015,4\n"}
    assert run(folder_of(whole, tmp_path, "whole"), tmp_path / "more")["refused"] == []


def test_a_table_says_row_and_column(tmp_path: Path) -> None:
    source = tmp_path / "nuru.csv"
    source.write_bytes(b"indicator,period,value\n6.1.1,2020,81\n6.1.1,soon,82\n9.9.9,2020,1\n")
    report = run(source, tmp_path / "out", code=1)
    places = {(one["row"], one["column"], one["header"]) for one in report["refused"]}
    assert places == {(3, "B", "period"), (4, "A", "indicator")}


@pytest.mark.parametrize(
    ("content", "name", "key"),
    [
        (b"PK\x03\x04broken", "a.zip", "repository.no_zip"),
        (b"<a", "a.xml", "sdmx."),
        (b"", "a.csv", "table.empty"),
        (b'{"format": "waymark-indicators"', "a.json", "own.broken"),
    ],
)
def test_what_is_no_data_ends_with_two(tmp_path: Path, content: bytes, name: str, key: str) -> None:
    (tmp_path / name).write_bytes(content)
    error = run(tmp_path / name, tmp_path / "out", code=2)["error"]
    assert error["key"].startswith(key)
    assert error["sentence"]


@pytest.mark.parametrize("kind", ["csv", "json", "open-sdg", "data-package", "sdmx-csv-2.0"])
def test_what_it_writes_it_reads_again(tmp_path: Path, kind: str) -> None:
    run(folder_of(CITY, tmp_path), tmp_path / "out", "--leave-out", "--to", "csv", "--to", kind)
    first = (tmp_path / "out/nuru.csv").read_bytes()
    source = tmp_path / "out" / {"csv": "nuru.csv", "json": "nuru.json"}.get(kind, kind)
    said = ["--name", "nuru", "--to", "csv"]
    report = run(source, tmp_path / "again", *said)
    assert report["counts"]["added"] == 12
    assert (tmp_path / "again/nuru.csv").read_bytes() == first


def test_areas_are_those_that_rows_and_maps_name(tmp_path: Path) -> None:
    files = {**CITY, "maps/wards.geojson": wards("N1")}  # N2 is in the rows alone
    run(folder_of(files, tmp_path), tmp_path / "out", "--leave-out", "--to", "json")
    told = json.loads((tmp_path / "out/nuru.json").read_bytes())
    assert [(one["id"], one["code"]) for one in told["areas"]] == [
        ("nuru-n2", "N2"),
        ("nuru-ward-n1", "N1"),
    ]
    assert {one.get("area") for one in told["series"]} == {None, "nuru-n2", "nuru-ward-n1"}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    source = folder_of(CITY, tmp_path)
    done = CliRunner().invoke(convert, [str(source), str(source)])
    assert done.exit_code == 2
    assert "is not empty" in done.output


def test_a_place_called_report_does_not_write_over_it(tmp_path: Path) -> None:
    report = run(
        folder_of(CITY, tmp_path, "report"), tmp_path / "out", "--leave-out", "--to", "json"
    )
    assert report["written"] == ["data-report.json"]
    data = json.loads((tmp_path / "out/data-report.json").read_bytes())
    assert data["place"]["id"] == "report"


def test_a_dry_run_only_reports(tmp_path: Path) -> None:
    source = folder_of(CITY, tmp_path)
    told = [str(source), str(tmp_path / "out"), "--dry-run", "--leave-out", "--report", "-"]
    done = CliRunner().invoke(convert, told)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["values"] == 12
    assert not (tmp_path / "out").exists()


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    texts = {"sdg:6.1.1": {("STAT_CONC_DEF", "../../../away"): "x"}}
    told = writing.write(Data(Part("nuru"), DAY, metadata=texts), "csv", tmp_path / "out")
    assert list(told) == ["nuru.csv"]
    away = writing.write(Data(Part("../nuru"), DAY), "csv", tmp_path / "out")
    with pytest.raises(ValueError, match="no name for a file"):
        list(away)
    assert not (tmp_path / "nuru.csv").exists()


@pytest.mark.parametrize("language", ["../../../away", "x/../../../../away", "a\0b"])
def test_a_file_that_names_one_outside_is_told_off(tmp_path: Path, language: str) -> None:
    run(folder_of(CITY, tmp_path), tmp_path / "out", "--leave-out", "--to", "json")
    told = json.loads((tmp_path / "out/nuru.json").read_bytes())
    told["indicators"][0]["metadata"] = {"STAT_CONC_DEF": {language: "Away."}}
    source = tmp_path / "odd.json"
    source.write_text(json.dumps(told), "utf-8")
    said = [str(source), str(tmp_path / "again"), "--to", "csv", "--to", "open-sdg"]
    before = {path for path in tmp_path.rglob("*") if "again" not in path.parts}
    done = CliRunner().invoke(convert, said)
    assert (done.exit_code, type(done.exception)) == (2, SystemExit), done.output
    assert "is no name for a file. It comes from" in done.stderr
    assert {path for path in tmp_path.rglob("*") if "again" not in path.parts} == before
    report = json.loads((tmp_path / "again/report.json").read_bytes())
    assert report["written"][0] == "odd.csv"
    assert not any("away" in name for name in report["written"])


def test_it_needs_no_settings(tmp_path: Path) -> None:
    """In a process of its own, in a mode that would refuse to start a site."""
    source = folder_of(CITY, tmp_path)
    program = (
        "import sys\n"
        "from waymark.site import cli\n"
        "try:\n    cli.waymark()\n"
        "except SystemExit as end:\n    assert end.code == 0, end.code\n"
        "assert 'django.db.models' not in sys.modules\n"
        "assert 'waymark.site.settings' not in sys.modules\n"
    )
    told = ["convert", str(source), str(tmp_path / "out"), "--leave-out"]
    env = {"PATH": "/usr/bin:/bin", "WAYMARK_MODE": "production"}
    done = subprocess.run(
        [sys.executable, "-c", program, *told], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "13 rows: 12 added, 1 refused." in done.stderr
    refused = json.loads((tmp_path / "out/report.json").read_bytes())["refused"]
    assert refused[0]["sentence"].endswith("."), "sentences are there without settings"


def test_the_example_in_the_reference_runs(tmp_path: Path) -> None:
    page = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    _before, _, after = page.partition("Try it:\n\n")
    example, _, said = after.partition("\n\n")
    program = f'waymark() {{ "{sys.executable}" -m waymark "$@"; }}\nset -e\n{example}'
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    subprocess.run(["bash", "-c", program], cwd=tmp_path, env=env, check=True, capture_output=True)
    there = {path.name for path in (tmp_path / "out").iterdir()}
    assert there == {"report.json", "my-site.csv", "open-sdg", "sdmx-csv-2.0"}
    assert all(f"`{name}`" in said for name in there)


def test_published_data_come_whole(tmp_path: Path) -> None:
    if not (SITES / "sdmx-rwanda").is_dir():
        pytest.skip("the published data are not here")
    folder = SITES / "sdmx-rwanda"
    told = ["--structure", str(folder / "RWA_2025_SDG_DSD.xml"), "--name", "Rwanda"]
    source = folder / "2025_RWA-SDG_Data.xml"
    report = run(source, tmp_path / "out", *told, "--leave-out", "--to", "csv")
    assert report["rows"] == sum(report["counts"].values()) == 2330
    assert report["counts"]["added"] > 2000
