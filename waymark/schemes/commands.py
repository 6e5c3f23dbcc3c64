"""The command line of this room: `waymark mechanism` and `waymark scheme`."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click
from django.utils import timezone

from waymark.base import reasons
from waymark.kernel import canonical
from waymark.kernel import text as texts
from waymark.kernel.flow import Refused
from waymark.places.models import Country
from waymark.schemes import actions, data, queries
from waymark.schemes.models import Mechanism
from waymark.schemes.rules import InvalidDocument, Scheme, parse_scheme, scheme_document
from waymark.schemes.rules.overlay import changes, class_of, parse_overlay, resolve

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def mechanism() -> None:
    """Set up who runs certification here: secretariat, technical team, committee and issuer.

    Everything done here is in the ledger, as done by the system.
    """


@mechanism.command()
@click.option("--name", required=True, help="Its public name; certificates name it as issuer.")
@click.option(
    "--language",
    type=click.Choice([known.code for known in texts.LANGUAGES]),
    default="en",
    show_default=True,
    help="Language of the name.",
)
@click.option("--country", default="", help="Two letters such as KE: that country's own one.")
@click.option(
    "--cases-in",
    multiple=True,
    type=click.Choice([known.code for known in texts.LANGUAGES]),
    help="A language in which its cities can hand in cases; may be given several times.",
)
def create(name: str, language: str, country: str, cases_in: tuple[str, ...]) -> None:
    """Make the global mechanism, once: without it no city can open a case.

    With --country, a country's own one, which certifies its cities from then on.

    Makes the secretariat, the technical team and the committee where `waymark user create --seat`
    has not made them yet, the issuer with its first signing key in WAYMARK_KEYS, and publishes the
    edition of the scheme that ships with Waymark. WAYMARK_BASE_URL becomes part of the issuer's
    name, so set it before.
    """
    try:
        made = _found(name, language, country, cases_in)
    except Refused as refused:
        _refuse(refused)
    click.echo(f"{made} is set up. It signs as {made.issuer.did}.")


def _found(name: str, language: str, country: str, cases_in: tuple[str, ...]) -> Mechanism:
    if not country:
        return actions.found_mechanism(name=name, language=language, at=timezone.now())
    whose = Country.objects.filter(pk=country.upper()).first()
    if whose is None:
        raise click.ClickException(f"There is no country {country}.")
    return actions.found_national(
        country=whose, name=name, language=language, languages=cases_in, at=timezone.now()
    )


@click.group()
def scheme() -> None:
    """Publish the editions of the scheme that ship, list, compare and adapt them."""


@scheme.command()
def publish() -> None:
    """Publish the editions that ship with this version and are not there yet.

    Safe to run again. Cases that are open stay on the edition that they were opened with. An
    edition that the committee brought into force stays in force.
    """
    try:
        fresh = actions.load_reference(at=timezone.now())
    except Refused as refused:
        _refuse(refused)
    for edition in fresh:
        click.echo(f"{edition.scheme_id} {edition.version} is published.")
    waiting = actions.left_to_people()
    for rules in waiting:
        click.echo(
            f"{rules.id} {rules.version} ships and is not published: the committee approved the "
            "edition in force. It can be taken in as a draft at /editions/."
        )
    if not fresh and not waiting:
        click.echo("Every edition that ships is published already.")


@scheme.command("list")
def list_editions() -> None:
    """List the editions in force: scheme, version, day of publication, hash."""
    for edition in queries.published(None):
        day = edition.published_at.date() if edition.published_at else "-"
        click.echo(f"{edition.scheme_id}\t{edition.version}\t{day}\t{edition.sha256}")


@scheme.command()
@click.argument("overlay", type=FILE)
@click.option("--base", type=FILE, help="The edition beneath, in place of the one that ships.")
def adapt(overlay: Path, base: Path | None) -> None:
    """Lay OVERLAY, a national adaptation, over its base and print the scheme that results.

    Reads files only. Exit code 2: it may not lie there; every operation that is not allowed is
    printed with its place and the reason.
    """
    try:
        laid = parse_overlay(_read(overlay))
        scheme = resolve(_scheme(base), laid)
    except (InvalidDocument, canonical.BadDocument) as error:
        raise _Unreadable(str(error)) from error
    click.echo(canonical.dumps(scheme_document(scheme)).decode())


@scheme.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def diff(old: Path, new: Path) -> None:
    """Say what changed between two editions, OLD and NEW, and of which class the change is.

    Reads files only. Editorial changes no result; after a minor one whoever met the old edition
    meets the new one; everything else is major. Exit code 2: a file is no scheme.
    """
    try:
        before, after = _scheme(old), _scheme(new)
    except (InvalidDocument, canonical.BadDocument) as error:
        raise _Unreadable(str(error)) from error
    for change in changes(before, after):
        click.echo("\t".join((change.weight, change.key, change.name, ", ".join(change.detail))))
    click.echo(class_of(before, after))


class _Unreadable(click.ClickException):
    exit_code = 2


def _read(path: Path) -> object:
    return canonical.loads(path.read_bytes(), max_bytes=queries.MAX_DOCUMENT)


def _scheme(path: Path | None) -> Scheme:
    return parse_scheme(data.read() if path is None else _read(path))


def _refuse(refused: Refused) -> NoReturn:
    words = " ".join(reasons.sentence(reason) for reason in refused.reasons)
    raise click.ClickException(words) from refused
