"""Every verb of this room: who may, what it writes, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import (
    PAST,
    make_body,
    make_country,
    make_department,
    make_member,
    make_place,
    make_seat,
    make_secretary,
    make_user,
)
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people import actions, queries
from waymark.people.models import Interest, Invitation, Membership, Organisation, Seat, User
from waymark.places.actions import create_place
from waymark.places.models import Place

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def refused(call: Callable[[], Any]) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call()
    return [reason.key for reason in refusal.value.reasons]


def last() -> tuple[str, dict[str, Any]]:
    row = Record.objects.latest("pk")
    return row.verb, json.loads(row.body)["facts"]


# ---- requests


def ask(user: User, **extra: Any) -> Any:
    values: dict[str, Any] = {
        "country": make_country("KE"),
        "office": "Planning",
        "proposed_name": "Mwamba",
        "by": user,
        "at": NOW,
    }
    return actions.ask_workspace(**(values | extra))


@pytest.mark.parametrize("kind", ["city", "district", "region", "metropolitan_area"])
def test_a_city_or_another_urban_region_gets_a_workspace(kind: str) -> None:
    request = ask(make_user(), kind=kind)
    assert actions.admit_workspace(request=request, by=make_secretary(), at=NOW).kind == kind


@pytest.mark.parametrize("kind", ["", "metro", "country"])
def test_nothing_else_gets_one(kind: str) -> None:
    with pytest.raises(Refused, match="place.unknown_kind"):
        ask(make_user(), kind=kind)
    with pytest.raises(Refused, match="place.unknown_kind"):
        create_place(
            name={"en": "X"}, kind=kind, country=make_country("KE"), by=make_secretary(), at=NOW
        )


def test_asking_and_admitting_makes_the_place_and_its_lead() -> None:
    user, secretary = make_user(language="en"), make_secretary()
    request = ask(user, message="We would like to begin.")
    assert last() == ("workspace.ask", {"country": "KE", "place": "", "kind": "city"})
    place = actions.admit_workspace(request=request, by=secretary, at=NOW)
    assert dict(place.name) == {"en": "Mwamba"}
    assert place.country_id == "KE"
    assert [w.role for w in queries.workspaces_of(user, NOW)] == ["lead"]
    request.refresh_from_db()
    assert (request.state, request.place, request.decided_by) == ("admitted", place, secretary)
    assert last()[0] == "workspace.admit"


def test_the_secretariat_may_find_an_existing_place_meant() -> None:
    user, secretary, place = make_user(), make_secretary(), make_place("Mwamba")
    request = ask(user)
    assert actions.admit_workspace(request=request, by=secretary, at=NOW, place=place) == place
    assert Place.objects.count() == 1
    elsewhere = make_place(country="PE")
    other = ask(make_user())
    keys = refused(
        lambda: actions.admit_workspace(request=other, by=secretary, at=NOW, place=elsewhere)
    )
    assert keys == ["request.other_country"]


def test_a_request_is_decided_once() -> None:
    secretary, request = make_secretary(), ask(make_user())
    actions.refuse_workspace(request=request, reason="Not the city.", by=secretary, at=NOW)
    request.refresh_from_db()
    assert (request.state, request.reason) == ("refused", "Not the city.")
    for again in (
        lambda: actions.admit_workspace(request=request, by=secretary, at=NOW),
        lambda: actions.refuse_workspace(request=request, reason="x", by=secretary, at=NOW),
    ):
        assert refused(again) == ["request.decided_already"]
    assert Membership.objects.count() == 0


def test_a_refusal_needs_a_reason() -> None:
    secretary, request = make_secretary(), ask(make_user())
    keys = refused(
        lambda: actions.refuse_workspace(request=request, reason=" \n", by=secretary, at=NOW)
    )
    assert keys == ["request.reason_missing"]
    request.refresh_from_db()
    assert request.state == "pending"


def test_asking_twice_or_as_a_member_is_refused() -> None:
    user, place = make_user(), make_place()
    ask(user)
    assert refused(lambda: ask(user, proposed_name="MWAMBA")) == ["request.asked_already"]
    ask(user, proposed_name="Another")
    ask(user, proposed_name="", place=place)
    keys = refused(lambda: ask(make_member(place), proposed_name="", place=place))
    assert keys == ["request.member_already"]
    assert refused(lambda: ask(user, office="")) == ["request.asked_already"]
    assert refused(lambda: ask(make_user(), office=" ")) == ["request.office_missing"]


def test_only_the_global_secretariat_decides() -> None:
    request = ask(make_user())
    national = make_seat(make_body("secretariat", country=make_country("KE")))
    former = make_seat(make_body("secretariat"), until=PAST + timedelta(days=1))
    for person in (request.user, national, former, make_seat(make_body("committee"), "chair")):
        with pytest.raises(NotPermitted):
            actions.admit_workspace(request=request, by=person, at=NOW)
    with pytest.raises(NotPermitted):
        ask(AnonymousUser())  # type: ignore[arg-type]


# ---- invitations


def invitation(place: Place, lead: User, **extra: Any) -> Invitation:
    values: dict[str, Any] = {"email": "New@Example.org ", "role": "editor", "by": lead, "at": NOW}
    return actions.invite(place=place, **(values | extra))


def test_inviting_and_accepting() -> None:
    place = make_place()
    lead, department = make_member(place, "lead"), make_department(place)
    row = invitation(place, lead, department=department)
    token = actions.invitation_token(row)
    assert row.email == "new@example.org"
    assert token not in str(vars(row))  # only its hash is stored
    assert last() == ("invitation.make", {"role": "editor"})
    user = make_user("new@example.org")
    membership = actions.accept_invitation(token=token, by=user, at=NOW)
    assert (membership.role, membership.department) == ("editor", department)
    keys = refused(lambda: actions.accept_invitation(token=token, by=user, at=NOW))
    assert keys == ["invitation.accepted"]


def test_a_link_works_for_its_address_alone() -> None:
    place = make_place()
    row = invitation(place, make_member(place, "lead"))
    token = actions.invitation_token(row)
    keys = refused(lambda: actions.accept_invitation(token=token, by=make_user(), at=NOW))
    assert keys == ["invitation.other_address"]
    unverified = make_user("new@example.org", verified=False)
    keys = refused(lambda: actions.accept_invitation(token=token, by=unverified, at=NOW))
    assert keys == ["invitation.other_address"]
    assert refused(lambda: actions.accept_invitation(token="x", by=unverified, at=NOW)) == [
        "invitation.unknown"
    ]


def test_a_link_dies_after_14_days_when_sent_anew_and_when_taken_back() -> None:
    place = make_place()
    lead, user = make_member(place, "lead"), make_user("new@example.org")
    row = invitation(place, lead)
    old = actions.invitation_token(row)
    later = NOW + timedelta(days=14)
    keys = refused(lambda: actions.accept_invitation(token=old, by=user, at=later))
    assert keys == ["invitation.expired"]
    row = actions.resend_invitation(invitation=row, by=lead, at=later)
    keys = refused(lambda: actions.accept_invitation(token=old, by=user, at=later))
    assert keys == ["invitation.unknown"]
    fresh = actions.invitation_token(row)
    actions.withdraw_invitation(invitation=row, by=lead, at=later)
    keys = refused(lambda: actions.accept_invitation(token=fresh, by=user, at=later))
    assert keys == ["invitation.withdrawn"]
    keys = refused(lambda: actions.resend_invitation(invitation=row, by=lead, at=later))
    assert keys == ["invitation.withdrawn"]
    assert not Membership.objects.filter(user=user).exists()


def test_only_a_lead_invites_into_her_own_city() -> None:
    place, other = make_place(), make_place()
    row = invitation(place, make_member(place, "lead"))
    outsiders = [make_member(place, role) for role in ("editor", "signatory", "viewer")]
    outsiders += [make_member(other, "lead"), make_secretary(), make_user()]
    for person in outsiders:
        for act in (
            lambda p=person: invitation(place, p, email="x@example.org"),
            lambda p=person: actions.resend_invitation(invitation=row, by=p, at=NOW),
            lambda p=person: actions.withdraw_invitation(invitation=row, by=p, at=NOW),
        ):
            with pytest.raises(NotPermitted):
                act()


def test_inviting_twice_a_member_or_into_a_foreign_department_is_refused() -> None:
    place = make_place()
    lead = make_member(place, "lead")
    invitation(place, lead)
    assert refused(lambda: invitation(place, lead)) == ["invitation.open_already"]
    assert refused(lambda: invitation(place, lead, email=lead.email)) == [
        "invitation.member_already_there"
    ]
    foreign = make_department(make_place())
    keys = refused(lambda: invitation(place, lead, email="y@example.org", department=foreign))
    assert keys == ["member.other_department"]
    assert refused(lambda: invitation(place, lead, role="king")) == ["member.wrong_role"]


# ---- members and departments


def open_membership(user: User, place: Place) -> Membership:
    return Membership.objects.get(user=user, place=place, until=None)


def test_a_change_of_role_keeps_who_was_what_when() -> None:
    place = make_place()
    lead, user = make_member(place, "lead"), make_member(place, "viewer")
    department = make_department(place)
    actions.change_member(
        membership=open_membership(user, place),
        role="signatory",
        department=department,
        by=lead,
        at=NOW,
    )
    assert open_membership(user, place).department == department
    assert queries.roles_on_place(user, place, NOW - timedelta(seconds=1)) == {"city.viewer"}
    assert queries.roles_on_place(user, place, NOW) == {"city.signatory"}
    assert last()[1]["from"] == "viewer"


def test_the_last_lead_can_neither_leave_nor_step_down() -> None:
    place = make_place()
    lead = make_member(place, "lead")
    held = open_membership(lead, place)
    for act in (
        lambda: actions.leave_workspace(place=place, by=lead, at=NOW),
        lambda: actions.end_membership(membership=held, by=lead, at=NOW),
        lambda: actions.change_member(membership=held, role="editor", by=lead, at=NOW),
    ):
        assert refused(act) == ["member.last_lead"]
    closed = make_member(place, "lead", user=make_user(is_active=False))
    keys = refused(lambda: actions.leave_workspace(place=place, by=lead, at=NOW))
    assert keys == ["member.last_lead"], closed
    make_member(place, "lead")
    actions.leave_workspace(place=place, by=lead, at=NOW)
    assert queries.roles_on_place(lead, place, NOW) == frozenset()


def test_ending_a_membership_twice_is_refused() -> None:
    place = make_place()
    lead, user = make_member(place, "lead"), make_member(place)
    held = open_membership(user, place)
    actions.end_membership(membership=held, by=lead, at=NOW)
    keys = refused(lambda: actions.end_membership(membership=held, by=lead, at=NOW))
    assert keys == ["member.ended_already"]
    keys = refused(lambda: actions.change_member(membership=held, role="lead", by=lead, at=NOW))
    assert keys == ["member.ended_already"]


def test_departments() -> None:
    place = make_place()
    lead, user = make_member(place, "lead"), make_member(place)
    row = actions.add_department(place=place, name=" Water ", by=lead, at=NOW)
    assert row.name == "Water"
    keys = refused(lambda: actions.add_department(place=place, name="WATER", by=lead, at=NOW))
    assert keys == ["department.name_taken"]
    actions.rename_department(department=row, name="water", by=lead, at=NOW)
    actions.change_member(
        membership=open_membership(user, place), role="editor", department=row, by=lead, at=NOW
    )
    actions.remove_department(department=row, by=lead, at=NOW)
    assert open_membership(user, place).department is None
    with pytest.raises(NotPermitted):
        actions.add_department(place=place, name="Housing", by=user, at=NOW)


# ---- bodies and seats


def test_bodies_and_seats() -> None:
    secretary, user = make_secretary(), make_user()
    body = actions.create_body(kind="committee", name={"en": "Committee"}, by=secretary, at=NOW)
    seat = actions.give_seat(
        body=body, user=user, role="chair", languages=["fr", "en"], by=secretary, at=NOW
    )
    assert seat.languages == ["en", "fr"]
    assert [r.role for r in queries.user_body_roles(user, NOW)] == ["chair"]
    keys = refused(
        lambda: actions.give_seat(body=body, user=user, role="member", by=secretary, at=NOW)
    )
    assert keys == ["seat.held_already"]
    actions.end_seat(seat=seat, by=secretary, at=NOW + timedelta(days=1))
    assert not queries.members_of(body, NOW + timedelta(days=1)).exists()
    assert queries.members_of(body, NOW).exists()  # as it was then
    keys = refused(lambda: actions.end_seat(seat=seat, by=secretary, at=NOW + timedelta(days=1)))
    assert keys == ["seat.ended_already"]
    actions.give_seat(body=body, user=user, role="member", by=secretary, at=NOW + timedelta(days=1))


def test_the_last_seat_of_the_global_secretariat_stays() -> None:
    secretary = make_secretary()
    seat = Seat.objects.get(user=secretary)
    keys = refused(lambda: actions.end_seat(seat=seat, by=secretary, at=NOW))
    assert keys == ["seat.last_secretary"]
    make_secretary()
    actions.end_seat(seat=seat, by=secretary, at=NOW)


def test_only_the_secretariat_or_the_console_makes_seats() -> None:
    body = make_body("secretariat")
    chair = make_seat(make_body(), "chair")
    with pytest.raises(NotPermitted):
        actions.give_seat(body=body, user=chair, role="lead", by=chair, at=NOW)
    with pytest.raises(NotPermitted):
        actions.create_body(kind="committee", name={"en": "x"}, by=chair, at=NOW)
    actions.give_seat(body=body, user=chair, role="lead", by=None, at=NOW)
    assert Record.objects.latest("pk").actor == "system"


def test_a_seat_of_a_closed_account_or_a_nameless_body_is_refused() -> None:
    body = make_body()
    gone = make_user(is_active=False)
    keys = refused(lambda: actions.give_seat(body=body, user=gone, role="member", by=None, at=NOW))
    assert keys == ["seat.account_closed"]
    keys = refused(lambda: actions.create_body(kind="committee", name={}, by=None, at=NOW))
    assert keys == ["body.name_missing"]
    keys = refused(lambda: actions.create_body(kind="court", name={"en": "x"}, by=None, at=NOW))
    assert keys == ["body.wrong_kind"]


# ---- a person's own


def test_profile() -> None:
    user = make_user()

    def edit(**changes: Any) -> User:
        values: dict[str, Any] = {
            "name": "Ana",
            "language": "ar",
            "time_zone": "Africa/Nairobi",
            "mail_notices": False,
            "digest": "daily",
        }
        return actions.edit_profile(**(values | changes), by=user, at=NOW)

    edit()
    user.refresh_from_db()
    assert (user.name, user.language, user.time_zone, user.mail_notices) == (
        "Ana",
        "ar",
        "Africa/Nairobi",
        False,
    )
    assert user.digest == "daily"
    assert refused(lambda: edit(digest="hourly")) == ["user.unknown_digest"]
    assert "Ana" not in Record.objects.latest("pk").body
    assert refused(lambda: edit(name=" ")) == ["user.name_missing"]
    assert refused(lambda: edit(name="\u200b\u202e")) == ["user.name_missing"]
    assert refused(lambda: edit(name="a\x07b")) == ["text.control_character"]
    assert refused(lambda: edit(language="tlh")) == ["user.unknown_language"]
    assert refused(lambda: edit(time_zone="Mars/Olympus")) == ["user.unknown_time_zone"]


def test_interests() -> None:
    user, place = make_user(), make_place()

    def declare(**values: Any) -> Interest:
        return actions.declare_interest(**({"kind": "adviser"} | values), by=user, at=NOW)

    declare(place=place)
    first = declare(organisation="Universidad de San José")
    second = declare(organisation="UNIVERSIDAD DE SAN JOSE")
    assert first.organisation == second.organisation
    assert Organisation.objects.count() == 1
    assert refused(declare) == ["interest.in_nothing"]
    assert refused(lambda: declare(place=place, kind="love")) == ["interest.wrong_kind"]
    days = {"since": date(2026, 1, 2), "until": date(2026, 1, 1)}
    assert refused(lambda: declare(place=place, **days)) == ["interest.ends_before_it_begins"]
    actions.end_interest(interest=first, until=date(2026, 2, 1), by=user, at=NOW)
    stranger = make_user()
    keys = refused(
        lambda: actions.end_interest(interest=first, until=date(2026, 2, 2), by=stranger, at=NOW)
    )
    assert keys == ["interest.unknown"]


def test_console_verbs() -> None:
    user = actions.create_user(email="A@example.org", name="Ana", at=NOW)
    assert (user.email, queries.addresses_of(user)) == ("a@example.org", ["a@example.org"])
    keys = refused(lambda: actions.create_user(email="a@EXAMPLE.org", name="B", at=NOW))
    assert keys == ["user.address_taken"]
    place = make_place()
    make_member(place, "lead", user=user)
    assert queries.roles_on_place(user, place, NOW) == {"city.lead"}
    actions.deactivate_user(user=user, at=NOW)
    user.refresh_from_db()
    assert queries.roles_on_place(user, place, NOW) == frozenset()


def test_no_personal_data_reaches_the_ledger() -> None:
    place = make_place("Mwamba")
    lead = make_member(place, "lead", user=make_user("lead@example.org", name="Lena Lead"))
    secretary = make_secretary()
    row = invitation(place, lead)
    actions.accept_invitation(
        token=actions.invitation_token(row), by=make_user("new@example.org"), at=NOW
    )
    request = ask(make_user(name="Asks Alot"), message="my phone is +254-700")
    actions.refuse_workspace(request=request, reason="no, Asks", by=secretary, at=NOW)
    actions.declare_interest(kind="other", place=place, note="my aunt", by=lead, at=NOW)
    bodies = " ".join(Record.objects.values_list("body", flat=True))
    for personal in ("example.org", "Lena", "Asks", "+254-700", "aunt"):
        assert personal not in bodies
