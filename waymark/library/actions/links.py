"""Addresses that a program follows: curators ask for it, and what it found is kept for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.library.models import Item, LinkVisit
from waymark.library.queries.links import due
from waymark.library.rules.catalogue import is_address
from waymark.library.rules.links import FAILED, Seen, next_visit
from waymark.library.rules.vocabulary import Permit

LONGEST = 500  # characters of an address


@dataclass(frozen=True)
class Looked:
    """What was found at the address that an entry had when it was read.

    status: of HTTP. leads_to: where it has moved for good. again_in: seconds, as the site asked.
    """

    item: Item
    found: Seen
    status: int | None = None
    leads_to: str = ""
    again_in: int | None = None


@transaction.atomic
def ask_for_visits(*, by: Any, at: datetime) -> int:
    """Ask a worker to follow the addresses that are due soon; return how many wait.

    Raises NotPermitted, Refused (none is due).
    """
    require(by, Permit.CURATE, on=Item())
    waiting = due(at).count()
    if not waiting:
        raise Refused(Reason("links.none_due"))
    record("links.ask", "library:links", by=by, at=at, facts={"waiting": waiting})
    return waiting


@transaction.atomic
def keep_visits(*, looked: Sequence[Looked], at: datetime) -> Counter[str]:
    """Keep, at the operator's console or by the clock, what stands at addresses of entries.

    Nothing that a person has found is touched, and an entry that has another address by now is left
    out. Returns how many of each kind were found.
    """
    rows = Item.objects.select_for_update(of=("self",)).in_bulk([one.item.pk for one in looked])
    before = LinkVisit.objects.in_bulk(rows)
    counts: Counter[str] = Counter()
    for one in looked:
        row = rows.get(one.item.pk)
        if row is not None and row.url == one.item.url:
            _put(row, before.get(row.pk), one, at)
            counts[one.found] += 1
    record("links.follow", "library:links", by=None, at=at, facts=dict(counts))
    return counts


def _put(row: Item, before: LinkVisit | None, one: Looked, at: datetime) -> None:
    if before is not None and before.url != row.url:
        before = None
    failed = one.found in FAILED
    kept = len(one.leads_to) <= LONGEST and is_address(one.leads_to)
    LinkVisit.objects.update_or_create(
        item=row,
        defaults={
            "url": row.url,
            "at": at,
            "found": one.found,
            "status": one.status,
            "leads_to": one.leads_to if kept else "",
            "failures": (before.failures if before else 0) + 1 if failed else 0,
            "failing_since": ((before and before.failing_since) or at) if failed else None,
            "not_before": next_visit(one.found, at, one.again_in),
        },
    )
