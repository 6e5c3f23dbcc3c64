"""The command line of this room: `waymark country-groups`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from waymark.kernel.tables import BadTable, read_csv
from waymark.places import queries
from waymark.places.actions import take_groups
from waymark.places.queries import GroupChange
from waymark.places.rules.further import FAULTS, Membership, Memberships, read_memberships

MOST_BYTES = 4_000_000
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def country_groups() -> None:
    """Bring in further groups of countries with dates, for schedules of fees to name.

    None ships: which classification is meant, and under what licence it may be used, is for those
    who run this installation to know.
    """


@country_groups.command("list")
def list_groups() -> None:
    """List the groups that were brought in: code, name, countries today."""
    today = timezone.localdate()
    now = queries.groups_of_all(None, today)
    for code, name in queries.further_groups(None).items():
        count = sum(code in groups for groups in now.values())
        click.echo(f"{code}\t{name.get('en', '')}\t{count}")


@country_groups.command()
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write all of it as JSON."
)
def take(file: Path, dry_run: bool, report: Path | None) -> None:
    """Let FILE be the membership of the groups that it names.

    A CSV table with the columns group, name, country, from, until, source. A country is named by
    its two or three letters or its M49 number; `until` is the first day on which it is no longer in
    the group; an empty day is not known. Exit code 2: a row is refused, and nothing was taken.
    """
    content = file.read_bytes()
    if len(content) > MOST_BYTES:
        raise click.ClickException(f"The file has more than {MOST_BYTES} bytes.")
    sha256 = hashlib.sha256(content).hexdigest()
    read = _read(content)
    taken = not read.faults and not dry_run
    if taken:
        changes = take_groups(read=read, sha256=sha256, at=timezone.now())
    else:
        changes = queries.group_changes(None, read)
    told = {
        "file": file.name,
        "sha256": sha256,
        "dry_run": dry_run,
        "taken": taken,
        "refused": [fault.document() for fault in read.faults],
        "groups": [_change(change) for change in changes],
    }
    if report is not None:
        report.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _say(read, changes, taken=taken)
    if read.faults:
        raise click.exceptions.Exit(2)


def _read(content: bytes) -> Memberships:
    try:
        sheet = read_csv(content)
    except BadTable as bad:
        raise click.ClickException(f"This is no CSV table that can be read: {bad.key}.") from bad
    rows = zip(sheet.numbers, sheet.rows, strict=True)
    return read_memberships(sheet.header, rows, queries.codes_of_countries(None))


def _change(change: GroupChange) -> dict[str, Any]:
    return {
        "group": change.group,
        "name": change.name,
        "added": [_membership(one) for one in change.added],
        "removed": [_membership(one) for one in change.removed],
        "kept": change.kept,
    }


def _membership(one: Membership) -> dict[str, str]:
    return {
        "country": one.country,
        "from": one.since.isoformat() if one.since else "",
        "until": one.until.isoformat() if one.until else "",
        "source": one.source,
    }


def _say(read: Memberships, changes: list[GroupChange], *, taken: bool) -> None:
    for fault in read.faults:
        value = f" “{fault.value}”" if fault.value else ""
        where = f", {fault.column}" if fault.column else ""
        click.echo(f"Row {fault.row}{where}:{value} {FAULTS[fault.key]}", err=True)
    for change in changes:
        counts = f"{len(change.added)} added, {len(change.removed)} removed, {change.kept} kept"
        click.echo(f"{change.group} ({change.name}): {counts}")
    if read.faults:
        click.echo(f"{len(read.faults)} refused: nothing was taken.", err=True)
    elif not taken:
        click.echo("Nothing was taken: this was a dry run.")
