"""`waymark export`: take the data of one place, of a country or of all away without a browser."""

from __future__ import annotations

import shutil
import sys
from typing import BinaryIO

import click
from django.utils import timezone

from waymark.indicators import takeaway
from waymark.indicators.export_words import KINDS
from waymark.indicators.queries import editions
from waymark.indicators.queries.place import Here, at_console, slugs
from waymark.indicators.queries.taking import Chosen
from waymark.indicators.rules.exports import several
from waymark.kernel.tables import BadTable

NOTHING = 2

ABOUT = """Write the data of places to a file, as they hold now and with nothing withheld.

One place can be taken in every format of the page "Take your data with you". Several places are
one file with a column for the place, as csv, xlsx, parquet, data-package or sdmx-csv; what is csv,
xlsx or sdmx-csv comes in again by `waymark import --places`.

\b
  waymark export --place mwamba --kind parquet --out mwamba.parquet
  waymark export --country KE --list sdg --kind csv --out kenya.csv
  waymark export --everywhere --kind data-package --out all.zip

What everybody may see of a place is another matter: see /data/ and docs/reference/exports.md.

\b
Exit codes:
  0  written
  2  a place, list or format can't be understood, or there is too much for xlsx; nothing is written
"""


class Unclear(click.ClickException):
    """Something that ends the command with 2."""

    exit_code = NOTHING


@click.command("export", help=ABOUT)
@click.option("--place", "named", multiple=True, help="Address of a place. May be repeated.")
@click.option("--country", default="", help="All places of a country, by its two letters.")
@click.option("--everywhere", is_flag=True, help="All places of this installation.")
@click.option("--list", "framework", default="", help="Only one list of indicators, such as sdg.")
@click.option("--kind", default="csv", show_default=True, type=click.Choice(list(KINDS)))
@click.option("--out", type=click.File("wb"), default="-", help="A file; else standard output.")
def export(
    named: tuple[str, ...], country: str, everywhere: bool, framework: str, kind: str, out: BinaryIO
) -> None:
    """Write the data of places: see ABOUT."""
    if framework and editions.framework(None, framework) is None:
        raise Unclear(f"There is no list {framework}.")
    if bool(named) + bool(country) + everywhere != 1:
        raise Unclear("Say one of --place, --country and --everywhere.")
    alone = len(named) == 1
    wanted = list(named) or slugs(None, country.upper())
    if not wanted:
        raise Unclear(f"There is no place in {country}." if country else "There is no place.")
    if not alone and kind not in several.KINDS:
        raise Unclear(f"Several places can be taken as {', '.join(several.KINDS)}.")
    heres = [_open(slug, boundaries=alone) for slug in wanted]
    chosen, now = Chosen(framework), timezone.now()
    try:
        if alone:
            file = takeaway.made(heres[0], kind, chosen, now)
        else:
            file = takeaway.made_of_several(heres, kind, chosen, now, country.lower() or "places")
    except BadTable as error:
        raise Unclear("This is too much for one workbook. Take it as csv or parquet.") from error
    with file:
        shutil.copyfileobj(file, out)
    out.flush()
    click.echo(f"{len(heres)} place{'s' if len(heres) > 1 else ''}.", err=True)
    sys.exit(0)


def _open(slug: str, *, boundaries: bool) -> Here:
    found = at_console(slug, boundaries=boundaries)
    if found is None:
        raise Unclear(f"There is no place {slug}.")
    return found
