"""What a city that ended had entered goes into the case of a city that follows on it."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.assessments.review_acts import browser, the_case
from tests.assessments.test_succession_pages import ACT, follow
from tests.base.corpus.pdfs import pdf
from tests.browser.test_review import attach
from tests.factories import make_member, make_place
from tests.races import race, split
from tests.world import FEW, World, make_world
from waymark.assessments.actions.answers import Draft, save_answer
from waymark.assessments.actions.carrying import carry_over
from waymark.assessments.actions.case import open_case
from waymark.assessments.models import Answer, Carrying, Case
from waymark.assessments.queries.carrying import preview
from waymark.assessments.rules.carrying import CarryFacts, refuse_carrying, what_goes
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.kernel.flow import Refused
from waymark.people.models import User
from waymark.places.models import Place

NAMES = st.sets(st.sampled_from("abcdef"))


@given(NAMES, NAMES, NAMES, NAMES, NAMES)
def test_nothing_that_is_said_already_is_written_over(
    asked: set[str], answered: set[str], said: set[str], tables: set[str], filled: set[str]
) -> None:
    goes = what_goes(
        moves={name: name.upper() for name in asked},
        answered=answered,
        said={name.upper() for name in said},
        tables=tables,
        known_tables="abc",
        filled=filled,
        evidence=(),
    )
    upper = {name.upper() for name in said}
    assert not set(goes.answers) & upper
    assert not set(goes.tables) & filled
    assert set(goes.answers) | (set(goes.kept) & upper) == {n.upper() for n in asked & answered}
    assert set(goes.tables) <= set("abc") & tables


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"follows": False, "before": True}, ["carry.not_followed"]),
        ({"same_scheme": False}, ["carry.other_scheme"]),
        ({"before": True}, ["carry.done"]),
        ({"state": "submitted"}, ["carry.handed_in"]),
        ({"goes": False, "expected": False}, ["carry.nothing", "carry.changed"]),
        ({"problems": ("So.",)}, ["transfer.unfit"]),
    ],
)
def test_what_stands_in_the_way(facts: dict[str, Any], found: list[str]) -> None:
    told = refuse_carrying(CarryFacts(**{"state": "draft", **facts}))
    assert [reason.key for reason in told] == found


pytestmark = pytest.mark.django_db


def merged() -> tuple[World, Case, Case, User]:
    """A city with an open case that became part of Cedar, where somebody writes a new case."""
    world = make_world(criteria=FEW)
    world.answer_all()
    new = make_place("Cedar")
    heir = make_member(new, "lead")
    desk = browser(world.secretary)
    follow(desk, f"/secretariat/places/{new.slug}/enter/merge/", ACT | {"others": [world.place.pk]})
    made = open_case(
        place=new, mechanism=world.mechanism, edition=world.edition,
        target_level=the_case(world).target_level, language="en", by=heir, at=world.later(),
    )  # fmt: skip
    return world, Case.objects.select_related("place").get(pk=the_case(world).pk), made, heir


def test_whoever_works_in_both_takes_over_once(settings: Any, tmp_path: Any) -> None:
    settings.WAYMARK_FILES = tmp_path / "files"
    world, old, new, heir = merged()
    attach(world, "plan.pdf", pdf(1))
    here = f"/workspaces/{old.place.slug}/case/carry/"
    assert browser(heir).get(here).status_code == 404
    goes = preview(heir, old, new).goes
    with pytest.raises(Refused, match=r"carry\.not_yours"):
        carry_over(source=old, target=new, expected=goes.fingerprint, by=heir, at=world.later())
    make_member(Place.objects.get(pk=old.place_id), "viewer", user=heir)
    own, *others = FEW
    save_answer(
        case=new, criterion=own, draft=Draft(level=1, narrative="Ours."), version=0,
        by=heir, at=world.later(),
    )  # fmt: skip
    reader = browser(heir)
    assert here in reader.get(f"/workspaces/{old.place.slug}/").content.decode()
    shown = reader.get(here).content.decode()
    assert "Cedar" in shown
    words = {"target": new.pk, "expected": goes.fingerprint}
    assert reader.post(here, words).status_code == 409, "it has changed since"
    with CaptureQueriesContext(connection) as asked:
        seen = preview(heir, old, new).goes
    assert len(asked) <= 10
    assert seen.kept == (own,)
    assert seen.answers == tuple(sorted(others))
    done = reader.post(here, words | {"expected": seen.fingerprint})
    assert done.status_code == 302
    said = dict(Answer.objects.filter(case=new).values_list("criterion", "narrative"))
    before = dict(Answer.objects.filter(case=old).values_list("criterion", "narrative"))
    assert said[own] == "Ours."
    assert {name: said[name] for name in others} == {name: before[name] for name in others}
    held = ("title", "revisions__blob", "links__criterion", "added_by", "visibility")
    assert set(new.evidence.values_list(*held)) == set(old.evidence.values_list(*held))
    assert new.evidence.filter(title="plan.pdf", revisions__blob__isnull=False).count() == 1
    assert not Answer.objects.filter(case=new).exclude(department=None, assignee=None).exists()
    assert "Took over" in reader.get(f"/workspaces/{new.place.slug}/").content.decode()
    assert "has taken over" in reader.get(here).content.decode()
    assert "Taken over by a city" in reader.get(f"/workspaces/{old.place.slug}/").content.decode()
    run_due(timezone.now())
    told = Notice.objects.filter(kind="succession.carried").values_list("user", "url")
    there = f"/workspaces/{old.place.slug}/case-{old.pk}/"
    assert set(told) == {(who.pk, there) for who in (world.lead, world.editor, world.signatory)}
    with pytest.raises(Refused, match=r"carry\.done"):
        carry_over(source=old, target=new, expected="", by=heir, at=world.later())
    with pytest.raises(Error), transaction.atomic():
        Carrying.objects.update(evidence=0)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_over_at_once_do_it_once() -> None:
    world, old, new, heir = merged()
    also = make_member(Place.objects.get(pk=new.place_id), "editor")
    for one in (heir, also):
        make_member(Place.objects.get(pk=old.place_id), "viewer", user=one)
    seen = preview(heir, old, new).goes.fingerprint
    act = {"source": old, "target": new, "expected": seen, "at": world.later()}
    won, lost = split(race(*[partial(carry_over, by=one, **act) for one in (heir, also)]))
    assert (len(won), len(lost)) == (1, 1)
    assert isinstance(lost[0], Refused)
    assert Carrying.objects.count() == 1
    assert new.evidence.count() == old.evidence.count()
