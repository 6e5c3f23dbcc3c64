"""`waymark import`: bring a file into a place's data without a browser."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click
from django.db import transaction
from django.utils import timezone

from waymark.base import reasons
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain
from waymark.base.permits import NotPermitted
from waymark.indicators.actions.bringing import Brought, bring_import, bring_import_at_console
from waymark.indicators.actions.choices import Choices
from waymark.indicators.commands.folders import zipped
from waymark.indicators.queries import editions
from waymark.indicators.queries.structures import named
from waymark.indicators.report import report
from waymark.indicators.rules.answers import BREAKDOWN, LEAVE_OUT, Answers, plain_header
from waymark.indicators.rules.rows import Options
from waymark.kernel.flow import Refused
from waymark.people.queries.persons import person_of
from waymark.places.models import Place
from waymark.places.queries import place as find_place

STORED, REFUSED, UNREADABLE = 0, 1, 2
MOST_PRINTED = 20

ABOUT = """Bring FILE into the data of a place.

FILE is a table of values (CSV, XLSX, Parquet), the data of an Open SDG site (its folder, or a ZIP
of it), SDMX data (XML or CSV), or areas (GeoJSON). It is read in a limited process, checked row by
row, and stored as a whole or not at all. An import can be undone on the pages of the place.

\b
Try first what a file would do, and get every refused row with its reason:
  waymark import data.csv --place mwamba --framework sdg --dry-run --report -
Store it, without the rows that can't be taken:
  waymark import data.csv --place mwamba --framework sdg --leave-out
A table or SDMX data with several places, all of them or nothing:
  waymark import country.csv --places --framework sdg

\b
Exit codes:
  0  stored, or nothing in it that is not there already (in a dry run: could be stored)
  1  some rows can't be taken and --leave-out was not given; nothing is stored
  2  the file, the place or an option can't be understood; nothing is stored
"""


class Unreadable(click.ClickException):
    """Something that ends the command with 2."""

    exit_code = UNREADABLE


@click.command("import", help=ABOUT)
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--place", "slug", default="", help="Address of the place, such as mwamba.")
@click.option(
    "--places", is_flag=True, help="The file has several places: each row or series says whose."
)
@click.option(
    "--framework",
    default="sdg",
    show_default=True,
    help="List in which codes without a list's name are looked for first.",
)
@click.option("--by", "email", default="", help="E-mail of the person who does it; else nobody.")
@click.option(
    "--indicator", default="", help="What a table without that column is about: sdg:1.1.1"
)
@click.option("--local", is_flag=True, help="Make own indicators for codes that no list has.")
@click.option("--structure", default="", help="SDMX: a structure file, or one kept: AGENCY:ID")
@click.option("--code", default="", help="Areas: the property with their codes.")
@click.option("--name", default="", help="Areas: the property with their names.")
@click.option("--language", default="en", show_default=True, help="Language of names of areas.")
@click.option("--comma", is_flag=True, help="Decimals are written with a comma.")
@click.option("--encoding", default="", help="Encoding of a CSV that is not UTF-8.")
@click.option("--sheet", default="", help="Worksheet of a workbook; else the first.")
@click.option("--ignore", multiple=True, help="Header of a column to leave out. May be repeated.")
@click.option("--breakdown", multiple=True, help="Header of a column that splits the values.")
@click.option("--leave-out", is_flag=True, help="Store the rest where rows can't be taken.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option(
    "--report", "to", type=click.File("w", "utf-8"), help="Write JSON there; - prints it."
)
def import_file(file: Path, slug: str, places: bool, to: IO[str] | None, **said: Any) -> None:
    """Bring a file into a place's data: see ABOUT."""
    if bool(slug) == places:
        raise Unreadable("Say one of --place ADDRESS and --places.")
    if places:
        from waymark.indicators.commands import several

        sys.exit(several.bring(file, to, said))
    with transaction.atomic():
        place = find_place(None, slug)
        if place is None:
            raise Unreadable(f"There is no place {slug}.")
        if editions.framework(None, said["framework"]) is None:
            raise Unreadable(f"There is no list {said['framework']}.")
        brought = _bring(file, place, said)
        if said["dry_run"]:
            transaction.set_rollback(True)
    if to is not None:
        json.dump(report(brought, dry_run=said["dry_run"]), to, ensure_ascii=False, indent=1)
        to.write("\n")
        to.flush()
    _say(brought, quiet=to is not None and to.name in ("-", "<stdout>"))
    sys.exit(_code(brought))


