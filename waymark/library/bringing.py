"""`waymark library import`: a table brought in without a browser, in words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import IO

from django.utils import timezone

from waymark.base import reasons
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.library import actions
from waymark.library.models import Intake
from waymark.library.queries.intake import plan_of
from waymark.library.rules.intake import Plan
from waymark.library.shown import wrong_shown
from waymark.people.queries.persons import person_of

MOST_PRINTED = 30
Bar = Callable[[int], AbstractContextManager[Callable[[int], None]]]


def bring(
    file: IO[bytes], email: str, *, dry_run: bool, leave_out: bool, alike: bool, bar: Bar
) -> tuple[int, list[str]]:
    """Preview a table and store it; return the exit code, and what to say.

    bar: shows how far it has come.
    """
    by = person_of(email)
    if by is None:
        return 2, [f"Nobody has the e-mail {email}."]
    try:
        row = actions.preview_intake(source=file, name=file.name, by=by, at=timezone.now())
    except NotPermitted:
        return 2, [f"{email} does not look after the library."]
    except (FileRefused, StoreUnavailable) as error:
        return 2, [str(explain(error))]
    except Refused as refused:
        return 2, [reasons.sentence(reason) for reason in refused.reasons]
    plan = plan_of(row)
    said = _said(plan, row)
    if plan.wrong:
        actions.discard_intake(intake=row, by=by, at=timezone.now())
        return 2, said
    if dry_run:
        actions.discard_intake(intake=row, by=by, at=timezone.now())
        return (1 if plan.counts["refused"] and not leave_out else 0), said
    try:
        row = actions.commit_intake(
            intake=row,
            seen=plan.fingerprint,
            leave_out=leave_out,
            alike=alike,
            by=by,
            at=timezone.now(),
        )
    except Refused as refused:
        actions.discard_intake(intake=row, by=by, at=timezone.now())
        keys = {reason.key for reason in refused.reasons}
        told = [reasons.sentence(reason) for reason in refused.reasons]
        return (0 if keys == {"intake.nothing"} else 1), [*said, *told]
    _finish(row, bar)
    return 0, [*said, f"Stored. Undo it at /library/imports/{row.pk}/"]


def _finish(row: Intake, bar: Bar) -> None:
    """Store all that is left, showing how far it has come."""
    with bar(len(row.lines)) as on:
        on(len(row.done))
        before = len(row.done)
        while actions.store_some(intake=row, at=timezone.now()):
            row.refresh_from_db(fields=["done"])
            on(len(row.done) - before)
            before = len(row.done)


def _said(plan: Plan, row: Intake) -> list[str]:
    header = row.sheet["header"]
    said = [f"{column or 'Table'}: {why}" for column, why in wrong_shown(plan.wrong, header)]
    said += [f"{name}: {count}" for name, count in plan.counts.items() if count]
    refused = [line for line in plan.lines if line.wrong]
    for line in refused[:MOST_PRINTED]:
        for column, why in wrong_shown(line.wrong, header):
            said.append(f"Row {line.row}{', column ' + column if column else ''}: {why}")
    if len(refused) > MOST_PRINTED:
        said.append(f"… and {len(refused) - MOST_PRINTED} more")
    for line in plan.lines:
        if line.alike and len(said) < 3 * MOST_PRINTED:
            codes = ", ".join(code for code, _why in line.alike)
            said.append(f"Row {line.row} may be here already: {codes}")
    return said
