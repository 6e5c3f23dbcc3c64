"""`waymark convert`: check data and write them in other formats, without a database."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click
from django.conf import settings

from waymark.base import reasons
from waymark.indicators import reason_words, shipped
from waymark.indicators.commands.writing import KINDS, REPORT, BadName, write
from waymark.indicators.conversion import Report
from waymark.indicators.rules.answers import BREAKDOWN, LEAVE_OUT, Answers, plain_header
from waymark.indicators.rules.converting import (
    Setting,
    data_of,
    known_of,
    look,
    named_areas,
    plain,
)
from waymark.indicators.rules.exports.model import Data, Part
from waymark.indicators.rules.judging import DEFAULT
from waymark.indicators.rules.opensdg import BadRepository, files_in_folder
from waymark.indicators.rules.planner import Outcome
from waymark.indicators.rules.problems import Unreadable as ProblemOfCell
from waymark.indicators.rules.rows import Options
from waymark.indicators.rules.sources.beyond import Ground
from waymark.indicators.rules.sources.opening import Wanted, read_folder, read_stream
from waymark.indicators.rules.sources.reading import Reading, plan_read
from waymark.kernel.flow import Reason
from waymark.kernel.progress import METHODS

WRITTEN, REFUSED, UNREADABLE = 0, 1, 2

ABOUT = """Check the data in SOURCE and write them in other formats into the folder TARGET.

SOURCE is an Open SDG site (its folder, or a ZIP of it), SDMX data (XML or CSV), a table of values
(CSV, XLSX), or any format that this writes but Parquet. No database and no settings are needed.
Every value is checked, the progress of every indicator is judged, and a report of all of it is
written as report.json. Files of strangers are better brought in by `waymark import`, which reads
them in a limited process.

\b
A site as it is, and as SDMX-CSV and one table:
  waymark convert my-site out --to open-sdg --to sdmx-csv-2.0 --to csv
Only check it:
  waymark convert my-site out --dry-run --report -

\b
Exit codes:
  0  written; in a dry run: could be written
  1  some rows can't be taken and --leave-out was not given; only the report is written
  2  the file or an option can't be understood, or names a file outside TARGET
"""


class Unreadable(click.ClickException):
    """Something that ends the command with 2."""

    exit_code = UNREADABLE


@click.command("convert", help=ABOUT)
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--to", "kinds", multiple=True, type=click.Choice(KINDS), help="A format. May be repeated."
)
@click.option("--name", default="", help="Name of the place; else that of SOURCE.")
@click.option("--whole", multiple=True, help="A name or code by which SOURCE means all of it.")
@click.option(
    "--framework", default="sdg", show_default=True, help="List in which codes are looked for first"
)
@click.option(
    "--local/--no-local",
    default=True,
    show_default=True,
    help="Make own indicators for codes that no list has.",
)
@click.option("--indicator", default="", help="What a table without that column is about.")
@click.option("--structure", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--comma", is_flag=True, help="Decimals are written with a comma.")
@click.option("--encoding", default="", help="Encoding of a CSV that is not UTF-8.")
@click.option("--sheet", default="", help="Worksheet of a workbook; else the first.")
@click.option("--ignore", multiple=True, help="Header of a column to leave out. May be repeated.")
@click.option("--breakdown", multiple=True, help="Header of a column that splits the values.")
@click.option("--method", default=DEFAULT, show_default=True, help="By which progress is judged.")
@click.option("--licence", default="", help="SPDX name of the licence of the data.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to look from; else today."
)
@click.option("--leave-out", is_flag=True, help="Write the rest where rows can't be taken.")
@click.option("--dry-run", is_flag=True, help="Write nothing but the report.")
@click.option("--report", "to", default="", help="Write the report there; - prints it.")
def convert(source: Path, target: Path, kinds: tuple[str, ...], to: str, **said: Any) -> None:
    """Check data and write them in other formats: see ABOUT."""
    if target.is_dir() and any(target.iterdir()):
        raise Unreadable(f"{target} is not empty.")
    if said["method"] not in METHODS:
        raise Unreadable(f"There is no method {said['method']}: {', '.join(METHODS)}.")
    _speak()
    setting = _setting(source, said)
    with _staying():
        reading = _read(source, said)
        areas = named_areas(reading, setting.place, setting.whole)
        known = known_of(setting, areas, reading.sheet)
        plan = plan_read(reading, known, Ground(), setting.options, as_of=setting.made_at.date())
    writes = () if said["dry_run"] else kinds or ("open-sdg",)
    with _opened(target, to, dry_run=said["dry_run"]) as stream:
        report = Report(stream)
        report.begin(reading, plan)
        if plan is None or not plan.readable:
            report.end(())
            code = UNREADABLE
        else:
            code = REFUSED if plan.refused and not said["leave_out"] else WRITTEN
            _say(plan.counts)
            with _staying():
                data = data_of(plan, areas, setting, reading.sheet)
            del plan, reading, known  # much, and not looked at again
            report.looked(look(data, setting, said["method"]), said["method"])
            written, bad = _write(data, writes if code == WRITTEN else (), target)
            report.end(written)
            if bad is not None:
                raise Unreadable(f"{bad} It comes from {source}; mend it there.") from bad
    sys.exit(code)


@contextmanager
def _staying() -> Iterator[None]:
    """Make what stays until the end: garbage is neither looked for meanwhile, nor later in it."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _write(data: Data, kinds: Sequence[str], target: Path) -> tuple[list[str], BadName | None]:
    """The names of the files written, and the name under which one could not be."""
    written: list[str] = []
    try:
        for kind in kinds:
            for name in write(data, kind, target):
                written.append(name)
    except BadName as error:
        return written, error
    return written, None


