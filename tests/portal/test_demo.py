"""The demo's invented country: two mechanisms side by side, made by the same acts as people's."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waymark.assessments.models import Case, Delegation, Draw, GlobalWord, SpotCheck, Transfer
from waymark.assessments.queries.spot.draws import public_record
from waymark.awards.models import Award
from waymark.base import ledger
from waymark.base.jobs import run_due
from waymark.base.models import Job, Record
from waymark.kernel import draw as rules
from waymark.people.models import User
from waymark.portal.demo.cast import gather
from waymark.portal.demo.nation import round as spot_round
from waymark.portal.demo.nation.stories import tell_of_the_nation
from waymark.schemes.actions import load_reference
from waymark.schemes.models import Edition, Mechanism

pytestmark = pytest.mark.django_db
ACCOUNTS = 60
"""At most so many people to choose from in the bar at the top of every page."""


@pytest.fixture
def draw() -> Draw:
    """The country's part of the demo world, up to the end."""
    now = timezone.now()
    load_reference(at=now - timedelta(days=400))
    common = gather(now - timedelta(days=400))
    tell_of_the_nation(common, Edition.objects.get(), now)
    run_due(now, limit=100_000)
    found = spot_round.begun()
    assert found is not None
    spot_round.hold(found)
    run_due(now, limit=100_000)
    assert spot_round.begun() is None, "a second start holds no second draw"
    found.refresh_from_db()
    assert not Job.objects.exclude(error="").exists(), "no job fails in silence"
    return found


def state(slug: str) -> str:
    return Case.objects.get(place__slug=slug).state


def test_the_demo_shows_two_mechanisms_side_by_side_and_a_round_of_checks(draw: Draw) -> None:
    nation = Mechanism.objects.get(kind="national")
    assert nation.country is not None
    assert "(fictional)" in nation.country.name["en"]
    bodies = (nation.secretariat, nation.technical_team, nation.committee, nation.appeal_panel)
    assert all(body.seats.exists() and body.country == nation.country for body in bodies)
    edition = Edition.objects.get(adaptation__mechanism=nation)
    endorsement = edition.adaptation.endorsements.get()  # type: ignore[union-attr]
    assert endorsement.deviations == ["substitute B09/2", "waive B18"]
    assert (endorsement.kind, edition.state) == ("endorse", "published")
    assert Award.objects.count() == 2
    word = GlobalWord.objects.get()
    assert (word.kind, word.decision.case.place.slug) == ("endorse", "ostrelle")
    handed = Delegation.objects.get()
    assert (handed.case.place.slug, handed.to.slug, handed.able) == ("quillmere", "global", 1)
    assert state("quillmere") == "scheduled", "before the committee it was handed to"
    wish = Transfer.objects.get()
    assert (wish.case.place.slug, wish.target.slug, wish.outcome) == ("port-sarelle", "global", "")
    assert state("port-sarelle") == "in_review"
    checks = {one.case.place.slug: one for one in SpotCheck.objects.all()}
    assert {slug: one.state for slug, one in checks.items()} == {
        "ostrelle": "concordant",
        "tavindra": "open",
    }
    assert checks["tavindra"].assignments.get().state == "invited"
    assert User.objects.exclude(demo_role="").count() < ACCOUNTS
    assert Record.objects.filter(verb="country.invent").count() == 1, "by acts, which are on record"
    anybody_can_compute_it_anew(draw)


def anybody_can_compute_it_anew(draw: Draw) -> None:
    """The record is valid, one with another seed is not; the page names the list's hash."""
    record = public_record(draw)
    assert record is not None
    known = rules.Known(key=ledger.verifier_key(), figures=spot_round.THROWN)
    found = rules.check(record, known)
    assert found.outcome == rules.Outcome.VALID, [one for one in found.checks if one.result != "ok"]
    document = json.loads(record)
    document["seed"] = "0" * 64
    other = rules.check(json.dumps(document).encode(), known)
    assert other.outcome == rules.Outcome.NOT_VALID
    page = Client().get(reverse("assessments:draw", args=[draw.name])).content.decode()
    assert document["announcement"]["frame"] in page
