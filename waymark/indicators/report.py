"""What became of a file, for machines: counts, and every row that was refused with the reason."""

from __future__ import annotations

from typing import Any

from waymark.indicators.actions.bringing import Brought
from waymark.indicators.told import error_told, plan_told, reason_told

FORMAT = "waymark-import-report-1"


def report(brought: Brought, *, dry_run: bool) -> dict[str, Any]:
    """The whole of it as plain JSON; see docs/reference/commands.md."""
    plan, reading = brought.plan, brought.reading
    found: dict[str, Any] = {
        "format": FORMAT,
        "kind": reading.head.kind if reading.head else "table",
        "import": brought.batch.pk if brought.batch else None,
        "stored": brought.batch is not None and not brought.refused,
        "dry_run": dry_run,
        "reasons": [reason_told(one.key, one.params) for one in brought.refused],
        "error": error_told(reading),
    }
    return found if plan is None else found | plan_told(reading, plan)