def _speak() -> None:
    """Let reasons be said in English, without settings."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
    reason_words.register()


def _setting(source: Path, said: dict[str, Any]) -> Setting:
    columns = dict.fromkeys(map(plain_header, said["ignore"]), LEAVE_OUT)
    columns |= dict.fromkeys(map(plain_header, said["breakdown"]), BREAKDOWN)
    name = said["name"] or source.resolve().name.partition(".")[0]
    place = Part(plain(name) or "place", {"en": name})
    return Setting(
        place,
        tuple(shipped.every_row()),
        Options(
            said["framework"],
            said["indicator"],
            said["comma"],
            Answers(columns),
            said["local"],
        ),
        said["as_of"].replace(tzinfo=UTC) if said["as_of"] else datetime.now(UTC),
        tuple(dict.fromkeys((place.slug, name, *said["whole"]))),
        licence=said["licence"],
        transforms=shipped.transforms(),
    )


def _read(source: Path, said: dict[str, Any]) -> Reading:
    if source.is_dir():
        try:
            return read_folder(files_in_folder(source))
        except BadRepository as error:
            raise Unreadable(str(error)) from error
    wanted = Wanted(said["encoding"], said["sheet"], *_structure(said))
    with source.open("rb") as stream:
        return read_stream(stream, source.name, wanted)


def _structure(said: dict[str, Any]) -> tuple[Any, Any]:
    """The structure of SDMX data and what its codes mean, as their reader takes them."""
    path, mapping = said["structure"], said["mapping"]
    if path is None:
        return (), None
    from waymark.indicators.rules.sources import structures  # with the reader of SDMX

    with path.open("rb") as stream:
        told = structures.read(stream)
    if "error" in told:
        raise Unreadable(reasons.told(Reason(told["error"]["key"], told["error"]["params"])))
    kept = {"id": str(path), "path": str(path), "refs": " ".join(told["refs"])}
    try:
        text = mapping.read_text("utf-8-sig") if mapping else ""
        return (kept,), {str(path): structures.read_mapping(text, told["components"])}
    except UnicodeDecodeError as error:
        raise Unreadable(f"{mapping} is not written in UTF-8.") from error
    except ProblemOfCell as error:
        raise Unreadable(reasons.told(Reason(error.key, error.params))) from error


@contextmanager
def _opened(target: Path, to: str, *, dry_run: bool) -> Iterator[IO[bytes]]:
    """Where the report goes."""
    if to == "-":
        yield sys.stdout.buffer
        return
    path = Path(to or (os.devnull if dry_run else target / REPORT))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        yield stream


def _say(counts: Mapping[Outcome, int]) -> None:
    words = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    click.echo(f"{sum(counts.values())} rows: {words or 'none'}.", err=True)
