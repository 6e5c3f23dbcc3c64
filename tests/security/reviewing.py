"""A public voluntary review with a link to another, and one that is written by two sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from waymark.people.models import Body, User
from waymark.places.models import Place
from waymark.vlr.actions import reviews as acts
from waymark.vlr.actions.together import answer_as_party, ask_party, tie_reviews
from waymark.vlr.models import ReviewTie, Section, VoluntaryParty, VoluntaryReview
from waymark.vlr.rules.reviews import Told
from waymark.vlr.rules.ties import Told as TieTold


@dataclass
class Reviewing:
    """What the story has of voluntary reviews, all of one city."""

    public: VoluntaryReview
    draft: VoluntaryReview
    section: Section
    party: VoluntaryParty
    tie: ReviewTie  # of the draft, said by the other keeper
    body: Body  # that nobody has asked for the public one


def make_reviewing(
    place: Place,
    lead: User,
    partner: Body,
    adviser: User,
    other: tuple[Place, User],
    say: Callable[[str], str],
) -> Reviewing:
    """Let a city publish one review and write another with a partner; a neighbour links to it."""
    now, rows = timezone.now(), []
    far, neighbour = other
    for where, by in ((place, lead), (place, lead), (far, neighbour)):
        told = Told(
            say("Review")[:150], "en", 2026, where.country_id, ("6",), say("About."),
            "https://example.org/review",
        )  # fmt: skip
        rows.append(acts.begin_review(side=f"place:{where.pk}", told=told, by=by, at=now))
    public, draft, theirs = rows
    section = draft.sections.order_by("position")[0]
    for row, by in ((public, lead), (theirs, neighbour)):
        acts.move_review(review=row, step="publish", by=by, at=now)
    acts.write_section(
        section=section, title=say("Name")[:150], words=say("Text."), seen=0, by=lead, at=now
    )
    section.refresh_from_db()
    party = ask_party(review=draft, side=f"body:{partner.pk}", by=lead, at=now)
    answer_as_party(review=draft, agrees=True, by=adviser, at=now)
    told = TieTold("cites", say("It adds."), say("Section 4")[:150], "6")
    tie = tie_reviews(
        review=theirs, other=public, told=told, other_first=False, by=neighbour, at=now
    )
    public.refresh_from_db()
    return Reviewing(public, draft, section, party, tie, partner)
