"""Tables that curators brought in, and what they would do: for curators alone."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from waymark.kernel.tables import Sheet
from waymark.library.models import Intake, Item
from waymark.library.queries.items import may_curate
from waymark.library.queries.outside import likeness
from waymark.library.rules.intake import Plan, plan
from waymark.library.writing import entry_of


def intakes(viewer: Any) -> QuerySet[Intake]:
    """Return the tables brought in, the newest first, without their contents."""
    if not may_curate(viewer):
        return Intake.objects.none()
    return Intake.objects.select_related("made_by").defer("sheet").order_by("-made_at", "-pk")


def intake(viewer: Any, pk: str) -> Intake | None:
    """Return one of them, or None."""
    if not may_curate(viewer):
        return None
    return Intake.objects.select_related("made_by").filter(pk=pk).first()


def plan_of(row: Intake) -> Plan:
    """Return what a table would do now."""
    return planned(Sheet.from_json(row.sheet))


def planned(sheet: Sheet) -> Plan:
    """Return what a table would do to the library as it is now."""
    held = {item.code: entry_of(item) for item in Item.objects.all()}
    return plan(sheet.header, sheet.rows, sheet.numbers, held, likeness(hidden=False))
