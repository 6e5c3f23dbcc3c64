"""Two people at the same moment: one outcome, and the other is told."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django.utils import timezone

from tests.factories import make_country, make_member, make_place, make_secretary, make_user
from waymark.kernel.flow import Refused
from waymark.people import actions
from waymark.people.actions import members
from waymark.people.models import Invitation, Membership
from waymark.places.models import Place

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def at_once(*calls: Callable[[], Any]) -> list[str]:
    """Run calls in threads that start together; return "done" or the first refusal's key."""
    barrier, said = Barrier(len(calls)), [""] * len(calls)

    def run(number: int) -> None:
        barrier.wait()
        try:
            calls[number]()
            said[number] = "done"
        except Refused as refused:
            said[number] = refused.reasons[0].key
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def test_two_leads_who_leave_at_once_leave_one_behind() -> None:
    now = timezone.now()
    for _ in range(ROUNDS):
        place = make_place()
        leads = [make_member(place, "lead") for _ in range(2)]
        leave = [
            lambda one=one, place=place: actions.leave_workspace(place=place, by=one, at=now)
            for one in leads
        ]
        assert at_once(*leave) == ["done", "member.last_lead"]
        assert Membership.objects.filter(place=place, role="lead", until=None).count() == 1


@pytest.mark.parametrize("locked", [True, False])
def test_the_lock_on_the_place_is_what_keeps_the_lead(
    locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both look at the leads before either writes, if nothing stops them."""
    if not locked and connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time, locks or not")
    meeting = Barrier(2)
    check = members.refuse_losing_the_lead

    def slow_check(*facts: Any) -> Any:
        found = check(*facts)
        with contextlib.suppress(BrokenBarrierError):
            meeting.wait(timeout=1)
        return found

    monkeypatch.setattr(members, "refuse_losing_the_lead", slow_check)
    if not locked:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    now, place = timezone.now(), make_place()
    leave = [
        lambda one=one: actions.leave_workspace(place=place, by=one, at=now)
        for one in (make_member(place, "lead"), make_member(place, "lead"))
    ]
    said = at_once(*leave)
    left = Membership.objects.filter(place=place, role="lead", until=None).count()
    assert (said, left) == ((["done", "member.last_lead"], 1) if locked else (["done", "done"], 0))


def test_two_secretaries_who_decide_at_once_make_one_place() -> None:
    now, office = timezone.now(), [make_secretary(), make_secretary()]
    for number in range(ROUNDS):
        request = actions.ask_workspace(
            country=make_country("KE"),
            proposed_name=f"Mwamba {number}",
            office="x",
            by=make_user(),
            at=now,
        )
        said = at_once(
            lambda r=request: actions.admit_workspace(request=r, by=office[0], at=now),
            lambda r=request: actions.refuse_workspace(
                request=r, reason="no", by=office[1], at=now
            ),
        )
        assert said == ["done", "request.decided_already"]
        request.refresh_from_db()
        admitted = request.state == "admitted"
        assert Place.objects.filter(slug=f"mwamba-{number}").exists() is admitted
        assert Membership.objects.filter(user=request.user).exists() is admitted


def test_an_invitation_that_two_tabs_accept_gives_one_membership() -> None:
    now = timezone.now()
    for number in range(ROUNDS):
        place = make_place()
        user = make_user(f"new{number}@example.org")
        row = actions.invite(
            place=place, email=user.email, role="viewer", by=make_member(place, "lead"), at=now
        )
        token = actions.invitation_token(row)

        def accept(token: str = token, user: Any = user) -> None:
            actions.accept_invitation(token=token, by=user, at=now)

        assert at_once(accept, accept) == ["done", "invitation.accepted"]
        assert Membership.objects.filter(user=user, place=place).count() == 1


def test_a_double_click_is_one_request_and_one_invitation() -> None:
    now, country = timezone.now(), make_country("KE")
    for number in range(ROUNDS):
        place, user = make_place(), make_user()
        lead = make_member(place, "lead")

        def ask(user: Any = user) -> None:
            actions.ask_workspace(
                country=country, proposed_name="Mwamba", office="x", by=user, at=now
            )

        def invite(place: Place = place, lead: Any = lead, number: int = number) -> None:
            email = f"n{number}@example.org"
            actions.invite(place=place, email=email, role="viewer", by=lead, at=now)

        assert at_once(ask, ask) == ["done", "request.asked_already"]
        assert at_once(invite, invite) == ["done", "invitation.open_already"]
        assert Invitation.objects.filter(place=place).count() == 1
