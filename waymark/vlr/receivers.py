"""Who is told of voluntary reviews."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.queries import leads_of, members_of
from waymark.vlr.models import ReviewTie, VoluntaryParty, VoluntaryReview


def _people(row: VoluntaryReview | VoluntaryParty, at: Any) -> list[Any]:
    if row.place is not None:
        return list(leads_of(row.place, at))
    return [seat.user for seat in members_of(row.body_id or "", at)]


def _pk(row: Record) -> str:
    return row.subject.partition(":")[2]


@receives("vlr.party_asked", "vlr.party_agreed", "vlr.party_left")
def tell_parties(row: Record) -> None:
    """Who is asked, and then who asked."""
    found = VoluntaryParty.objects.filter(pk=_pk(row))
    party = found.select_related("place", "body", "review__place", "review__body").first()
    if party is not None:
        side = party if row.verb == "vlr.party_asked" else party.review
        _send(row, _people(side, row.at), party.review)


@receives("vlr.tie_said")
def tell_other(row: Record) -> None:
    """The keeper who has not said it."""
    found = ReviewTie.objects.filter(pk=_pk(row))
    tie = found.select_related("first__place", "first__body", "second__place", "second__body")
    one = tie.first()
    if one is not None:
        other = one.first if one.by_second else one.second
        _send(row, _people(other, row.at), other)


@receives("vlr.published")
def tell_writers(row: Record) -> None:
    """All who wrote it."""
    review = VoluntaryReview.objects.filter(pk=_pk(row)).first()
    if review is None:
        return
    there = review.parties.filter(agreed_at__isnull=False, ended_at=None)
    people = [one for party in there.select_related("place", "body")
              for one in _people(party, row.at)]  # fmt: skip
    _send(row, people, review)


def _send(row: Record, people: list[Any], review: VoluntaryReview) -> None:
    actor = row.actor.partition(":")[2]
    notices.send(
        row.verb,
        [person for person in people if person.pk != actor],
        {"review": review.title},
        url=reverse("vlr", args=[review.pk]),
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )
