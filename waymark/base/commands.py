"""`waymark ledger`: check the ledger, prove a record, hand everything out."""

from __future__ import annotations

import sys
from pathlib import Path

import click


def _set_up() -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


@click.group()
def ledger() -> None:
    """Check what was recorded, prove it to others, or hand it all out.

    Every act is written down as a record, and all records are leaves of one Merkle tree whose
    signed heads (checkpoints) others can keep. See docs/reference/ledger.md.
    """
    _set_up()


@ledger.command()
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An older checkpoint that somebody kept; needed to find that the end was cut off.",
)
@click.option("--vkey", default="", help="The key to trust, if not the one of this machine.")
def verify(checkpoint: Path | None, vkey: str) -> None:
    """Compute the ledger again and say where it is not what it was.

    Exit code 0: sound. 1: something was changed, removed, added or moved. 2: could not be checked.
    """
    from django.db import Error
    from django.utils import timezone

    from waymark.base import ledger as log

    try:
        note = checkpoint.read_text(encoding="utf-8") if checkpoint else None
        found = log.verify(checkpoint=note, vkey=vkey, now=timezone.now())
    except (log.CouldNotCheck, Error, OSError, UnicodeDecodeError) as error:
        click.echo(f"Could not check: {error}", err=True)
        sys.exit(2)
    for problem in found.problems:
        click.echo(problem)
    if found.count > len(found.problems):
        click.echo(f"... and {found.count - len(found.problems)} more")
    if found.count:
        click.echo(f"Not sound: {found.count} problems in {found.size} records.")
        sys.exit(1)
    click.echo(f"Sound: {found.size} records, {found.checkpoints} checkpoints.")
    click.echo(f"Root: {found.root.hex()}")
    if not checkpoint:
        click.echo("No older checkpoint was given, so nobody else's memory was compared.")


@ledger.command()
@click.argument("record_uid")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
@click.option("--body", is_flag=True, help="Carry the record itself along.")
def prove(record_uid: str, out: Path | None, body: bool) -> None:
    """Write the proof (C2SP tlog-proof) that a record is in the ledger.

    Exit code 2 if there is no such record, or the ledger can't be read.
    """
    from waymark.base import ledger as log

    try:
        text = log.prove(record_uid, with_body=body)
    except log.NotInLedger:
        click.echo(f"There is no record {record_uid}.", err=True)
        sys.exit(2)
    except (log.LedgerBroken, log.UnsafeKey) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")


@ledger.command()
def checkpoint() -> None:
    """Sign the ledger as it is now and print the checkpoint, for others to keep."""
    from waymark.base import ledger as log

    try:
        made = log.sequence_now()
    except (log.LedgerBroken, log.UnsafeKey) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    if made is None:
        click.echo("The ledger is empty.", err=True)
        sys.exit(2)
    click.echo(made.note, nl=False)
    click.echo(f"Key: {log.verifier_key()}", err=True)


@ledger.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write all records and the checkpoint over them to FILE, one JSON document per line."""
    from waymark.base import ledger as log

    try:
        count = log.export(file)
    except (log.LedgerBroken, log.UnsafeKey, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(f"Wrote {count} records to {file}.", err=True)
