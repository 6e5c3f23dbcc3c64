"""The command line of this room: `waymark verify` and `waymark trust`."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from waymark.awards.rules import read_moment, verify_files
from waymark.awards.rules.reading import MAX_BYTES
from waymark.awards.rules.trust import MAX_TRUST_BYTES


class Moment(click.ParamType[datetime]):
    """A moment on the command line: `2027-01-31` (midnight UTC) or `2027-01-31T09:00:00Z`."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Text -> aware datetime; a plain date is the start of that day in UTC."""
        text = str(value)
        moment = read_moment(text if "T" in text else f"{text}T00:00:00Z")
        if moment is None:
            self.fail(f"{text!r} is not a time such as 2027-01-31 or 2027-01-31T09:00:00Z")
        return moment


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--trust",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The issuers you trust: a file made by `waymark trust export`.",
)
@click.option("--now", type=Moment(), help="Answer for this time (UTC) in place of the present.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def verify(file: Path, trust: Path | None, now: datetime | None, as_json: bool) -> None:
    """Check the certificate in FILE (JSON), offline.

    Says in words what was checked. Exit code: 0 valid, 1 not valid, 2 could not be checked.
    Whether an issuer can be trusted never follows from the certificate itself: without --trust
    the answer is at best that it could not be checked.
    """
    answer = verify_files(
        _read(file, MAX_BYTES),
        None if trust is None else _read(trust, MAX_TRUST_BYTES),
        now or datetime.now(UTC),
    )
    if as_json:
        click.echo(json.dumps(answer.json, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(answer.lines))
    raise SystemExit(answer.code)


def _read(path: Path, limit: int) -> bytes:
    """At most one byte more than `limit`, enough for the rules to see that it is too much."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise click.FileError(str(path), error.strerror) from error


@click.group()
def trust() -> None:
    """What others need to check our certificates without us."""


@trust.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write the issuers' DID documents and signed status lists to FILE as one JSON object.

    Hand it to whoever checks certificates offline: `waymark verify CERTIFICATE --trust FILE`.
    Give out a new one at least every month, for a list says nothing about later revocations.
    """
    from waymark.awards.queries import trust_export  # needs the database, `verify` does not
    from waymark.awards.rules import to_bytes

    content = trust_export()
    try:
        file.write_bytes(to_bytes(content))
    except OSError as error:
        raise click.FileError(str(file), error.strerror) from error
    issuers, lists = len(content["didDocuments"]), len(content["statusLists"])
    click.echo(f"{file}: {issuers} issuer(s), {lists} status list(s).")


@trust.command()
@click.argument("issuer")
def rotate(issuer: str) -> None:
    """Give ISSUER a new signing key, from now on.

    ISSUER is the last part of its name: of did:web:example.org:issuers:global it is global. The
    old key signs nothing more and stays in the issuer's document, so that what it has signed
    stays valid. Back up WAYMARK_KEYS and hand out a new trust file afterwards.
    """
    from django.utils import timezone

    from waymark.awards.actions import rotate_key
    from waymark.awards.models import Issuer

    found = Issuer.objects.filter(slug=issuer).first()
    if found is None:
        known = ", ".join(Issuer.objects.order_by("slug").values_list("slug", flat=True)) or "none"
        raise click.ClickException(f"There is no issuer {issuer}. Issuers are: {known}.")
    key = rotate_key(issuer=found, by=None, at=timezone.now())
    click.echo(f"{found.did} signs with {key.fragment} from now on.")
