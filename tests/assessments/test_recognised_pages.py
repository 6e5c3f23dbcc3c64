"""The pages of results of other schemes, as a browser without scripts uses them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.assessments.city import at, client_of, text
from tests.assessments.pledge import Pledge, make_pledge
from tests.assessments.review_acts import the_case
from tests.assessments.test_recognised import handed_in, marks, own_answer
from waymark.assessments.models import RecognisedResult, Verdict
from waymark.people.rules import WorkspaceRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge() -> Pledge:
    return make_pledge()


def ticked(page: str) -> dict[str, Any]:
    """What the form of the preview sends as it stands."""
    found = re.search(r'name="expected" value="(\w+)"', page)
    assert found
    return {"expected": found[1], "criteria": re.findall(r'name="criteria" value="(\w+)"', page)}


def test_a_city_names_looks_takes_over_and_undoes(pledge: Pledge) -> None:
    browser = client_of(pledge.world.editor)
    own_answer(pledge, "A02")
    assert "Results of other schemes" in text(browser.get(at(pledge.world)))
    form = {
        "result": f"{pledge.crosswalk.pk}:full",
        "reference": "HP-7",
        "awarded_on": "2026-01-05",
        "valid_until": "",
        "evidence": pledge.item.pk,
    }
    page = browser.post(at(pledge.world, "recognised/add/"), form, follow=True)
    said = text(page)
    one = page.redirect_chain[-1][0]
    assert "You have answered this already: your words stand." in said
    assert "It covers only a part of what is asked here." in said
    assert "Nobody has checked this row yet." in said
    assert marks(pledge) == set()
    assert ticked(said)["criteria"] == ["A01"]
    page = browser.post(one, ticked(said), follow=True)
    said = text(page)
    assert "1 answer is filled in and marked." in said
    assert [criterion.id for criterion in page.context["taken"]] == ["A01"]
    left = [row["criterion"].id for row in page.context["rest"]]
    assert "A02" in left, "the city's own words stand"
    assert "A01" not in left, "what was just taken over is no answer of its own"
    assert marks(pledge) == {"A01"}
    criterion = text(browser.get(at(pledge.world, "criteria/A01/")))
    assert "Taken over from Harbour Pledge (HP-7)." in criterion
    said = text(browser.post(f"{one}undo/", follow=True))
    assert "1 answer is as it was before." in said
    assert marks(pledge) == set()
    assert "Taken over from" not in text(browser.get(at(pledge.world, "criteria/A01/")))
    browser.post(f"{one}drop/", follow=True)
    assert browser.get(one).status_code == 404


def test_what_is_wrong_stands_at_the_field_and_nothing_typed_is_lost(pledge: Pledge) -> None:
    browser = client_of(pledge.world.editor)
    form = {
        "result": f"{pledge.crosswalk.pk}:full",
        "reference": "HP-777",
        "awarded_on": "2040-01-05",
        "evidence": pledge.item.pk,
    }
    page = browser.post(at(pledge.world, "recognised/add/"), form)
    assert page.status_code == 422
    assert "The day of the result is still to come." in text(page)
    assert "HP-777" in text(page)
    for wrong in ({"result": "x:y"}, {"evidence": "other"}, {"reference": ""}):
        assert browser.post(at(pledge.world, "recognised/add/"), form | wrong).status_code == 422
    assert not RecognisedResult.objects.exists()


def test_a_preview_that_is_no_longer_true_takes_nothing_over(pledge: Pledge) -> None:
    browser = client_of(pledge.world.editor)
    one = at(pledge.world, f"recognised/{pledge.named().pk}/")
    sent = ticked(text(browser.get(one)))
    own_answer(pledge, "A01")
    page = browser.post(one, sent)
    assert page.status_code == 409
    assert "Something changed since you looked" in text(page)
    assert marks(pledge) == set()


def test_a_viewer_reads_and_changes_nothing(pledge: Pledge) -> None:
    viewer = client_of(factories.make_member(pledge.world.place, WorkspaceRole.VIEWER))
    one = at(pledge.world, f"recognised/{pledge.named().pk}/")
    page = viewer.get(one)
    assert page.status_code == 200
    assert "Take over what is ticked" not in text(page)
    assert viewer.post(one, ticked(text(page))).status_code == 404
    assert viewer.get(at(pledge.world, "recognised/add/")).status_code == 404
    for path in ("undo/", "drop/"):
        assert viewer.post(one + path).status_code == 404
    stranger = client_of(factories.make_member(factories.make_place(), WorkspaceRole.LEAD))
    assert stranger.get(one).status_code == 404


def test_a_reviewer_sees_the_source_and_has_to_confirm(pledge: Pledge) -> None:
    task = handed_in(pledge, valid_until=date(2099, 1, 1))
    browser = client_of(task.reviewer)
    path = _review_path(task, "A01")
    said = text(browser.get(path))
    for words in ("Harbour Pledge", "HP-7", "Their rule P1", "asks for the same"):
        assert words in said
    assert f"?evidence={pledge.item.pk}" in said
    sent = {
        "outcome": "accept",
        "level": "",
        "reason_code": "",
        "reason": "",
        "submission": the_case(pledge.world).submissions.latest("seq").sha256,
    }
    page = browser.post(path, sent)
    assert page.status_code == 422
    assert "Confirm that its result covers what is asked here" in text(page)
    assert not Verdict.objects.exists()
    browser.post(path, sent | {"confirmed": "on"})
    assert Verdict.objects.get().confirmed
    assert "confirmed" not in text(browser.get(_review_path(task, "A02"))).split("<form")[1]
    browser.post(path, sent | {"outcome": "reject"} | {
        "reason_code": "evidence.part", "reason": "Not this."})  # fmt: skip
    assert not Verdict.objects.latest("id").confirmed


def _review_path(task: Any, criterion: str) -> str:
    return reverse("assessments:review_criterion", args=[task.pk, criterion])


@pytest.mark.parametrize("page", ["recognised/", "recognised/one/"])
def test_the_pages_ask_the_same_however_much_is_named(pledge: Pledge, page: str) -> None:
    browser = client_of(pledge.world.editor)
    counts = []
    for _number in (1, 2, 3):
        one = pledge.named()
        path = at(pledge.world, page.replace("one", one.pk))
        browser.get(path)
        with CaptureQueriesContext(connection) as asked:
            browser.get(path)
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 14


def test_strangers_are_asked_to_log_in(pledge: Pledge) -> None:
    assert Client().get(at(pledge.world, "recognised/")).status_code == 302
