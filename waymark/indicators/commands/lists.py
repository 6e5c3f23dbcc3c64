"""`waymark lists`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from waymark.base import reasons
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.indicators.actions import lists as acts
from waymark.indicators.models import ListImport
from waymark.indicators.queries import editions
from waymark.indicators.shown import remark
from waymark.kernel.flow import Refused

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def lists() -> None:
    """Show the lists of indicators, or bring in an official one."""


@lists.command("show")
def show() -> None:
    """Print each list with its edition and how many rows it has."""
    for one in editions.lists(None):
        label = one.edition.label if one.edition else "no edition"
        click.echo(f"{one.framework.code:<12} {one.rows:>4} rows  {label}")


def _day(moment: datetime | None) -> Any:
    return moment.date() if moment else None


@lists.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--framework", required=True, help="Which list, such as umf or sdg.")
@click.option("--edition", required=True, help="What its publisher calls this edition.")
@click.option("--published", type=DAY, help="The day on which it was published.")
@click.option("--effective", type=DAY, help="The day from which it holds.")
@click.option("--source", default="", help="Who published it, and where.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def import_list(
    file: Path,
    framework: str,
    edition: str,
    published: datetime | None,
    effective: datetime | None,
    source: str,
    dry_run: bool,
) -> None:
    """Make FILE, a CSV or XLSX with a whole list, the next edition of a list.

    Cities keep every series, and former codes keep answering. Exit code 1: the file can't be
    taken; each reason is printed with its row and column.
    """
    found = editions.framework(None, framework)
    if found is None:
        raise click.ClickException(f"There is no list {framework}.")
    about = acts.About(edition, _day(published), _day(effective), source)
    try:
        with file.open("rb") as stream:
            batch = acts.preview_list_at_console(
                framework=found, file=stream, name=file.name, about=about, at=timezone.now()
            )
        _say(batch)
        if not dry_run:
            made = acts.commit_list_at_console(batch=batch, at=timezone.now())
            click.echo(f"{framework} is now the edition {made.label}.")
    except Refused as refused:
        raise click.ClickException(" ".join(map(reasons.sentence, refused.reasons))) from refused
    except (FileRefused, StoreUnavailable) as error:
        raise click.ClickException(str(error)) from error


def _say(batch: ListImport) -> None:
    """Print what the preview found; end the command where the file can't be taken."""
    plan = batch.plan
    for name in ("warnings", "problems"):
        for one in map(remark, plan.get(name, [])):
            where = f"row {one.row}, column {one.column}: " if one.row else ""
            click.echo(f"{where}{one.sentence}", err=True)
    if plan["problems"]:
        sys.exit(1)
    counts, touched = plan["counts"], plan["touched"]["all"]
    click.echo(
        f"{counts['rows']} rows: {counts['added']} new, {counts['changed']} changed, "
        f"{counts['removed']} no longer there. "
        f"They have {touched[0]} series in {touched[1]} places; all of them stay."
    )
