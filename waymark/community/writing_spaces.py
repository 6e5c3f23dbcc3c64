"""What the acts on spaces share: cleaning, locking, noting, and making somebody a member."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.base.record import record, ref
from waymark.community.models import Offer, Party, Space
from waymark.community.rules.spaces import MOST_TEXT, SpaceState
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused


def clean(field: str, value: str, most: int = MOST_TEXT, *, empty: str = "") -> str:
    """Return what somebody wrote, cleaned. Raises Refused with the field it is about.

    empty: the reason where nothing was written; without one, nothing may be written.
    """
    try:
        found = texts.clean(value).strip()
    except texts.BadText as bad:
        raise Refused(Reason("space.bad_text", {"field": field})) from bad
    if empty and not found:
        raise Refused(Reason(empty, {"field": field}))
    if len(found) > most:
        raise Refused(Reason("space.too_long", {"field": field, "most": most}))
    return found


def lock(space: Space | str) -> Space:
    """Return a space's row, locked: its members, offers and state change one after the other."""
    return Space.objects.select_for_update(of=("self",)).get(
        pk=space if isinstance(space, str) else space.pk
    )


def lock_open(space: Space | str) -> Space:
    """Return a space's row, locked. Raises Refused unless it is open."""
    row = lock(space)
    if row.state != SpaceState.OPEN:
        raise Refused(Reason("space.not_open"))
    return row


def note(verb: str, row: Space, by: Any, at: datetime, **facts: Any) -> None:
    """Put an act on record, with ids and counts alone."""
    record(f"space.{verb}", row, by=by, at=at, facts=facts)


def enter(row: Space, side: Mapping[str, Any], by: Any, at: datetime) -> Party:
    """Make a city or a body a member of a locked space. Raises Refused where it is one."""
    try:
        with transaction.atomic():
            made = Party.objects.create(space=row, **side, joined_by=by, since=at)
    except IntegrityError:
        raise Refused(Reason("space.in_already")) from None
    asked = Offer.objects.filter(space=row, answer="", **side)
    asked.update(answer=Offer.Answer.YES, answered_by=by, answered_at=at)
    note("joined", row, by, at, party=made.pk, side=ref(made.place or made.body))
    return made
