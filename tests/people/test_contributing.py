"""Contributors: nobody before the city wants them, and nothing of the city's for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import log_in, make_member, make_place, make_user
from tests.people.test_races import at_once
from waymark.base import permits
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people import actions, queries
from waymark.people.models import Contributing, Invitation, Membership
from waymark.people.rules import CITY, STAFF, TABLE, Permit, Role

pytestmark = pytest.mark.django_db


def keys(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.key for reason in refused.value.reasons]


def test_nobody_is_invited_as_a_contributor_before_the_city_wants_it() -> None:
    now, place = timezone.now(), make_place()
    lead = make_member(place, "lead")
    wanted: dict[str, Any] = {
        "place": place,
        "email": "ana@example.org",
        "role": "contributor",
        "by": lead,
    }
    with pytest.raises(Refused) as refused:
        actions.invite(**wanted, at=now)
    assert keys(refused) == ["contributions.closed"]
    actions.open_contributions(place=place, opened=True, by=lead, at=now)
    row = actions.invite(**wanted, at=now)
    assert Record.objects.filter(verb="contributions.open").count() == 1
    actions.open_contributions(place=place, opened=True, by=lead, at=now)
    assert Record.objects.filter(verb="contributions.open").count() == 1, "open already"
    actions.open_contributions(place=place, opened=False, by=lead, at=now)
    ana = make_user("ana@example.org")
    for act in (
        lambda: actions.accept_invitation(token=actions.invitation_token(row), by=ana, at=now),
        lambda: actions.resend_invitation(invitation=row, by=lead, at=now),
        lambda: actions.invite(**{**wanted, "email": "b@example.org"}, at=now),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert keys(refused) == ["contributions.closed"]
    actions.open_contributions(place=place, opened=True, by=lead, at=now)
    token = actions.invitation_token(row)
    made = actions.accept_invitation(token=token, by=ana, at=now)
    assert made.role == "contributor"


def test_a_role_is_changed_to_it_only_where_it_is_open() -> None:
    now, place = timezone.now(), make_place()
    lead, editor = make_member(place, "lead"), make_member(place, "editor")
    row = Membership.objects.get(user=editor)
    with pytest.raises(Refused):
        actions.change_member(membership=row, role="contributor", by=lead, at=now)
    actions.open_contributions(place=place, opened=True, by=lead, at=now)
    row = actions.change_member(membership=row, role="contributor", by=lead, at=now)
    actions.open_contributions(place=place, opened=False, by=lead, at=now)
    kept = actions.change_member(membership=row, role="contributor", by=lead, at=now)
    assert kept.role == "contributor", "who is one stays one"
    assert actions.change_member(membership=kept, role="viewer", by=lead, at=now).role == "viewer"


@pytest.mark.parametrize("role", ["editor", "signatory", "viewer", "contributor"])
def test_only_the_lead_opens(role: str) -> None:
    place = make_place()
    person = make_member(place, role)
    with pytest.raises(NotPermitted):
        actions.open_contributions(place=place, opened=True, by=person, at=timezone.now())
    page = log_in(Client(), person).post(
        reverse("people:contributions", args=[place.slug]), {"act": "open"}
    )
    assert page.status_code == 404
    assert not Contributing.objects.exists()


def test_a_contributor_is_nobody_of_the_city() -> None:
    now, place = timezone.now(), make_place()
    lead, outside = make_member(place, "lead"), make_member(place, "contributor")
    assert queries.roles_on_place(outside, place, now) == {Role.CITY_CONTRIBUTOR}
    held = queries.held_by(outside, now)
    assert (held.places, held.contributes) == ({}, {place.pk})
    assert place.pk in {one for tie in held.ties for one in tie.places}, "but tied to it she is"
    assert set(queries.people_of(place, now)) == {lead}
    assert set(queries.people_of(place, now, "contributor")) == {outside}
    assert queries.workspace(outside, place.slug) is None
    assert not queries.members(outside, place).exists()
    assert not permits.may(outside, Permit.SEE_WORKSPACE, on=place)
    assert permits.may(outside, Permit.LEAVE_WORKSPACE, on=place)
    assert Role.CITY_CONTRIBUTOR not in CITY
    assert "contributor" not in STAFF
    allowed = {act for act, roles in TABLE.items() if Role.CITY_CONTRIBUTOR in roles}
    assert allowed == {Permit.LEAVE_WORKSPACE}


def test_the_role_is_offered_only_where_it_can_be_given() -> None:
    place = make_place()
    lead = make_member(place, "lead")
    client, where = log_in(Client(), lead), reverse("people:members", args=[place.slug])
    assert 'value="contributor"' not in client.get(where).content.decode()
    client.post(reverse("people:contributions", args=[place.slug]), {"act": "open"})
    assert 'value="contributor"' in client.get(where).content.decode()
    sent = {"email": "c@example.org", "role": "contributor"}
    client.post(reverse("people:invite", args=[place.slug]), sent)
    assert Invitation.objects.get().role == "contributor"


@pytest.mark.django_db(transaction=True)
def test_closing_and_inviting_at_once_leaves_no_half_open_door() -> None:
    now = timezone.now()
    for number in range(4):
        place = make_place()
        lead, other = make_member(place, "lead"), make_member(place, "lead")
        actions.open_contributions(place=place, opened=True, by=lead, at=now)

        def close(place: Any = place, lead: Any = lead) -> None:
            actions.open_contributions(place=place, opened=False, by=lead, at=now)

        def invite(place: Any = place, other: Any = other, number: int = number) -> None:
            address = f"p{number}@example.org"
            actions.invite(place=place, email=address, role="contributor", by=other, at=now)

        said = at_once(close, invite)
        assert said in (["done", "done"], ["contributions.closed", "done"])
        assert Invitation.objects.filter(place=place).count() == said.count("done") - 1
