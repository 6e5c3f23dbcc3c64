"""`waymark structures`: keep the structure definitions by which SDMX data are read."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from waymark.base import reasons
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain
from waymark.indicators.actions import structures as acts
from waymark.indicators.queries import structures as reads
from waymark.kernel.flow import Refused
from waymark.places.queries import place as find_place


@click.group()
def structures() -> None:
    """Keep the structure definitions by which SDMX data are read."""


@structures.command("list")
def list_structures() -> None:
    """Print the structures that are kept for all places."""
    for row in reads.structures(None):
        known = f"{row.about.get('understood', 0)} of {row.about.get('listed', 0)}"
        click.echo(f"{row!s:<40} {known} series understood, {row.said} codes said ({row.pk})")


@structures.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--place", "slug", default="", help="Keep it for this place only.")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV with lines of component,code,means, for codes that it does not explain itself.",
)
def add(file: Path, slug: str, mapping: Path | None) -> None:
    """Keep FILE, a structure message in SDMX-ML 2.1 or 3.0.

    What a series belongs to is read from the remarks and names of its code list. For others a
    mapping says it once, such as SERIES,SI_POV_DAY1,sdg:1.1.1 or REF_AREA,KE_110,north.
    """
    place = find_place(None, slug) if slug else None
    if slug and place is None:
        raise click.ClickException(f"There is no place {slug}.")
    try:
        with file.open("rb") as stream:
            made = acts.add_structure_at_console(
                place=place,
                file=stream,
                name=file.name,
                mapping=mapping.read_text("utf-8-sig") if mapping else "",
                at=timezone.now(),
            )
    except Refused as refused:
        raise click.ClickException(" ".join(map(reasons.sentence, refused.reasons))) from refused
    except (FileRefused, StoreUnavailable) as error:
        raise click.ClickException(str(explain(error))) from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{mapping} is not written in UTF-8.") from error
    about = made.about
    click.echo(f"Kept {made}: {about['codes']} codes, {about['listed']} series.")
    click.echo(f"Understood: {about['understood']} series, {made.said} codes by the mapping.")
