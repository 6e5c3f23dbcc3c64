"""The command line of this room: `waymark library`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from django.utils import timezone


@click.group()
def library() -> None:
    """Bring the library to the catalogue that ships, and read the catalogues of others."""


@library.command()
def load() -> None:
    """Load the shipped catalogue of tools, guides, courses, communities and offers.

    Safe to run again. What curators have changed or hidden stays as they left it.
    """
    from waymark.library import actions

    done = actions.load_catalogue(at=timezone.now())
    actions.load_sources(at=timezone.now())
    click.echo(
        f"Catalogue {done.edition}: {done.added} added, {done.changed} changed, "
        f"{done.kept} with changes of curators that stay."
    )


@library.command()
@click.argument("source", required=False, default="")
def harvest(source: str) -> None:
    """Read the catalogue SOURCE of somebody else; without it, list all with their codes.

    What is new, changed or gone there waits for a curator; nothing becomes public by this. The
    catalogue has to be turned on in the library before. It exits with 2 where nothing was read.
    """
    from waymark.base import reasons
    from waymark.kernel.flow import Refused
    from waymark.library.models import Source
    from waymark.library.shown import harvest_told
    from waymark.library.visits import run

    if not source:
        for row in Source.objects.order_by("code"):
            click.echo(f"{row.code}\t{'on' if row.on else 'off'}\t{row.url or '-'}\t{row.name}")
        return
    found = Source.objects.filter(code=source).first()
    if found is None:
        raise click.UsageError(f"There is no catalogue “{source}”: run it without a name.")
    try:
        run(found)
    except Refused as refused:
        raise click.UsageError(" ".join(map(reasons.sentence, refused.reasons))) from refused
    found.refresh_from_db()
    click.echo(harvest_told(found.told))
    if found.told["wrong"]:
        raise SystemExit(2)


@library.command()
@click.option("--most", type=click.IntRange(1, 1000), default=40, show_default=True)
def links(most: int) -> None:
    """Follow up to MOST addresses that are due, slowly, and say what was found.

    Nothing about an entry changes by this: curators see what to look at. It asks other servers, so
    it needs a network; robots.txt is obeyed.
    """
    from waymark.library.visits import follow

    counts = follow(most=most)
    if not counts:
        click.echo("Nothing was kept: no address is due, or this machine has no network.")
    for found, count in sorted(counts.items()):
        click.echo(f"{found}\t{count}")


@library.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--as", "email", required=True, help="E-mail of the curator who brings it in.")
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@click.option("--leave-out", is_flag=True, help="Store the rest where rows are refused.")
@click.option("--alike", is_flag=True, help="Store rows too that may be here already.")
def bring_in(file: Any, email: str, dry_run: bool, leave_out: bool, alike: bool) -> None:
    """Bring in FILE, a table of entries as CSV or XLSX. It can be undone on the library's pages.

    It exits with 1 where rows are refused and --leave-out was not given, with 2 where the file or
    the person can't be used; nothing is stored then.
    """
    from waymark.library.bringing import bring

    code, lines = bring(file, email, dry_run=dry_run, leave_out=leave_out, alike=alike, bar=_bar)
    for line in lines:
        click.echo(line)
    if code:
        raise SystemExit(code)


@contextmanager
def _bar(length: int) -> Iterator[Callable[[int], None]]:
    with click.progressbar(length=length, file=sys.stderr, label="Stored") as bar:
        yield bar.update
