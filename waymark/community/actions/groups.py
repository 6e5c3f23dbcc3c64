"""Groups that the platform proposes: made, answered, opened when enough want them, and ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.community.models import Facilitator, Offer, Proposal, Space
from waymark.community.rules import groups as rules
from waymark.community.rules.spaces import SPACE, Access, Permit, Sort, SpaceState, Told
from waymark.community.writing_spaces import enter, lock, note
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def propose_group(
    *, proposal: rules.Proposal, title: Mapping[str, str], by: Any, at: datetime
) -> Space:
    """Ask cities that have something in common whether they want to learn together.

    by=None: the platform's clock; nobody proposes a group of cities that she need not know.
    """
    if by is not None:
        require(by, Permit.FACILITATE, on=Space())
    ends_on = at.date() + rules.DAYS
    row = Space.objects.create(
        sort=Sort.GROUP,
        title=dict(title),
        original=proposal.language,
        languages=(proposal.language,),
        access=Access.CLOSED,
        state=SpaceState.PROPOSED,
        made_at=at,
    )
    Proposal.objects.create(
        space=row,
        kind=proposal.subject.kind,
        code=proposal.subject.code,
        language=proposal.language,
        size=proposal.size,
        ends_on=ends_on,
    )
    Offer.objects.bulk_create(
        Offer(space=row, place_id=city, made_at=at, ends_on=ends_on) for city in proposal.cities
    )
    note("proposed", row, by, at, subject=proposal.subject.code, cities=len(proposal.cities))
    return row


@transaction.atomic
def answer_offer(*, offer: Offer, joins: bool, by: Any, at: datetime) -> Offer:
    """Say for a city or a body whether it takes part. A proposed group opens when enough want it.

    Raises NotPermitted, Refused (answered already, or its time has passed).
    """
    require(by, Permit.ANSWER_OFFER, on=offer)
    space = lock(offer.space_id)
    row = Offer.objects.select_for_update().get(pk=offer.pk)
    open_to = (SpaceState.PROPOSED, SpaceState.OPEN)
    if row.answer or row.ends_on < at.date() or space.state not in open_to:
        raise Refused(Reason("space.offer_over"))
    if not joins:
        row.answer, row.answered_by, row.answered_at = Offer.Answer.NO, by, at
        row.save()
        note("declined", space, by, at, offer=row.pk)
        return row
    enter(space, {"place": row.place} if row.place_id else {"body": row.body}, by, at)
    if space.state == SpaceState.PROPOSED:
        _open_if_enough(space, by, at)
    row.refresh_from_db()
    return row


def _open_if_enough(space: Space, by: Any, at: datetime) -> None:
    """Open a proposed group once enough cities said yes; who said so first facilitates."""
    there = list(space.parties.filter(until=None).order_by("since", "pk"))
    told = Told(members=len(there), enough=rules.ENOUGH)
    if SPACE.missing(SPACE.open(space.state)[0], told):
        return
    space.state = SpaceState(SPACE.step("open", space.state, told).target)
    space.opened_at = at
    space.save()
    Facilitator.objects.create(space=space, user=there[0].joined_by, since=at)
    note("opened", space, by, at, members=len(there))


@transaction.atomic
def lapse_group(*, space: Space, by: Any, at: datetime) -> Space:
    """End a proposal that too few took in time; nobody learns who did.

    by=None: the platform's clock. Raises Refused where it is no proposal any more, or has time.
    """
    if by is not None:
        require(by, Permit.FACILITATE, on=Space())
    row = lock(space)
    if row.state == SpaceState.PROPOSED and row.proposal.ends_on >= at.date():
        raise Refused(Reason("space.has_time"))
    row.state = SpaceState(SPACE.step("lapse", row.state).target)
    row.save()
    note("lapsed", row, by, at, members=row.parties.filter(until=None).count())
    return row
