"""R6 over HTTP: of two forms sent at once one is taken, and the other is told of it with a 409."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.assessments.twins import twin
from tests.hearing import hear
from tests.races import ROUNDS, race
from tests.world import FEW, World, make_world
from waymark.assessments.actions import meeting
from waymark.assessments.models import Decision
from waymark.awards.models import Award, AwardEvent
from waymark.base.jobs import run_due
from waymark.people.rules import SeatRole

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = max(4, ROUNDS // 5)
"""Each round sends two whole forms: fewer of them than of bare acts are enough."""
Send = Callable[[], Any]


def sending(user: Any, path: str, words: dict[str, str]) -> Send:
    """A form that somebody who is logged in is about to send."""
    client = factories.log_in(Client(), user)
    return partial(client.post, path, words)


def at_item(world: World, name: str) -> str:
    assert world.item
    return reverse(f"assessments:{name}", args=[world.item.meeting_id, world.item.pk])


def second_chair(world: World) -> Any:
    assert world.item
    second = factories.make_seat(world.mechanism.committee, SeatRole.CHAIR)
    meeting.declare_on_item(item=world.item, conflict=False, by=second, at=world.later())
    return second


def answered(*sends: Send) -> tuple[Any, Any]:
    """Send at once; return the answer to who was taken and to who was not."""
    found = race(*sends)
    taken = [one for one in found if getattr(one, "status_code", 0) == 302]
    refused = [one for one in found if one not in taken]
    assert len(taken) == 1, [getattr(one, "status_code", one) for one in found]
    assert [one.status_code for one in refused] == [409] * (len(sends) - 1)
    return taken[0], refused[0]


@pytest.fixture(autouse=True)
def closed_afterwards() -> Any:
    yield
    connections.close_all()


def test_two_chairs_send_a_decision_and_the_second_reads_the_first_ones() -> None:
    start = make_world(until="scheduled", criteria=FEW)
    start.vote()
    chairs = [start.chair, second_chair(start)]
    for _ in range(TURNS):
        world = twin(start)
        assert world.item
        expected = world.item.report_sha256
        words = [f"Reasons of {by.pk}." for by in chairs]
        _won, lost = answered(
            *(
                sending(by, at_item(world, "item_decide"), {"expected": expected, "reasons": said})
                for by, said in zip(chairs, words, strict=True)
            )
        )
        only = Decision.objects.get(case=world.case)
        page = lost.content.decode()
        assert only.reasons in page, "the other's act"
        assert all(said in page for said in words), "and her own words"


def test_a_chair_and_a_signatory_at_once_have_one_outcome() -> None:
    start = make_world(until="scheduled", criteria=FEW)
    start.vote()
    for _ in range(TURNS):
        world = twin(start)
        assert world.item
        assert world.case
        decide = sending(
            start.chair,
            at_item(world, "item_decide"),
            {"expected": world.item.report_sha256, "reasons": "All is met."},
        )
        withdraw = sending(
            start.signatory,
            reverse("assessments:withdraw", args=[world.place.slug, f"case-{world.case.pk}"]),
            {"reason": "Typed with care."},
        )
        _won, lost = answered(decide, withdraw)
        world.case.refresh_from_db()
        decided = Decision.objects.filter(case=world.case).exists()
        assert world.case.state == ("decided" if decided else "withdrawn")
        if decided:
            assert "Typed with care." in lost.content.decode()


def test_two_who_publish_and_two_who_revoke_make_one_certificate_and_one_end() -> None:
    start = make_world(until="decided", criteria=FEW)
    assert start.meeting
    meeting.close_meeting(meeting=start.meeting, minutes="", by=start.chair, at=start.later())
    second = factories.make_seat(start.mechanism.secretariat)
    path = reverse("assessments:meeting_publish", args=[start.meeting.pk])
    race(*(sending(by, path, {}) for by in (start.secretary, second)))
    race(run_due, run_due)
    award = Award.objects.get()
    assert award.signed_at
    hear(start.case, award, by=start.chair, at=datetime.now(UTC))
    chairs = [start.chair, second_chair(start)]
    path = reverse("assessments:award_decide", args=[award.number])
    words = {"kind": "revoke", "reasons": "Typed with care.", "sure": "on"}
    _won, lost = answered(*(sending(by, path, words) for by in chairs))
    assert AwardEvent.objects.get(award=award).kind == "revoked"
    page = lost.content.decode()
    assert "Typed with care." in page
    assert "Revoked" in page
