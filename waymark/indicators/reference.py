"""Loads the indicator lists that ship with Waymark, with the state of verification of each row.

Called by `waymark migrate` and by tests, and safe to call at every start: what holds already is
not written again. A list that a secretariat has replaced by an official one is left alone, and a
row that a later edition leaves out stays, so that no series loses its indicator.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from waymark.indicators.models import LOCAL, Edition, Framework, Indicator, Link
from waymark.indicators.rules.editions import Rows, content_hash, from_json, remembered
from waymark.indicators.rules.links import links
from waymark.indicators.shipped import LOCAL_NAME, SHIPPED, UMF, Shipped
from waymark.indicators.writing import add_edition, differs, write_rows

DOMAINS = ("society", "economy", "environment", "culture", "governance and implementation")
"""The five domains of the urban monitoring list, in its order."""

__all__ = ["DOMAINS", "UMF", "load_frameworks"]


@transaction.atomic
def load_frameworks() -> int:
    """Bring every list to the shipped files; return how many rows were written."""
    rows = {shipped.code: shipped.rows for shipped in SHIPPED}
    written = _frameworks()
    ours = [_load(shipped, rows[shipped.code]) for shipped in SHIPPED]
    return written + sum(ours) + _links(rows)


def _frameworks() -> int:
    held = Framework.objects.in_bulk()
    wanted: dict[str, dict[str, Any]] = {
        shipped.code: {"name": shipped.name, "order": order}
        for order, shipped in enumerate(SHIPPED, 1)
    }
    wanted[LOCAL] = {"name": LOCAL_NAME, "order": 99}
    written = 0
    for code, fields in wanted.items():
        if code not in held or differs(held[code], fields):
            Framework.objects.update_or_create(code=code, defaults=fields)
            written += 1
    return written


def _latest(framework: str) -> Edition | None:
    return Edition.objects.filter(framework=framework).order_by("number").last()


def _load(shipped: Shipped, rows: Rows) -> int:
    """Bring one list to its file, and keep it as an edition where it differs from the last."""
    latest = _latest(shipped.code)
    if latest is not None and latest.origin == Edition.Origin.IMPORTED:
        return 0
    before = from_json(latest.rows) if latest else ()
    rows = remembered(before, rows)
    if latest is None or latest.content_hash != content_hash(rows):
        label, number = shipped.edition, latest.number + 1 if latest else 1
        if Edition.objects.filter(framework=shipped.code, label=label).exists():
            label = f"{label} ({number})"  # the file was mended without another date
        latest = add_edition(
            shipped.code, rows, label=label, source=shipped.source, at=datetime.now(UTC)
        )
    return write_rows(latest, before, rows)


def _links(lists: dict[str, Rows]) -> int:
    """Tell how the shipped rows stand to each other, where nobody has told it otherwise."""
    ours = [code for code in lists if (found := _latest(code)) and found.origin == "shipped"]
    names = {
        (framework, code): pk
        for pk, framework, code in Indicator.objects.filter(framework__in=ours).values_list(
            "pk", "framework_id", "code"
        )
    }
    ends = set(Link.objects.values_list("indicator_id", "other_id"))
    known = {frozenset(pair) for pair in ends}
    new = [
        Link(
            indicator_id=names[link.one],
            other_id=names[link.other],
            kind=link.kind,
            note=link.note,
            verified=link.verified,
        )
        for link in links(lists)
        if link.one in names
        and link.other in names
        and frozenset((names[link.one], names[link.other])) not in known
    ]
    return len(Link.objects.bulk_create(new))
