"""The command line of this room: `waymark library`."""

from __future__ import annotations

import click
from django.utils import timezone

from waymark.library import actions


@click.group()
def library() -> None:
    """Bring the library to the catalogue that ships with this version."""


@library.command()
def load() -> None:
    """Load the shipped catalogue of tools, guides, courses, communities and offers.

    Safe to run again. What curators have changed or hidden stays as they left it.
    """
    done = actions.load_catalogue(at=timezone.now())
    click.echo(
        f"Catalogue {done.edition}: {done.added} added, {done.changed} changed, "
        f"{done.kept} with changes of curators that stay."
    )
