"""Making indicators public, taking them back, and setting the terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.common import lock
from waymark.indicators.actions.showing import hide, show, show_again
from waymark.indicators.queries.disclosed import Disclosed, Wish, disclosed, limits_of
from waymark.indicators.queries.publishing import seen_of, together
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.suppression import COUNT_UNDER, SIZE_UNDER, Limits
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place

MOST_LIMIT = 10_000


@transaction.atomic
def publish_indicators(
    *, place: Place, wishes: Sequence[Wish], seen: str, by: Any, at: datetime
) -> list[models.Publication]:
    """Make indicators public as they were looked at; `seen` is the preview's fingerprint.

    From then on new values follow by themselves. Raises NotPermitted, Refused (nothing chosen, the
    data or what else is public has changed since, retired).
    """
    require(by, Permit.PUBLISH_DATA, on=place)
    lock(place)
    if not wishes:
        raise Refused(Reason("publication.nothing"))
    if any(wish.indicator.retired_at for wish in wishes):
        raise Refused(Reason("local.retired"))
    every = together(place, wishes)
    found = disclosed(place, every, limits_of(place))
    wanted = {wish.indicator.pk for wish in wishes}
    chosen = [one for one in found if one.indicator_id in wanted]
    if seen_of(chosen) != seen:
        raise Refused(Reason("publication.changed_meanwhile"))
    rows = [_publication(place, wish, by, at) for wish in wishes]
    show(place, found, of=every, at=at)
    facts = {"indicators": sorted(wanted), "sha256": seen, **_counts(chosen)}
    record("indicators.publish", place, by=by, at=at, scope=place, facts=facts)
    return rows


def _publication(place: Place, wish: Wish, by: Any, at: datetime) -> models.Publication:
    row, made = models.Publication.objects.get_or_create(
        place=place,
        indicator=wish.indicator,
        withdrawn_at=None,
        defaults={
            "notes": wish.notes,
            "counts": wish.counts,
            "published_by": by,
            "published_at": at,
            "changed_at": at,
        },
    )
    if not made and (row.notes, row.counts) != (wish.notes, wish.counts):
        row.notes, row.counts = wish.notes, wish.counts
        row.save(update_fields=["notes", "counts"])
    return row


def _counts(found: Iterable[Disclosed]) -> dict[str, int]:
    marks = [mark for one in found for mark in one.marks]
    return {"values": len(marks), "withheld": sum(mark.hidden for mark in marks)}


@transaction.atomic
def withdraw_indicators(
    *, place: Place, indicators: Iterable[models.Indicator], by: Any, at: datetime
) -> int:
    """Take indicators back; from now on nobody sees them. Return how many were public.

    Who has a copy keeps it. Raises NotPermitted.
    """
    require(by, Permit.PUBLISH_DATA, on=place)
    lock(place)
    rows = list(
        models.Publication.objects.filter(
            place=place, withdrawn_at=None, indicator__in=list(indicators)
        )
    )
    if not rows:
        return 0
    hide(rows)
    for row in rows:
        row.withdrawn_by, row.withdrawn_at = by, at
    models.Publication.objects.bulk_update(rows, ["withdrawn_by", "withdrawn_at"])
    taken = {row.indicator_id for row in rows}
    show_again(place, at=at, touched=taken)
    facts = {"indicators": sorted(taken)}
    record("indicators.withdraw", place, by=by, at=at, scope=place, facts=facts)
    return len(rows)


@transaction.atomic
def set_public_terms(
    *, place: Place, licence: str, limits: Limits, by: Any, at: datetime
) -> models.PublicTerms:
    """Set the licence and from which number on counts and groups are shown; never below the usual.

    What is public changes at once. Raises NotPermitted, Refused (unknown licence, limits).
    """
    require(by, Permit.PUBLISH_DATA, on=place)
    lock(place)
    if licence not in models.PublicTerms.Licence.values:
        raise Refused(Reason("publication.licence_unknown"))
    for value, least in ((limits.count, COUNT_UNDER), (limits.size, SIZE_UNDER)):
        if not least <= value <= MOST_LIMIT or value != int(value):
            raise Refused(Reason("publication.limit_wrong", {"least": least, "most": MOST_LIMIT}))
    row, _made = models.PublicTerms.objects.update_or_create(
        place=place,
        defaults={
            "licence": licence,
            "count_under": int(limits.count),
            "size_under": int(limits.size),
            "changed_by": by,
            "changed_at": at,
        },
    )
    show_again(place, at=at)
    facts = {"licence": licence, "count": int(limits.count), "size": int(limits.size)}
    record("indicators.set_terms", place, by=by, at=at, scope=place, facts=facts)
    return row
