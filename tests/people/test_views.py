"""Who reaches which address of this room, what forms keep, and how many queries a list takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.utils import timezone

from tests.factories import (
    PASSWORD,
    log_in,
    make_body,
    make_country,
    make_department,
    make_member,
    make_organisation,
    make_place,
    make_seat,
    make_secretary,
    make_user,
)
from waymark.people import actions
from waymark.people.models import (
    Body,
    Department,
    Interest,
    Invitation,
    Membership,
    Seat,
    User,
    WorkspaceRequest,
)
from waymark.people.rules import BodyKind, SeatRole
from waymark.people.urls import urlpatterns
from waymark.places.models import Place

pytestmark = pytest.mark.django_db


class World:
    """One city with its people, a neighbour, a secretariat, and one row of everything."""

    def __init__(self) -> None:
        now = timezone.now()
        self.place, self.other = make_place("Mwamba"), make_place("Elsewhere")
        self.lead = make_member(self.place, "lead")
        self.second = make_member(self.place, "lead")
        self.editor = make_member(self.place, "editor")
        self.neighbour = make_member(self.other, "lead")
        self.secretary = make_secretary()
        self.chair = make_seat(make_body("committee"), "chair")
        self.nobody = make_user()
        self.department = make_department(self.place)
        self.invitation = actions.invite(
            place=self.place, email="new@example.org", role="viewer", by=self.lead, at=now
        )
        self.request = actions.ask_workspace(
            country=make_country("KE"), proposed_name="New", office="x", by=self.nobody, at=now
        )
        actions.ask_workspace(
            country=self.place.country, place=self.place, office="x", by=self.nobody, at=now
        )
        self.interest = actions.declare_interest(
            kind="other", place=self.other, by=self.editor, at=now
        )
        self.organisation = make_organisation()
        self.body = Body.objects.get(kind="committee")
        self.seat = Seat.objects.get(user=self.chair)
        self.member = Membership.objects.get(user=self.editor)

    def urls(self) -> dict[str, tuple[str, set[str]]]:
        """Name of an address -> path, and who may see it when she GETs or, at least, not a 404."""
        slug, city = self.place.slug, {"lead", "editor", "secretary"}
        office, lead = {"secretary"}, {"lead"}
        everybody = {"lead", "editor", "neighbour", "secretary", "chair", "nobody"}
        here = {
            "account": ([], everybody),
            "interests": ([], everybody),
            "interest_end": ([self.interest.pk], {"editor"}),
            "start": ([], everybody),
            "workspaces": ([], everybody),
            "ask": ([], everybody),
            "members": ([slug], city),
            "member": ([slug, self.member.pk], lead),
            "member_end": ([slug, self.member.pk], lead),
            "contributions": ([slug], lead),
            "place": ([slug], city),
            "boundary": ([slug], city),
            "leave": ([slug], {"lead", "editor"}),
            "departments": ([slug], lead),
            "department": ([slug, self.department.pk], lead),
            "invite": ([slug], lead),
            "resend": ([slug, self.invitation.pk], lead),
            "withdraw": ([slug, self.invitation.pk], lead),
            "invitation": ([actions.invitation_token(self.invitation)], everybody),
            "requests": ([], office),
            "request": ([self.request.pk], office),
            "admit": ([self.request.pk], office),
            "refuse": ([self.request.pk], office),
            "bodies": ([], office),
            "body": ([self.body.pk], office),
            "composition": ([self.body.pk], office),
            "seat_end": ([self.body.pk, self.seat.pk], office),
            "organisations": ([], office),
            "organisation": ([self.organisation.pk], office),
            "availability": ([], everybody),
            "act_as": ([], set()),
        }
        return {
            name: (reverse(f"people:{name}", args=args), who) for name, (args, who) in here.items()
        }


PEOPLE = ["lead", "editor", "neighbour", "secretary", "chair", "nobody"]
READ_ONLY = {"start", "workspaces", "members", "requests", "request"}
POST_ONLY = {
    "member_end",
    "boundary",
    "contributions",
    "departments",
    "invite",
    "resend",
    "withdraw",
    "admit",
    "refuse",
    "seat_end",
    "act_as",
}


@pytest.fixture
def world() -> World:
    return World()


def test_every_address_is_in_the_table(world: World) -> None:
    named = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    assert named == set(world.urls())


def state() -> list[Any]:
    """Everything of this room that a request could change."""
    models = (
        Body,
        Department,
        Interest,
        Invitation,
        Membership,
        Place,
        Seat,
        User,
        WorkspaceRequest,
    )
    rows = [list(model.objects.order_by("pk").values()) for model in models]
    for users in rows[7]:
        users.pop("last_login")
    return rows


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see_what_and_reading_changes_nothing(world: World, who: str) -> None:
    client = log_in(Client(), getattr(world, who))
    before = state()
    for name, (url, allowed) in world.urls().items():
        status = client.get(url, follow=name == "start").status_code  # leads on
        if name in POST_ONLY:
            assert status == 405, name
        else:
            assert status == (200 if who in allowed else 404), (name, who)
    assert state() == before


def without_paths(page: bytes) -> str:
    """An error page without what says where one is, and without the token."""
    return re.sub(r' (value|aria-current)="[^"]*"', "", page.decode())


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_not_do_what_gets_the_same_404_as_for_nothing(world: World, who: str) -> None:
    client = log_in(Client(), getattr(world, who))
    nowhere = client.post("/workspaces/there-is-none/leave/")
    assert nowhere.status_code == 404
    before = state()
    for name, (url, allowed) in world.urls().items():
        if who in allowed:
            continue
        response = client.post(url, {"name": "x", "email": "x@example.org", "role": "viewer"})
        if name in READ_ONLY:
            assert response.status_code == 405, (name, who)
            continue
        assert response.status_code == 404, (name, who)
        assert without_paths(response.content) == without_paths(nowhere.content), name
    assert state() == before


def test_a_stranger_is_sent_to_the_log_in(world: World, client: Client) -> None:
    before = state()
    for name, (url, _who) in world.urls().items():
        if name in ("invitation", "act_as"):
            continue
        for response in (client.get(url), client.post(url, {"name": "x"})):
            assert response.status_code in (302, 405), name
            if response.status_code == 302:
                assert response["Location"].startswith("/account/login/?next=/"), name
    assert client.post(world.urls()["invitation"][0]).status_code == 200
    assert state() == before


def unsafe_urls(world: World) -> Iterator[tuple[str, User]]:
    for name, (url, who) in world.urls().items():
        person = "lead" if "lead" in who else next(iter(sorted(who)), "lead")
        if name not in READ_ONLY:
            yield url, getattr(world, person)
    for url in ("login", "signup", "logout", "password/reset", "email", "password/change"):
        yield f"/account/{url}/", world.lead


def test_no_form_is_taken_without_its_token(world: World) -> None:
    before = state()
    for url, person in unsafe_urls(world):
        client = log_in(Client(enforce_csrf_checks=True), person)
        plain = client.post(url, {"name": "x", "reason": "x"})
        assert plain.status_code == 403, url
        foreign = client.post(url, {"name": "x"}, HTTP_ORIGIN="https://evil.example")
        assert foreign.status_code == 403, url
    assert state() == before


EXTRA = {
    "is_operator": "on",
    "is_active": "",
    "demo_role": "secretariat",
    "password": "x",
    "email": "evil@example.org",
    "user": "1",
    "place": "1",
    "state": "admitted",
    "decided_by": "1",
    "until": "2020-01-01",
    "fictional": "on",
    "token_hash": "0" * 64,
    "id": "evil",
}


def test_fields_that_no_form_has_change_nothing(world: World) -> None:
    client = log_in(Client(), world.lead)
    before = User.objects.values().get(pk=world.lead.pk)
    client.post(
        "/account/",
        EXTRA
        | {
            "name": "New",
            "language": "en",
            "time_zone": "UTC",
            "mail_notices": "on",
            "digest": "weekly",
        },
    )
    after = User.objects.values().get(pk=world.lead.pk)
    assert {key for key in after if after[key] != before[key]} <= {"name"}
    assert after["name"] == "New"
    slug = world.place.slug
    client.post(f"/workspaces/{slug}/departments/", EXTRA | {"name": "Water"})
    made = Department.objects.get(name="Water")
    assert (made.place, made.pk != "evil") == (world.place, True)
    fields = {"email": "b@example.org", "role": "viewer", "department": ""}
    client.post(f"/workspaces/{slug}/invitations/", EXTRA | fields)
    invited = Invitation.objects.get(email="b@example.org")
    assert (invited.place, invited.accepted_by, invited.token_hash != "0" * 64) == (
        world.place,
        None,
        True,
    )
    asker = log_in(Client(), world.nobody)
    form = {"place": "new", "kind": "city", "office": "Planning", "message": ""}
    asker.post("/workspaces/ask/?country=KE&name=Another", EXTRA | form)
    asked = WorkspaceRequest.objects.get(proposed_name="Another")
    assert (asked.state, asked.user, asked.place, asked.decided_by) == (
        "pending",
        world.nobody,
        None,
        None,
    )


def test_signing_up_can_not_make_an_operator(client: Client) -> None:
    form = {"name": "Ana", "email": "ana@example.org", "password1": PASSWORD}
    client.post("/account/signup/", EXTRA | form)
    made = User.objects.get()
    assert (made.email, made.is_operator, made.demo_role, made.is_active) == (
        "ana@example.org",
        False,
        "",
        True,
    )


def test_what_was_typed_is_kept_on_an_error(world: World) -> None:
    client = log_in(Client(), world.lead)
    slug = world.place.slug
    bad = {"email": "no address", "role": "signatory", "department": world.department.pk}
    page = client.post(f"/workspaces/{slug}/invitations/", bad)
    assert page.status_code == 400
    text = page.content.decode()
    assert 'value="no address"' in text
    assert "There is a problem" in text
    again = client.post(
        f"/workspaces/{slug}/invitations/",
        {"email": "new@example.org", "role": "viewer", "department": ""},
    )
    assert again.status_code == 400
    assert "has an open invitation" in again.content.decode()
    asker = log_in(Client(), make_user())
    page = asker.post(
        "/workspaces/ask/?country=KE&name=X", {"place": "new", "kind": "city", "message": "kept!"}
    )
    assert page.status_code == 400
    assert "kept!" in page.content.decode()


def test_a_refused_last_lead_is_told_so(world: World) -> None:
    slug = world.place.slug
    log_in(Client(), world.second).post(f"/workspaces/{slug}/leave/")
    client = log_in(Client(), world.lead)
    page = client.post(f"/workspaces/{slug}/leave/")
    assert page.status_code == 409
    assert "needs a lead" in page.content.decode()
    held = Membership.objects.get(user=world.lead)
    form = {"role": "editor", "department": ""}
    page = client.post(f"/workspaces/{slug}/people/{held.pk}/", form)
    assert page.status_code == 400
    assert "needs a lead" in page.content.decode()


# Sessions: S11.


def test_rights_end_at_the_next_request(world: World) -> None:
    client = log_in(Client(), world.second)
    url = reverse("people:members", args=[world.place.slug])
    assert client.get(url).status_code == 200
    held = Membership.objects.get(user=world.second)
    actions.end_membership(membership=held, by=world.lead, at=timezone.now())
    assert client.get(url).status_code == 404
    office = log_in(Client(), world.secretary)
    assert office.get("/secretariat/bodies/").status_code == 200
    make_secretary()
    seat = Seat.objects.get(user=world.secretary)
    actions.end_seat(seat=seat, by=world.secretary, at=timezone.now())
    assert office.get("/secretariat/bodies/").status_code == 404


def test_a_closed_account_and_a_new_password_end_every_session(world: World) -> None:
    first, second = log_in(Client(), world.lead), log_in(Client(), world.editor)
    assert first.get("/account/").status_code == second.get("/account/").status_code == 200
    actions.set_password(user=world.lead, password=PASSWORD, at=timezone.now())
    actions.deactivate_user(user=world.editor, at=timezone.now())
    assert first.get("/account/").status_code == second.get("/account/").status_code == 302


def test_a_log_in_gets_a_new_session_and_a_log_out_kills_it(client: Client) -> None:
    make_user("ana@example.org", password=PASSWORD)
    client.get("/account/login/?next=/account/")
    session = client.session
    session["mark"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    inside = client.session.session_key
    assert inside != before
    assert client.get("/account/").status_code == 200
    client.post("/account/logout/")
    stale = Client()
    stale.cookies["sessionid"] = inside
    assert stale.get("/account/").status_code == 302


def test_a_changed_password_keeps_this_session_and_ends_the_others(client: Client) -> None:
    user = make_user(password=PASSWORD)
    other = log_in(Client(), user)
    log_in(client, user)
    new = "another good one 77"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/password/change/", form).status_code == 302
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


# ---- open redirects (S14)

EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "http:evil.example",
    "http:///evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://evil.example",
    "mailto:x@evil.example",
    "//evil.example@testserver/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "https://evil.example#testserver",
    "https://evil.example?testserver",
    "http://localhost.evil.example/",
    "https:\\\\evil.example",
    "\thttps://evil.example",
    " https://evil.example",
    "\nhttps://evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "//\tevil.example",
    "http://evil.example:80@testserver:80@evil.example",
    "http://[::1]/",
    "http://0x7f000001/",
    "http://localhost/",
    "http://127.0.0.1/",
    "//google%E3%80%82com",
    "//evil。example",
    "https://ⓔvil.example",
    "http://testserver:8000@evil.example",
    "///\\evil.example",
    "//%0devil.example",
]


@pytest.mark.parametrize("target", EVIL)
def test_nobody_is_sent_elsewhere(
    client: Client, target: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    user = make_user(demo_role="Lead")
    login = reverse("people:act_as")
    response = client.post(login, {"person": user.pk, "next": target})
    assert response.status_code == 302
    assert response["Location"] == reverse("people:start")
    response = client.get("/account/login/", {"next": target})  # already logged in: goes on at once
    assert response["Location"] == reverse("people:start")
    response = client.post("/account/logout/", {"next": target})
    assert response["Location"] == "/"
    response = client.post("/language/", {"language": "ar", "next": target})
    assert response["Location"] == "/"


def test_going_on_within_the_site_works(client: Client) -> None:
    make_user("ana@example.org", password=PASSWORD)
    form = {"login": "ana@example.org", "password": PASSWORD, "next": "/account/?x=1"}
    assert client.post("/account/login/", form)["Location"] == "/account/?x=1"


# ---- the demo


def test_acting_as_somebody_exists_in_the_demo_alone(client: Client, settings: Any) -> None:
    invented, real = make_user(demo_role="Signatory"), make_user()
    assert client.post("/demo/act-as", {"person": invented.pk}).status_code == 404
    settings.DEMO = True
    assert client.post("/demo/act-as", {"person": real.pk}).status_code == 404
    assert client.post("/demo/act-as", {"person": "x"}).status_code == 404
    assert client.get("/demo/act-as").status_code == 405
    switched = client.post("/demo/act-as", {"person": invented.pk})
    assert (switched.status_code, switched["Location"]) == (302, reverse("people:start"))
    lead = make_user("lead@example.org", name="Ilse Maron", demo_role="Ostrelle: lead")
    page = client.get("/account/").content.decode()
    assert 'action="/demo/act-as"' in page
    assert page.index(f'value="{invented.pk}" selected') < page.index('label="Ostrelle"')
    assert ">lead · Ilse Maron</option></optgroup>" in page
    client.post("/demo/act-as", {"person": lead.pk})
    assert ">Ostrelle: lead · Ilse Maron</option>" in client.get("/account/").content.decode()


# ---- queries


def queries(client: Client, url: str) -> int:
    client.get(url)  # what is cached for all requests is cached now
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_lists_take_as_many_queries_for_three_rows_as_for_one(world: World) -> None:
    lead, office = log_in(Client(), world.lead), log_in(Client(), world.secretary)
    editor = log_in(Client(), world.editor)
    people = reverse("people:members", args=[world.place.slug])
    pages = [
        (lead, people),
        (lead, "/workspaces/"),
        (office, "/secretariat/requests/"),
        (office, "/secretariat/bodies/"),
        (office, reverse("people:body", args=[world.body.pk])),
        (editor, "/account/interests/"),
    ]
    before = [queries(client, url) for client, url in pages]
    now = timezone.now()
    for number in range(2):
        make_member(world.place)
        make_department(world.place, f"Department {number}")
        invite = {"email": f"n{number}@example.org", "role": "viewer"}
        actions.invite(place=world.place, **invite, by=world.lead, at=now)
        make_member(make_place(), "lead", user=world.lead)
        name = f"Mwamba {number}"
        make_place(name)
        ask = {"country": make_country("KE"), "office": "x", "at": now}
        actions.ask_workspace(proposed_name=name, by=make_user(), **ask)
        actions.ask_workspace(place=world.place, by=make_user(), **ask)
        make_seat(world.body)
        make_body("technical_team", country=make_country("PE"))
        actions.declare_interest(kind="other", organisation=name, by=world.editor, at=now)
    assert [queries(client, url) for client, url in pages] == before
    assert max(before) <= 20, before  # about six of them are the frame


def test_a_term_that_begins_later_gives_nothing_yet(world: World) -> None:
    later = timezone.now() + timedelta(days=1)
    user = make_member(world.place, "lead", since=later)
    seat = make_seat(Body.objects.get(kind="secretariat"), since=later)
    url = reverse("people:members", args=[world.place.slug])
    assert log_in(Client(), user).get(url).status_code == 404
    assert log_in(Client(), seat).get("/secretariat/requests/").status_code == 404


HOSTILE = [
    "a\x00b",
    "a\ud800b",
    "a\x07b",
    "\u202eevil\u202c",
    "e\u0301" * 50,
    "a" + "\u0301" * 5000,
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% debug %}",
    "%(name)s %s %",
    "\u200b" * 40,
    "ﷺ" * 150,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[str(i) for i in range(len(HOSTILE))])
def test_hostile_text_is_refused_or_shown_as_text(world: World, text: str) -> None:
    client = log_in(Client(), world.lead)
    slug = world.place.slug
    posts = [
        ("/account/", {"name": text, "language": "en", "time_zone": "UTC"}),
        (f"/workspaces/{slug}/departments/", {"name": text}),
        (f"/workspaces/{slug}/invitations/", {"email": text, "role": "viewer"}),
        ("/account/interests/", {"kind": "other", "organisation": text, "note": text}),
        (
            "/workspaces/ask/?country=KE&name=Z",
            {"place": "new", "kind": "city", "office": text, "message": text},
        ),
    ]
    for url, fields in posts:
        body = "&".join(
            f"{key}={quote(value, errors='surrogatepass')}" for key, value in fields.items()
        )
        response = client.post(
            url, body.encode(), content_type="application/x-www-form-urlencoded", follow=True
        )
        assert response.status_code in (200, 400), (url, response.status_code)
        page = response.content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49{" not in page


@pytest.mark.parametrize(
    ("seat", "leads_to"),
    [
        (None, "people:workspaces"),
        ((BodyKind.TECHNICAL_TEAM, SeatRole.MEMBER), "assessments:reviews"),
        ((BodyKind.TECHNICAL_TEAM, SeatRole.LEAD), "assessments:inbox"),
        ((BodyKind.COMMITTEE, SeatRole.CHAIR), "assessments:meetings"),
        ((BodyKind.SECRETARIAT, SeatRole.MEMBER), "assessments:inbox"),
    ],
)
def test_logging_in_leads_to_one_s_work(
    client: Client, seat: tuple[str, str] | None, leads_to: str
) -> None:
    user = make_seat(make_body(seat[0]), seat[1]) if seat else make_user()
    user.set_password(PASSWORD)
    user.save()
    assert client.get(reverse("people:start"))["Location"].startswith(reverse("account_login"))
    done = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert done["Location"] == reverse("people:start")
    assert client.get(done["Location"])["Location"] == reverse(leads_to)
    home = client.get("/").content.decode()
    assert f'href="{reverse("people:start")}"' in home
    assert reverse("account_signup") not in home


def test_a_request_that_waits_comes_first(client: Client) -> None:
    log_in(client, make_secretary())
    assert client.get(reverse("people:start"))["Location"] == reverse("assessments:inbox")
    actions.ask_workspace(
        proposed_name="Delta",
        country=make_country("KE"),
        kind="city",
        office="Planning",
        message="",
        by=make_user(),
        at=timezone.now(),
    )
    assert client.get(reverse("people:start"))["Location"] == reverse("people:requests")
