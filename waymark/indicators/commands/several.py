"""`waymark import --places`: a file with several places, stored in all of them or in none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

import click
from django.db import transaction
from django.utils import timezone

from waymark.base import reasons
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain
from waymark.base.permits import NotPermitted
from waymark.indicators.actions.bringing import Brought
from waymark.indicators.actions.bringing_several import (
    BroughtSeveral,
    bring_several,
    bring_several_at_console,
)
from waymark.indicators.commands import imports
from waymark.indicators.queries import editions
from waymark.indicators.queries import several as reads
from waymark.indicators.report import report
from waymark.indicators.told import error_told, problem_told, reason_told
from waymark.kernel.flow import Refused

FORMAT = "waymark-places-report-1"


def bring(file: Path, to: IO[str] | None, said: dict[str, Any]) -> int:
    """Bring the file in and say what became of it; the exit code."""
    with transaction.atomic():
        if editions.framework(None, said["framework"]) is None:
            raise imports.Unreadable(f"There is no list {said['framework']}.")
        brought = _bring(file, said)
        if said["dry_run"]:
            transaction.set_rollback(True)
    told = _report(brought, dry_run=said["dry_run"])
    if to is not None:
        json.dump(told, to, ensure_ascii=False, indent=1)
        to.write("\n")
        to.flush()
    _say(told, quiet=to is not None and to.name in ("-", "<stdout>"))
    return _code(brought)


def _bring(file: Path, said: dict[str, Any]) -> BroughtSeveral:
    try:
        told: dict[str, Any] = {
            "choices": imports.choices_said(None, said),
            "at": timezone.now(),
            "leave_out": said["leave_out"],
            "dry_run": said["dry_run"],
        }
        with imports.opened(file) as (source, name):
            told |= {"source": source, "name": name}
            if not said["email"]:
                return bring_several_at_console(places=reads.every(), **told)
            by = imports.person(said["email"])
            return bring_several(places=reads.editable(by), by=by, **told)
    except Refused as refused:
        raise imports.Unreadable(" ".join(map(reasons.sentence, refused.reasons))) from refused
    except (FileRefused, StoreUnavailable) as error:
        raise imports.Unreadable(str(explain(error))) from error
    except NotPermitted as error:
        raise imports.Unreadable(f"{said['email']} may enter values nowhere.") from error


def _report(brought: BroughtSeveral, *, dry_run: bool) -> dict[str, Any]:
    header = brought.reading.sheet.header if brought.reading.sheet else ()
    return {
        "format": FORMAT,
        "import": brought.group.pk if brought.group else None,
        "stored": brought.group is not None and not brought.refused,
        "dry_run": dry_run,
        "reasons": [reason_told(one.key, one.params) for one in brought.refused],
        "error": error_told(brought.reading),
        "without_place": brought.file.refused,
        "refused": [problem_told(one, header) for one in brought.file.problems],
        "places": {
            part.place.slug: report(
                Brought(
                    None if brought.group is None else part.batch,
                    part.reading,
                    part.plan,
                    brought.refused,
                ),
                dry_run=dry_run,
            )
            for part in brought.parts
        },
    }


def _code(brought: BroughtSeveral) -> int:
    keys = {reason.key for reason in brought.refused}
    if "import.unreadable" in keys or not brought.parts:
        return imports.UNREADABLE
    return imports.REFUSED if "import.has_refused" in keys else imports.STORED


def _say(told: dict[str, Any], *, quiet: bool) -> None:
    """Say what became of it, place by place; refused rows of all places together."""
    rows = [("", one) for one in told["refused"]]
    rows += [
        (slug, one) for slug, part in told["places"].items() for one in part.get("refused", [])
    ]
    if told["error"]:
        click.echo(told["error"]["sentence"], err=True)
    for slug, one in rows[: imports.MOST_PRINTED]:
        parts = (slug, one["file"], f"row {one['row']}" if one["row"] else "", one["column"])
        where = ", ".join(part for part in (*parts, one["header"]) if part)
        click.echo(f"{where}: {one['sentence']}" if where else one["sentence"], err=True)
    if len(rows) > imports.MOST_PRINTED:
        click.echo(f"... and {len(rows) - imports.MOST_PRINTED} more", err=True)
    for one in told["reasons"]:
        click.echo(one["sentence"], err=True)
    for slug, part in told["places"].items():
        counts = part.get("counts", {})
        words = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        click.echo(f"{slug}: {words or 'nothing'}.", err=quiet)
