"""The page of agreement: what it counts, what it keeps to itself, and for whom."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories
from tests.assessments.review_acts import browser
from tests.assessments.twins import twin
from tests.world import FEW, World, make_world
from waymark.assessments.models import Verdict
from waymark.assessments.queries.agreement import Line, lines
from waymark.assessments.rules.agreement import FEW as LEAST
from waymark.assessments.rules.case import Outcome
from waymark.people.models import Interest, User

pytestmark = pytest.mark.django_db
PATH = "/agreement/"


@pytest.fixture
def world() -> World:
    found = make_world(until="in_review", criteria=FEW)
    found.review()
    found.extra["lead"] = factories.make_seat(found.mechanism.technical_team, "lead")
    return found


def more(world: World, cases: int) -> list[World]:
    """So many cases like the first, which counts."""
    return [world, *(twin(world) for _ in range(cases - 1))]


def differ(world: World, outcome: Outcome, criterion: str = "A01", slot: int = 2) -> None:
    """One reviewer changes her word."""
    last = Verdict.objects.filter(
        assignment__case=world.case, assignment__slot=slot, criterion=criterion
    ).latest("seq")
    Verdict.objects.create(
        assignment=last.assignment,
        submission=last.submission,
        criterion=criterion,
        outcome=outcome,
        rule_sha256=last.rule_sha256,
        seq=last.seq + 1,
        at=world.later(),
    )


def line(viewer: User, criterion: str = "A01") -> Line:
    from django.utils import timezone

    return next(one for one in lines(viewer, timezone.now()) if one.criterion.id == criterion)


def test_words_are_counted_case_by_case_and_the_last_one_counts(world: World) -> None:
    cases = more(world, LEAST)
    for one in cases[:2]:
        differ(one, Outcome.REJECT)
    differ(cases[2], Outcome.REJECT)
    differ(cases[2], Outcome.ACCEPT)
    for slot in (1, 2):
        differ(cases[3], Outcome.NEED_MORE, slot=slot)
    found = line(world.extra["lead"])
    assert found.cases == LEAST
    assert found.all is not None
    assert found.two is not None
    assert float(found.all.observed) == 0.8
    # by hand: of 20 words 16 accept, 2 reject, 2 need more; slots 9+0+1 against 7+2+1 of ten
    assert round(float(found.all.expected), 4) == 0.66
    assert round(float(found.two.expected), 4) == 0.64
    assert found.apart == ((("accept", "reject"), 2),)
    untouched = line(world.extra["lead"], "A02")
    assert untouched.all is not None
    assert untouched.all.kappa is None, "everybody gave one word"


def test_with_few_cases_nothing_is_said(world: World) -> None:
    differ(more(world, LEAST - 1)[0], Outcome.REJECT)
    found = line(world.extra["lead"])
    assert (found.cases, found.all, found.two, found.apart) == (LEAST - 1, None, None, ())
    page = browser(world.extra["lead"]).get(PATH).content.decode()
    assert "Too few cases" in page
    assert "kappa</th>" not in page


def test_reviews_under_way_are_not_counted(world: World) -> None:
    cases = more(world, LEAST)
    assert line(world.extra["lead"]).all is not None
    cases[1].case.assignments.filter(slot=1).update(state="returned")
    assert line(world.extra["lead"]).cases == LEAST - 1


def test_a_case_of_a_city_that_the_lead_is_tied_to_is_not_counted_for_her(world: World) -> None:
    cases = more(world, LEAST)
    Interest.objects.create(
        user=world.extra["lead"],
        kind="family",
        place=cases[1].place,
        declared_at=world.now,
    )
    assert line(world.extra["lead"]).cases == LEAST - 1


def test_the_page_names_no_city_and_no_reviewer_and_is_the_leads_alone(world: World) -> None:
    cases = more(world, LEAST)
    differ(cases[1], Outcome.REJECT)
    page = browser(world.extra["lead"]).get(PATH).content.decode()
    main = page[page.find("<main") :]
    assert "Rejected: 1" in main
    for one in cases:
        assert str(one.place) not in main
        assert one.case.pk not in main
    for person in world.reviewers:
        assert person.name not in main
    strangers = (world.secretary, world.reviewers[0], world.chair, world.lead)
    for person in strangers:
        assert browser(person).get(PATH).status_code == 404
    elsewhere = factories.make_seat(factories.make_body("technical_team"), "lead")
    assert "A01" not in browser(elsewhere).get(PATH).content.decode()


@pytest.mark.parametrize("cases", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(
    cases: int, world: World, django_assert_max_num_queries: Any
) -> None:
    more(world, cases)
    client = browser(world.extra["lead"])
    client.get(PATH)
    with django_assert_max_num_queries(10):
        client.get(PATH)
