"""Writing a list's rows and editions; the shipped lists and imported ones go the same way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from waymark.indicators.models import Edition, Framework, Indicator
from waymark.indicators.rules.editions import (
    Row,
    Rows,
    as_json,
    content_hash,
    origins,
)


def add_edition(
    framework: str,
    rows: Rows,
    *,
    label: str,
    source: str,
    at: datetime,
    published_on: date | None = None,
    effective_on: date | None = None,
    origin: str = Edition.Origin.SHIPPED,
    by: Any = None,
) -> Edition:
    """Keep rows as the framework's next edition."""
    latest = Edition.objects.filter(framework=framework).order_by("number").last()
    return Edition.objects.create(
        framework_id=framework,
        number=latest.number + 1 if latest else 1,
        label=label,
        published_on=published_on,
        effective_on=effective_on,
        source=source,
        origin=origin,
        content_hash=content_hash(rows),
        rows=as_json(rows),
        made_by=by,
        made_at=at,
    )


def differs(found: Any, fields: Mapping[str, Any]) -> bool:
    """Whether a row of the database says anything else than these fields."""
    return any(getattr(found, name) != value for name, value in fields.items())


def fields_of(row: Row, order: int) -> dict[str, Any]:
    """A row as the columns of an indicator; that it is in the list is said too."""
    names = ("unit", "direction", "domain", "objective", "goal", "target_code", "same_as")
    more = ("breakdowns", "status", "usual_source", "source")
    return {
        **{name: getattr(row, name) for name in (*names, *more)},
        "label": dict(row.label),
        "facts": dict(row.facts),
        "former_codes": list(row.former),
        "order": order,
        "retired_in_id": None,
    }


def write_rows(edition: Edition, before: Rows, after: Rows) -> int:
    """Bring a framework's indicators to an edition; return how many rows were written.

    `after` are the edition's rows, with every code that they have had (`editions.remembered`). A
    row that comes under another code is the same indicator, with all its series. One that is left
    out stays and says in which edition it went.
    """
    shared = Indicator.objects.filter(framework=edition.framework_id, owner=None)
    _rename(shared, {old: new for new, old in origins(before, after).items() if old != new})
    held = {row.code: row for row in shared}
    written, new = 0, []
    for order, row in enumerate(after, 1):
        fields = fields_of(row, order)
        found = held.pop(row.code, None)
        if found is None:
            new.append(Indicator(framework_id=edition.framework_id, code=row.code, **fields))
        elif differs(found, fields):
            shared.filter(pk=found.pk).update(**fields)
            written += 1
    written += len(Indicator.objects.bulk_create(new))
    if gone := [row.pk for row in held.values() if row.retired_in_id is None]:
        written += shared.filter(pk__in=gone).update(retired_in=edition)
    name = {"edition": edition.label, "source": edition.source}
    if differs(edition.framework, name):
        Framework.objects.filter(pk=edition.framework_id).update(**name)
    return written


def _rename(shared: Any, codes: Mapping[str, str]) -> None:
    """Give indicators their new codes; by way of names that no list uses, for two may swap."""
    pks = dict(shared.filter(code__in=codes).values_list("code", "pk"))
    for pk in pks.values():
        shared.filter(pk=pk).update(code=f"~{pk}")
    for old, pk in pks.items():
        shared.filter(pk=pk).update(code=codes[old])
