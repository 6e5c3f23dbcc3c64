"""Loading the demo world, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from waymark.assessments.actions import review
from waymark.assessments.actions.answers import add_comment
from waymark.assessments.actions.appeal import lodge
from waymark.assessments.actions.life import find_condition
from waymark.assessments.models import Decision
from waymark.assessments.rules.life.appeal import Ground
from waymark.base import ledger
from waymark.base.jobs import run_due
from waymark.indicators.reference import load_frameworks
from waymark.library.actions import load_catalogue
from waymark.people.models import User
from waymark.places.models import Place
from waymark.places.reference import load_countries
from waymark.portal.demo.calling import call_for_hubs
from waymark.portal.demo.cast import Cast, gather
from waymark.portal.demo.cities import NURU, SERENA, WAHA
from waymark.portal.demo.cooperating import let_cities_cooperate
from waymark.portal.demo.course import teach
from waymark.portal.demo.grouping import let_cities_learn_together
from waymark.portal.demo.helping import let_partners_help
from waymark.portal.demo.hubbing import hub_of_a_city
from waymark.portal.demo.joining import let_cities_join
from waymark.portal.demo.nation import round
from waymark.portal.demo.nation.stories import tell_of_the_nation
from waymark.portal.demo.numbers import enter_figures, publish
from waymark.portal.demo.pledge import bring, recognise, take
from waymark.portal.demo.providing import let_others_help, want_to_be_named
from waymark.portal.demo.raising import let_cities_raise_issues
from waymark.portal.demo.residents import let_residents_propose
from waymark.portal.demo.reviewing import review_together
from waymark.portal.demo.story import CONDITIONS, Story
from waymark.portal.demo.study import tell_a_study
from waymark.schemes.actions import load_reference
from waymark.schemes.models import Crosswalk, Edition


def _drafting(cast: Cast, edition: Edition, now: datetime) -> None:
    """Nuru Hills has begun: some answers, some evidence, one question among colleagues.

    It has named a result of another, made-up scheme, and taken nothing over yet.
    """
    pledge = Crosswalk.objects.get(state=Crosswalk.State.IN_FORCE)
    story = Story(NURU, cast, edition, now - timedelta(days=24))
    enter_figures(story.place, NURU, story.areas, by=story.people["editor"], at=story.later())
    story.open("silver")
    story.fill_registers("A", "silver")
    open_yet = ("A05", "A06", "A08", "A10", "A11")
    story.answer("A", but=open_yet, levels={"A02": 1, "A04": 3})
    story.hand_in_papers("A", but=(*open_yet, "A09"))
    add_comment(
        case=story.at_work,
        criterion="A05",
        words="Shall we aim for the second level this year already? I would wait for the survey.",
        mentions=[story.people["lead"]],
        by=story.people["editor"],
        at=story.later(days=1),
    )
    bring(story, pledge, "signed")
    let_residents_propose(story)


def _under_review(cast: Cast, edition: Edition, now: datetime) -> None:
    """Costa Serena has handed in; one reviewer has a question that waits for the city.

    Its answer on A08 was taken over from another, made-up scheme and waits to be confirmed.
    """
    pledge = Crosswalk.objects.get(state=Crosswalk.State.IN_FORCE)
    story = Story(SERENA, cast, edition, now - timedelta(days=40))
    enter_figures(story.place, SERENA, story.areas, by=story.people["editor"], at=story.later())
    story.open("silver")
    story.fill_registers("A", "silver")
    story.answer("A", but=("A08",), levels={"A01": 3})
    story.hand_in_papers("A")
    take(story, bring(story, pledge, "kept"))
    story.later(days=12)
    story.submit()
    first, second = story.assign(cast.reviewers[0], cast.reviewers[2])
    story.judge(first, only=6)
    story.judge(second, only=3)
    review.ask_city(
        assignment=first,
        criterion="A07",
        question="The boundary file has four districts and the by-law names five. Which is right?",
        due=(now + timedelta(days=14)).date(),
        by=first.reviewer,
        at=story.later(days=1),
    )


def _certified(cast: Cast, edition: Edition, now: datetime) -> None:
    """Qasr al-Waha has been granted the second level."""
    story = Story(WAHA, cast, edition, now - timedelta(days=190))
    enter_figures(story.place, WAHA, story.areas, by=story.people["editor"], at=story.later())
    story.open("gold")
    story.fill_registers("AB", "gold")
    story.answer("AB", levels={"A01": 3, "B04": 3, "B12": 3})
    story.hand_in_papers("AB")
    story.later(days=60)
    story.submit()
    for assignment in story.assign(cast.reviewers[0], cast.reviewers[1]):
        story.judge(assignment)
        story.deliver(assignment)
    story.report()
    story.decide("First session of the demo committee", CONDITIONS)
    grant = Decision.objects.get(case=story.at_work)
    find_condition(
        condition=grant.terms.earliest("number"),
        met=True,
        reasons="The minutes of three meetings are there.",
        by=cast.secretary,
        at=story.later(days=10),
    )
    lodge(
        decision=grant,
        ground=Ground.PROPORTION,
        text="Our by-law forbids deputies in this office. The second condition can’t be met.",
        by=story.people["signatory"],
        at=story.later(days=2),
    )
    publish(story.place, by=story.people["lead"], at=story.later())


def load_demo_world(now: datetime) -> bool:
    """Make the demo world, dated back from `now`; False where it is there already.

    A draw is held only once its announcement is sealed, which is work of the background.
    """
    is_new = not Place.objects.filter(fictional=True).exists()
    if is_new:
        with transaction.atomic():
            _load(now)
        run_due(now, limit=100_000)
        want_to_be_named(now)
    waiting = round.begun()
    if waiting is not None:
        with transaction.atomic():
            round.hold(waiting)
        run_due(now, limit=100_000)
    if is_new:  # the certificate that it belongs to is there by now
        with transaction.atomic():
            tell_a_study(Place.objects.get(slug=WAHA.slug), now)
        run_due(now, limit=100_000)
    ledger.sequence_now()
    return is_new


def _load(now: datetime) -> None:
    start = now - timedelta(days=400)
    load_countries()
    load_frameworks()
    load_reference(at=start)
    load_catalogue(at=start)
    edition = Edition.objects.get(scheme="sdg-cities", state=Edition.State.PUBLISHED)
    cast = gather(start)
    recognise(cast, start + timedelta(days=20))
    for part in (_certified, _under_review, _drafting):
        part(cast, edition, now)
    let_partners_help(now)
    tell_of_the_nation(cast, edition, now)
    let_others_help(cast, now)
    let_cities_cooperate(now)
    let_cities_join(now)
    let_cities_raise_issues(now)
    hub_of_a_city(cast, now)
    call_for_hubs(cast, now)
    let_cities_learn_together(now)
    teach(cast, now)
    review_together(now)


def accounts() -> list[tuple[str, str, str]]:
    """Return role, name and address of everybody whose place a visitor may take."""
    people = User.objects.exclude(demo_role="").order_by("date_joined", "pk")
    return [(user.demo_role, user.name, user.email) for user in people]
