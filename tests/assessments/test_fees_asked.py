"""A city asks for a waiver by a form, and the secretariat answers with a reason."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.assessments.review_acts import browser
from tests.assessments.test_fees import issue, make_poor, pay, priced
from tests.world import World
from waymark.assessments.actions import fees
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.models import FeeRequest, FeeWaiver
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db
WHY = "Half of our budget goes to water."


@pytest.fixture
def world() -> World:
    return priced("in_review")


def keys(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.key for reason in refused.value.reasons]


def test_a_city_asks_by_a_form_and_reads_the_answer(world: World) -> None:
    assert world.case is not None
    city, desk = browser(world.signatory), browser(world.secretary)
    page = reverse("assessments:city_fees", args=[world.place.slug])
    form = reverse("assessments:fee_ask_waiver", args=[world.place.slug, world.case.pk])
    assert form in city.get(page).content.decode()
    assert city.post(form, {"reason": " "}).status_code == 422
    assert WHY in city.post(form, {"reason": WHY}, follow=True).content.decode()
    again = city.post(form, {"reason": WHY})
    assert "asked for already" in again.content.decode()
    assert again.status_code == 422
    waits = reverse("assessments:fee_case", args=[world.case.pk])
    assert "Cities that ask for a waiver" in desk.get("/fees/").content.decode()
    assert WHY in desk.get(waits).content.decode()
    done = desk.post(waits, {"decline": "1", "reason": "It was halved already."}, follow=True)
    assert "It was halved already." in done.content.decode()
    assert "It was halved already." in city.get(page).content.decode()
    assert "Cities that ask for a waiver" not in desk.get("/fees/").content.decode()
    city.post(form, {"reason": "It is more by now."})
    desk.post(waits, {"waive": "1", "reason": "Then nothing."})
    assert FeeWaiver.objects.get().reason == "Then nothing."
    told = list(FeeRequest.objects.values_list("waives", "answer"))
    assert told == [(False, "It was halved already."), (True, "Then nothing.")]
    assert city.get(form).status_code == 404, "nothing is due any more"
    world.case.refresh_from_db()
    assert world.case.state == "in_review", "no step of it looked at money"


def test_only_those_who_sign_ask_and_only_where_something_is_due(world: World) -> None:
    ask = partial(fees.ask_waiver, case=world.case, reason=WHY, at=world.later())
    for by in (world.editor, world.secretary, world.chair, world.reviewers[0]):
        with pytest.raises(NotPermitted):
            ask(by=by)
    with pytest.raises(NotPermitted):
        fees.decline_waiver(case=world.case, reason="No.", by=world.lead, at=world.later())
    with pytest.raises(BadAnswer):
        ask(by=world.lead, reason=" ")
    with pytest.raises(Refused) as refused:
        fees.decline_waiver(case=world.case, reason="No.", by=world.secretary, at=world.later())
    assert keys(refused) == ["fees.not_asked"]
    pay(world, issue(world))
    with pytest.raises(Refused) as refused:
        ask(by=world.lead)
    assert keys(refused) == ["fees.paid"]
    make_poor(world)
    with pytest.raises(Refused) as refused:
        ask(by=world.lead)
    assert keys(refused) == ["fees.not_exempt"]


def test_the_desk_and_the_city_are_told_and_nobody_who_decides(world: World) -> None:
    fees.ask_waiver(case=world.case, reason=WHY, by=world.lead, at=world.later())
    fees.decline_waiver(case=world.case, reason="No.", by=world.secretary, at=world.later())
    run_due(timezone.now())
    asked = Notice.objects.filter(kind="fees.waiver_asked").values_list("user", flat=True)
    answered = Notice.objects.filter(kind="fees.not_waived").values_list("user", flat=True)
    assert set(asked) == {world.secretary.pk}
    assert set(answered) == {world.lead.pk, world.signatory.pk}


def test_what_was_asked_is_never_changed_and_an_answer_has_its_reason(world: World) -> None:
    row = fees.ask_waiver(case=world.case, reason=WHY, by=world.lead, at=world.later())
    rows = FeeRequest.objects.filter(pk=row.pk)
    for change in (
        partial(rows.update, reason="Another."),
        partial(rows.update, waives=True),
        rows.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
