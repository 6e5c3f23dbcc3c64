"""Addresses that a program follows: curators ask for it, and what it found is kept for them."""

from __future__ import annotations

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
def keep_visit(
    *,
    item: Item,
    url: str,
    found: str,
    at: datetime,
    status: int | None = None,
    leads_to: str = "",
    again_in: int | None = None,
) -> LinkVisit | None:
    """Keep, at the operator's console or by the clock, what stands at an entry's address.

    Nothing that a person has found is touched. None where the entry has another address by now.
    """
    row = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if row.url != url:
        return None
    before = LinkVisit.objects.filter(item=row, url=url).first()
    failed = found in FAILED
    visit, _made = LinkVisit.objects.update_or_create(
        item=row,
        defaults={
            "url": url,
            "at": at,
            "found": found,
            "status": status,
            "leads_to": leads_to if len(leads_to) <= LONGEST and is_address(leads_to) else "",
            "failures": (before.failures if before else 0) + 1 if failed else 0,
            "failing_since": ((before and before.failing_since) or at) if failed else None,
            "not_before": next_visit(Seen(found), at, again_in),
        },
    )
    return visit