def _bring(file: Path, place: Place, said: dict[str, Any]) -> Brought:
    try:
        told: dict[str, Any] = {
            "place": place,
            "choices": choices_said(place, said),
            "at": timezone.now(),
            "leave_out": said["leave_out"],
            "dry_run": said["dry_run"],
        }
        with opened(file) as (source, name):
            told |= {"source": source, "name": name}
            if not said["email"]:
                return bring_import_at_console(**told)
            return bring_import(**told, by=person(said["email"]))
    except Refused as refused:
        raise Unreadable(" ".join(map(reasons.sentence, refused.reasons))) from refused
    except (FileRefused, StoreUnavailable) as error:
        raise Unreadable(str(explain(error))) from error
    except NotPermitted as error:
        raise Unreadable(f"{said['email']} may not change the data of {place.slug}.") from error


def person(email: str) -> Any:
    """Who has an address."""
    found = person_of(email)
    if found is None:
        raise Unreadable(f"Nobody has the address {email}.")
    return found


@contextmanager
def opened(file: Path) -> Iterator[tuple[IO[bytes], str]]:
    """The file, or a folder packed as one."""
    if file.is_dir():
        with zipped(file) as packed:
            yield packed, f"{file.resolve().name}.zip"
    else:
        with file.open("rb") as stream:
            yield stream, file.name


def choices_said(place: Place | None, said: dict[str, Any]) -> Choices:
    """What the options say of a file; a structure that is a file is kept."""
    columns = dict.fromkeys(map(plain_header, said["ignore"]), LEAVE_OUT)
    columns |= dict.fromkeys(map(plain_header, said["breakdown"]), BREAKDOWN)
    options = Options(
        said["framework"],
        said["indicator"],
        said["comma"],
        Answers(columns),
        said["local"],
    )
    reading = {name: said[name] for name in ("encoding", "sheet", "code", "name", "language")}
    return Choices(options, structure=_structure(place, said["structure"]), **reading)


def _structure(place: Place | None, text: str) -> str:
    """The id of a structure: one that is kept, or a file, which is kept for the place."""
    if not text:
        return ""
    if (found := named(place, text)) is not None:
        return found.pk
    from waymark.indicators.actions import structures  # with the reader of SDMX

    path = Path(text)
    if not path.is_file():
        raise Unreadable(f"No structure {text} is kept, and there is no such file.")
    with path.open("rb") as stream:
        made = structures.add_structure_at_console(
            place=place, file=stream, name=path.name, at=timezone.now()
        )
    return made.pk


def _code(brought: Brought) -> int:
    keys = {reason.key for reason in brought.refused}
    if brought.plan is None or not brought.plan.readable or "import.unreadable" in keys:
        return UNREADABLE
    return REFUSED if "import.has_refused" in keys else STORED


def _say(brought: Brought, *, quiet: bool) -> None:
    """Say what became of it, on standard error where the report goes to standard output."""
    told = report(brought, dry_run=False)
    if error := told["error"]:
        where = f" (row {error['row']})" if error["row"] else ""
        click.echo(f"{error['sentence']}{where}", err=True)
    refused = told.get("refused", [])
    for one in refused[:MOST_PRINTED]:
        parts = (one["file"], f"row {one['row']}" if one["row"] else "", one["column"])
        where = ", ".join(part for part in (*parts, one["header"]) if part)
        click.echo(f"{where}: {one['sentence']}" if where else one["sentence"], err=True)
    if len(refused) > MOST_PRINTED:
        click.echo(f"... and {len(refused) - MOST_PRINTED} more", err=True)
    for one in told.get("left_out", [])[:MOST_PRINTED]:
        click.echo(f"Not used: {one['file']}: {one['sentence']}", err=True)
    for one in told["reasons"]:
        click.echo(one["sentence"], err=True)
    counts = told.get("counts", {})
    if counts:
        words = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        click.echo(f"{told['rows']} rows: {words or 'none'}.", err=quiet)
    beyond = told.get("beyond", {})
    words = ", ".join(f"{count} {name}" for name, count in beyond.items() if count)
    if words:
        click.echo(f"Besides: {words.replace('_', ' ')}.", err=quiet)
