"""A voluntary review of an invented city and that of its country, linked to each other."""

from __future__ import annotations

from datetime import datetime, timedelta

from waymark.people.models import Body
from waymark.people.queries import leads_of, members_of
from waymark.people.rules import BodyKind
from waymark.places.models import Place
from waymark.portal.demo.nation.land import CODE, QUILLMERE
from waymark.vlr.actions import reviews as acts
from waymark.vlr.actions.together import answer_tie, tie_reviews
from waymark.vlr.models import Section
from waymark.vlr.rules.reviews import Told
from waymark.vlr.rules.ties import Told as TieTold

TEXTS = {
    "main_points": "- Water reaches every street now.\n- Rents rose faster than incomes.\n"
    "- We want help with measuring heat by neighbourhood.",
    "no_one_behind": "Two neighbourhoods on the slope still share taps. The plan of works begins "
    "there.",
    "local_national": "Our figures on water go into the national review as an annex.",
}
"""Invented words of an invented city."""


def review_together(now: datetime) -> None:
    """The city publishes an annex of the national review, and the country confirms it."""
    at = now - timedelta(days=9)
    place = Place.objects.get(slug=QUILLMERE.slug)
    lead = leads_of(place, at)[0]
    desk = Body.objects.get(kind=BodyKind.SECRETARIAT, country=CODE)
    officer = members_of(desk, at)[0].user
    local = Told(
        "Quillmere looks at its goals (fictional)", "en", at.year, CODE, ("6", "11", "13"),
        "What we know of water, housing and heat, written by four offices and the residents.",
    )  # fmt: skip
    row = acts.begin_review(side=f"place:{place.pk}", told=local, by=lead, at=at)
    for section in Section.objects.filter(review=row, key__in=TEXTS):
        acts.write_section(
            section=section, title="", words=TEXTS[section.key], seen=0, by=lead, at=at
        )
    for days, step in enumerate(("draft", "consult", "check", "publish")):
        acts.move_review(review=row, step=step, by=lead, at=at + timedelta(days=days))
    national = Told(
        "National review of Velmora (fictional)", "en", at.year, CODE,
        address="https://example.org/velmora-review",
        authority="Office of planning of Velmora (fictional)",
    )  # fmt: skip
    whole = acts.begin_review(side=f"body:{desk.pk}", told=national, by=officer, at=at)
    whole = acts.move_review(review=whole, step="publish", by=officer, at=at)
    told = TieTold("annex_of", "It adds figures on water street by street.", "Annex 2", "6")
    day = at + timedelta(days=5)
    tie = tie_reviews(review=row, other=whole, told=told, other_first=False, by=lead, at=day)
    answer_tie(review=whole, tie=tie, agrees=True, by=officer, at=day + timedelta(days=1))
