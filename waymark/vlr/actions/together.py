"""Who writes a voluntary review together, and what two reviews give each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.vlr.actions.reviews import locked
from waymark.vlr.models import ReviewTie, VoluntaryParty, VoluntaryReview
from waymark.vlr.queries import reviews as queries
from waymark.vlr.queries.ties import to_tie
from waymark.vlr.rules.reviews import MOST_PARTIES, OPEN, Permit
from waymark.vlr.rules.ties import Pair, Told, refuse_tie


@transaction.atomic
def ask_party(*, review: VoluntaryReview, side: str, by: Any, at: datetime) -> VoluntaryParty:
    """Ask a side ("place:…", "body:…") to write with one. Raises NotPermitted, Refused."""
    require(by, Permit.KEEP_VLR, on=review)
    row = locked(review)
    if row.state not in OPEN:
        raise Refused(Reason("vlr.closed"))
    if side not in dict(queries.to_ask(by, row)):
        raise Refused(Reason("vlr.no_side", {"field": "side"}))
    if row.parties.filter(ended_at=None).count() >= MOST_PARTIES:
        raise Refused(Reason("vlr.parties", {"field": "side", "most": MOST_PARTIES}))
    sort, _, pk = side.partition(":")
    made = VoluntaryParty(review=row, asked_by=by, asked_at=at)
    setattr(made, f"{sort}_id", pk)
    made.save(force_insert=True)
    record("vlr.party_asked", made, by=by, at=at, scope=row.place or row.body, facts={})
    return made


@transaction.atomic
def answer_as_party(*, review: VoluntaryReview, agrees: bool, by: Any, at: datetime) -> None:
    """Say whether one's side writes with the keeper; a no ends it, then and later.

    Raises NotPermitted.
    """
    require(by, Permit.JOIN_VLR, on=review)
    locked(review)
    asked = queries.asked(by, review, at)
    if asked is None:
        raise NotPermitted(Permit.JOIN_VLR)
    _settle(asked, agrees, at)
    verb = "vlr.party_agreed" if agrees else "vlr.party_left"
    record(verb, asked, by=by, at=at, facts={})


def _settle(asked: VoluntaryParty, agrees: bool, at: datetime) -> None:
    if agrees:
        asked.agreed_at = asked.agreed_at or at
    else:
        asked.ended_at = at
    asked.save(update_fields=["agreed_at", "ended_at"])


@transaction.atomic
def end_party(*, party: VoluntaryParty, by: Any, at: datetime) -> None:
    """Let a side write no longer; what it wrote stays. Raises NotPermitted."""
    require(by, Permit.KEEP_VLR, on=party.review)
    locked(party.review)
    _settle(party, False, at)
    record("vlr.party_ended", party, by=by, at=at, facts={})


def _tidy(told: Told) -> Told:
    try:
        words, where = text.clean(told.words).strip(), text.clean(told.where).strip()
    except BadText as error:
        raise Refused(Reason("vlr.bad_text")) from error
    return Told(told.kind, words, where, told.goal)


@transaction.atomic
def tie_reviews(
    *,
    review: VoluntaryReview,
    other: VoluntaryReview,
    told: Told,
    other_first: bool,
    by: Any,
    at: datetime,
) -> ReviewTie:
    """Say what a review is to another, or (other_first) the other to it; its keeper confirms.

    Where one keeps both, it is confirmed at once. Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_VLR, on=review)
    row, told = locked(review), _tidy(told)
    if other.pk != row.pk and not to_tie(by, row, at).filter(pk=other.pk).exists():
        raise Refused(Reason("vlr.unknown", {"field": "other", "value": ""}))
    first, second = (other, row) if other_first else (row, other)
    there = ReviewTie.objects.filter(first=first, second=second, kind=told.kind, ended_at=None)
    pair = Pair(
        same=first.pk == second.pk,
        tied=there.exists(),
        same_keeper=(first.place_id, first.body_id) == (second.place_id, second.body_id),
        first_year=first.year,
        second_year=second.year,
    )
    if refused := refuse_tie(told, pair):
        raise Refused(*refused)
    both = queries.may_keep(by, other)
    made = ReviewTie.objects.create(
        first=first,
        second=second,
        **vars(told),
        said_by=by,
        said_at=at,
        by_second=other_first,
        agreed_by=by if both else None,
        agreed_at=at if both else None,
    )
    verb = "vlr.tied" if both else "vlr.tie_said"
    record(verb, made, by=by, at=at, scope=row.place or row.body, facts={"kind": told.kind})
    return made


@transaction.atomic
def answer_tie(
    *, review: VoluntaryReview, tie: ReviewTie, agrees: bool, by: Any, at: datetime
) -> None:
    """Confirm what the other review's keeper said, or end a tie of one's own review.

    Raises NotPermitted, Refused (one's own words are confirmed by the other side).
    """
    require(by, Permit.KEEP_VLR, on=review)
    rows = ReviewTie.objects.select_for_update(of=("self",))
    row = rows.select_related("first", "second").get(pk=tie.pk, ended_at=None)
    if review.pk not in (row.first_id, row.second_id):
        raise NotPermitted(Permit.KEEP_VLR)
    if agrees:
        said = row.second_id if row.by_second else row.first_id
        if review.pk == said:
            raise Refused(Reason("vlr.own_words"))
        row.agreed_by, row.agreed_at = by, row.agreed_at or at
    else:
        row.ended_at = at
    row.save(update_fields=["agreed_by", "agreed_at", "ended_at"])
    record("vlr.tied" if agrees else "vlr.tie_ended", row, by=by, at=at, facts={})
