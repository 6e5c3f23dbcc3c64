"""`waymark lake`: keep the columnar mirror and put questions to it, at the operator's console."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import astuple, fields
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import click

from waymark.indicators.lake import analysis
from waymark.indicators.lake.engine import DuckEngine, NoLake
from waymark.kernel.tables import csv_chunks

QUESTIONS: dict[str, type[Any]] = {
    "progress": analysis.Verdict,
    "gaps": analysis.Gap,
    "coverage": analysis.Coverage,
    "peers": analysis.Peers,
}


def _folder() -> Path:
    from django.conf import settings

    return Path(settings.WAYMARK_LAKE)


@click.group()
def lake() -> None:
    """Mirror all series in Parquet files, and ask questions over many places.

    The mirror is a copy: it may be deleted at any time and is built again by the next update. Any
    engine that reads Parquet can use it too; see docs/reference/lake.md.
    """


@lake.command()
@click.option("--anew", is_flag=True, help="Build everything again, whatever is there.")
def update(anew: bool) -> None:
    """Bring the mirror to what the database holds. Run it as often as fresh answers are needed."""
    from waymark.indicators.lake import mirror

    done = mirror.rebuild(_folder()) if anew else mirror.update(_folder())
    how = "Built anew" if done.whole else "Updated"
    click.echo(f"{how}: {done.places} places, {done.files} files, {done.rows} rows in them.")


@lake.command()
@click.argument("question", type=click.Choice(list(QUESTIONS)))
@click.option("--since", type=int, default=2015, show_default=True, help="The base year.")
@click.option(
    "--by",
    type=click.Choice(["region", "size"]),
    default="region",
    show_default=True,
    help="For peers: how places are grouped.",
)
@click.option("--out", type=click.File("wb"), default="-", help="A file for the CSV; else shown.")
def ask(question: str, since: int, by: str, out: BinaryIO) -> None:
    """Answer a question as CSV.

    progress: how far each series has come, by the method of Open SDG. gaps: how far the groups and
    areas of each place lie apart, then and now. coverage: what is there, by framework and country.
    peers: medians and quartiles of anonymous groups of places.

    Rows come in the order of the names of things, never in that of results, and groups of fewer
    than five places are left out.
    """
    try:
        engine = DuckEngine(_folder())
    except NoLake:
        click.echo("There is no mirror yet: run `waymark lake update` first.", err=True)
        sys.exit(2)
    answers: dict[str, Callable[[], Iterable[Any]]] = {
        "progress": lambda: analysis.progress(engine, base_year=since),
        "gaps": lambda: analysis.gaps(engine, base_year=since),
        "coverage": lambda: analysis.coverage(engine),
        "peers": lambda: analysis.peers(engine, by=by, since=since),  # type: ignore[arg-type]
    }
    header = [field.name for field in fields(QUESTIONS[question])]
    rows = chain([header], map(astuple, answers[question]()))
    for chunk in csv_chunks(rows):
        out.write(chunk)
