"""Policy issues: who reads them, what the levels say, who is named, and what is told nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.world import FEW, make_world
from waymark.base.jobs import run_due
from waymark.base.models import Job, Notice
from waymark.base.permits import NotPermitted
from waymark.community.actions import policy as acts
from waymark.community.actions import policy_words as words
from waymark.community.actions.needs import open_need
from waymark.community.actions.policy_words import Words
from waymark.community.models import PolicyIssue, PolicyJoin, PolicyVersion, PolicyWord
from waymark.community.queries import policy as queries
from waymark.community.rules.needs import Visible, Wanted
from waymark.community.rules.policy import (
    ISSUE,
    UNDER_WAY,
    Known,
    Level,
    Permit,
    Written,
    refuse_issue,
    refuse_word,
    told_unnamed,
)
from waymark.kernel.flow import Refused
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind
from waymark.people.rules.voices import voice_of_body, voice_of_place
from waymark.places.models import Place

SECRET = "Zanzibarian borrowing"
TOLD = Written(
    SECRET,
    "The law on loans.",
    "Two years instead of one.",
    sorts=("law", "money"),
    topics=("finance",),
)
KNOWN = Known({"b"}, {"p"}, {"A01"})


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, None),
        ({"title": " "}, "title"),
        ({"hinders": ""}, "hinders"),
        ({"asks": "x" * 4001}, "asks"),
        ({"sorts": ()}, "sorts"),
        ({"sorts": ("weather",)}, "sorts"),
        ({"level": "global"}, "level"),
        ({"body": "x"}, "body"),
        ({"topics": ()}, "topics"),
        ({"goals": ("18",)}, "goals"),
        ({"criteria": ("Z99",)}, "criteria"),
        ({"visible": Visible.PARTNERS}, "partners"),
        ({"visible": Visible.PARTNERS, "body": "b"}, None),
        ({"partners": frozenset({"x"})}, "partners"),
    ],
)
def test_what_is_wrong_names_its_field(more: dict[str, Any], field: str | None) -> None:
    found = [one.params["field"] for one in refuse_issue(replace(TOLD, **more), KNOWN)]
    assert found == ([field] if field else [])


@pytest.mark.parametrize(
    ("word", "field"),
    [
        (("", "Yes.", "", ""), None),
        (("", " ", "", ""), "text"),
        (("answer", "Yes.", "https://example.org/law", ""), None),
        (("answer", "Yes.", "javascript:alert(1)", ""), "url"),
        (("", "Yes.", "https://example.org/", ""), "url"),
        (("", "Yes.", "", "helps"), None),
        (("", "Yes.", "", "much"), "effect"),
        (("settle", "Yes.", "", "helps"), "effect"),
    ],
)
def test_a_word_is_refused_at_its_field(word: tuple[str, ...], field: str | None) -> None:
    found = [one.params["field"] for one in refuse_word(*word)]
    assert found == ([field] if field else [])


@given(st.integers(0, 40))
def test_few_cities_look_like_none(count: int) -> None:
    assert told_unnamed(count) in (None, count)
    assert (told_unnamed(count) is None) == (count < 3)
    assert told_unnamed(1) == told_unnamed(0), "the control: one is told as nobody"


def test_both_sides_can_move_what_is_under_way_and_each_step_has_its_reason() -> None:
    for state in UNDER_WAY:
        movers = {step.permit for step in ISSUE.open(state)}
        assert movers == {Permit.ANSWER_POLICY, Permit.KEEP_POLICY}
    assert all(step.needs for step in ISSUE.steps)
    assert set(ISSUE.ends) == {"changed", "withdrawn"}


def test_levels_follow_from_what_bodies_and_places_are() -> None:
    assert [voice_of_place(kind) for kind in ("city", "region")] == ["local", "regional"]
    kinds = ("ministry", "association", "un_entity", "university", "")
    voices = [voice_of_body("partner", kind) for kind in kinds]
    assert voices == ["national", "association", "un", "partner", "partner"]
    assert voice_of_body("secretariat", "") == "national"


pytestmark = pytest.mark.django_db
DOORS = ("/policy/", "/policy.csv", "/policy/feed.atom", "/search/?q=zanzibarian", "/needs/")


class Land:
    """A country with a city, its national secretariat, a ministry, and a UN country team."""

    def __init__(self) -> None:
        country = factories.make_country("KE")
        self.place = factories.make_place("Mwamba")
        self.lead = factories.make_member(self.place, "lead")
        self.desk_body = factories.make_body(
            BodyKind.SECRETARIAT, name="National desk", country=country
        )
        self.desk = factories.make_seat(self.desk_body)
        self.ministry_body, self.ministry = self.partner("Ministry of loans", "ministry", country)
        self.team_body, self.team = self.partner("Country team", "un_entity", country)

    @staticmethod
    def partner(name: str, kind: str, country: Any) -> tuple[Body, User]:
        house = factories.make_organisation(name, kind=kind)
        body = factories.make_body(BodyKind.PARTNER, name=name, country=country, organisation=house)
        return body, factories.make_seat(body)

    def opened(self, **more: Any) -> PolicyIssue:
        return acts.open_issue(
            place=self.place,
            told=replace(TOLD, **more),
            gap=None,
            need=None,
            by=self.lead,
            at=datetime.now(UTC),
        )

    def joined(self, row: PolicyIssue, *, named: bool = False, **more: Any) -> PolicyJoin:
        place = factories.make_place(**more)
        by = factories.make_member(place, "lead")
        return acts.join_issue(issue=row, place=place, named=named, by=by, at=datetime.now(UTC))


@pytest.fixture
def land() -> Land:
    return Land()


def now() -> datetime:
    return datetime.now(UTC)


def take(row: PolicyIssue, step: str, by: User, text: str = "So.", url: str = "") -> PolicyIssue:
    words.move_issue(issue=row, told=Words(text, step, url), by=by, at=now())
    return PolicyIssue.objects.get(pk=row.pk)


def test_who_reads_an_issue_from_private_to_public_and_withdrawn(land: Land) -> None:
    row = land.opened(body=land.desk_body.pk)
    abroad = factories.make_seat(
        factories.make_body(BodyKind.SECRETARIAT, country=factories.make_country("NP"))
    )
    neighbour = factories.make_member(factories.make_place(), "lead")
    viewer = factories.make_member(land.place, "viewer")
    outside = factories.make_member(land.place, "contributor")
    secretary = factories.make_secretary()
    strangers: list[Any] = [
        *(land.ministry, abroad, neighbour, outside, secretary),
        AnonymousUser(),
    ]

    def readers() -> list[Any]:
        everybody = [land.lead, viewer, land.desk, land.team, *strangers]
        return [one for one in everybody if queries.issue(one, row.pk, now())]

    def change(seen: int, **more: Any) -> PolicyIssue:
        told = replace(queries.written_of(PolicyIssue.objects.get(pk=row.pk)), **more)
        return acts.change_issue(issue=row, told=told, seen=seen, by=land.lead, at=now())

    def told_of(kind: str) -> set[str]:
        run_due(now())
        return set(Notice.objects.filter(kind=kind).values_list("user_id", flat=True))

    own = [land.lead, viewer]
    assert readers() == own
    assert told_of("policy.shared") == set(), "the body that is noted learns nothing yet"
    change(1, visible=Visible.PARTNERS, partners=frozenset({land.team_body.pk}))
    assert readers() == [*own, land.desk, land.team]
    assert told_of("policy.shared") == {land.desk.pk, land.team.pk}
    change(2, visible=Visible.PRIVATE)
    assert readers() == own, "what was shared is taken back"
    change(3, visible=Visible.PUBLIC)
    assert readers() == [*own, land.desk, land.team, *strangers]
    join = land.joined(row)
    with pytest.raises(Refused, match="others_take_part"):
        change(4, visible=Visible.PARTNERS)
    take(row, "withdraw", land.lead)
    assert readers() == [*own, land.desk, land.team]
    assert queries.issue(join.joined_by, row.pk, now()), "who has joined reads it still"
    with pytest.raises(Refused, match=r"policy\.over"):
        change(4, title="Another")
    assert not Job.objects.exclude(error="").exists()
    assert SECRET not in str(Notice.objects.values_list("params", flat=True))
    for model, columns in (
        (PolicyVersion, {"told": {}}),
        (PolicyWord, {"text": "No."}),
        (PolicyJoin, {"place_id": land.place.pk}),
        (PolicyIssue, {"opened_at": now()}),
    ):
        with pytest.raises(Error), transaction.atomic():
            model.objects.update(**columns)


def content(client: Client, door: str) -> str:
    answer: Any = client.get(door)
    assert answer.status_code == 200, door
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_what_is_not_public_is_at_no_door_and_what_is_withheld_in_no_file(land: Land) -> None:
    land.opened()
    land.opened(visible=Visible.PARTNERS, body=land.ministry_body.pk)
    take(land.opened(visible=Visible.PUBLIC), "withdraw", land.lead)
    stranger = factories.log_in(Client(), factories.make_member(factories.make_place(), "lead"))
    insider = factories.log_in(Client(), land.lead)
    for client in (Client(), stranger, insider):
        assert [door for door in DOORS if SECRET in content(client, door)] == []
        assert "Kenya" not in content(client, "/policy/"), "not even the country is told"
    ministry = factories.log_in(Client(), land.ministry)
    assert content(ministry, "/policy/desk/").count(SECRET) == 1
    team = factories.log_in(Client(), land.team)
    assert SECRET not in content(team, "/policy/desk/")

    row = land.opened(visible=Visible.PUBLIC)
    for named in (True, False, False):
        land.joined(row, named=named, name="Hiddenville" if not named else "Namedville")
    assert [door for door in DOORS if SECRET in content(Client(), door)] == list(DOORS[:3])
    assert ",1,,http" in content(Client(), "/policy.csv"), "two look like none"
    page = content(insider, f"/policy/{row.pk}/")
    assert "Namedville" in page
    assert "Hiddenville" not in page
    assert "that want no name" not in page
    land.joined(row, name="Hiddenville")
    assert ",1,3,http" in content(Client(), "/policy.csv")
    assert "3 further cities" in content(insider, f"/policy/{row.pk}/")
    assert SECRET in content(team, "/policy/desk/"), "public in its country"
    run_due(now())
    notice = Notice.objects.get(kind="policy.joined")
    assert (notice.user_id, notice.params["city"]["en"]) == (land.lead.pk, "Namedville")


def test_the_dialogue_of_levels_by_plain_forms(land: Land) -> None:
    clients = {
        name: factories.log_in(Client(), getattr(land, name))
        for name in ("lead", "desk", "ministry", "team")
    }
    home = f"/workspaces/{land.place.slug}/policy/"
    typed = {"title": SECRET, "hinders": "The law.", "asks": "Two years.", "sorts": "law"}
    typed |= {"level": "national", "topics": "finance", "visible": "public", "authority": ""}
    refused = clients["lead"].post(f"{home}new/", typed | {"asks": "", "hinders": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.content.decode()
    page = clients["lead"].post(f"{home}new/", typed)["Location"]
    row = PolicyIssue.objects.get()

    def say(who: str, step: str, text: str, **more: str) -> int:
        return clients[who].post(page, {"step": step, "text": text, **more}).status_code

    assert say("team", "say", "Three countries have done so.") == 302, "UN of the country"
    assert say("team", "answer", "No.") == 422, "it answers for nobody"
    assert say("desk", "take_up", "") == 422, "each step has its reason"
    assert say("desk", "take_up", "We ask the treasury.") == 302
    row.refresh_from_db()
    assert (row.state, row.body_id) == ("taken_up", land.desk_body.pk)
    assert say("ministry", "say", "We too.") == 404, "another body has taken it up"
    assert say("lead", "say", "Thank you.") == 302
    assert say("desk", "answer", "In the next budget.", url="https://example.org/budget") == 302
    assert say("lead", "ask_again", "Which one?") == 302
    assert say("desk", "answer", "That of next year.") == 302
    assert say("lead", "say", "Good.", effect="helps") == 302, (
        "no change yet: the field is not there"
    )
    assert say("desk", "change", "Two years.", url="ftp:/nowhere") == 422
    assert say("desk", "change", "Two years.", url="https://example.org/law") == 302
    assert say("lead", "say", "We could build the depot.", effect="helps") == 302
    assert say("desk", "decline", "No.") == 422, "it has changed"
    html = Client().get(page).content.decode()
    told = ("National level", "Local level", "United Nations", "https://example.org/law")
    assert all(one in html for one in (*told, "The change helps us"))
    assert land.desk.name not in html, "a level speaks; its people are named to those in it"
    assert land.desk.name in clients["lead"].get(page).content.decode()
    steps = PolicyWord.objects.exclude(step="").values_list("step", "state")
    assert list(steps) == [
        ("take_up", "taken_up"),
        ("answer", "answered"),
        ("ask_again", "open"),
        ("answer", "answered"),
        ("change", "changed"),
    ]
    effects = PolicyWord.objects.exclude(effect="").values_list("voice", "effect")
    assert list(effects) == [("local", "helps")]
    run_due(now())
    assert not Job.objects.exclude(error="").exists()
    moved = Notice.objects.filter(kind="policy.moved", user=land.lead)
    assert moved.count() == 4
    assert all(notice.url == page for notice in moved)


def test_others_join_by_their_own_choice_and_speak_for_their_level(land: Land) -> None:
    row = land.opened(visible=Visible.PUBLIC)
    region = factories.make_place("Lake Region", kind=Place.Kind.REGION)
    speaker = factories.make_member(region, "lead")
    editor = factories.make_member(region, "editor")
    client, page = factories.log_in(Client(), speaker), f"/policy/{row.pk}/"
    form = {"step": "say", "text": "With us, too."}
    assert client.post(page, form).status_code == 404, "who has not joined only reads"
    with pytest.raises(NotPermitted):
        acts.join_issue(issue=row, place=region, named=True, by=editor, at=now())
    far = factories.make_place(country="NP")
    for place in (far, land.place):
        who = factories.make_member(place, "lead")
        with pytest.raises(Refused, match="not_to_join"):
            acts.join_issue(issue=row, place=place, named=True, by=who, at=now())
    assert client.post(f"{page}join/", {"place": region.pk, "named": "on"}).status_code == 302
    with pytest.raises(Refused, match="joined_already"):
        acts.join_issue(issue=row, place=region, named=False, by=speaker, at=now())
    assert client.post(page, form).status_code == 302
    assert PolicyWord.objects.get().voice == "regional"
    assert SECRET in content(client, f"/workspaces/{region.slug}/policy/")
    join = PolicyJoin.objects.get()
    client.post(f"{page}joined/{join.pk}/", {"named": "no"})
    join.refresh_from_db()
    assert (join.named, join.until) == (False, None)
    client.post(f"{page}joined/{join.pk}/", {"leaves": "yes"})
    assert client.post(page, form).status_code == 404
    with pytest.raises(Refused, match="left_already"):
        acts.change_join(join=join, named=True, stays=True, by=speaker, at=now())


def test_abuse_is_hidden_by_the_global_secretariat_alone(land: Land) -> None:
    row = land.opened(visible=Visible.PARTNERS, body=land.desk_body.pk)
    rude = words.say_on_issue(issue=row, told=Words("You fools."), by=land.desk, at=now())
    mild = words.say_on_issue(issue=row, told=Words("Well."), by=land.desk, at=now())
    secretary, inside = factories.make_secretary(), factories.log_in(Client(), land.lead)
    office = factories.log_in(Client(), secretary)
    hide = f"/policy/words/{rude.pk}/hide/"
    assert office.post(hide, {"why": "Insults."}).status_code == 404, "nobody told it"
    assert inside.post(hide, {"why": "Insults."}).status_code == 404
    assert factories.log_in(Client(), land.desk).post(hide, {"why": "No."}).status_code == 404
    inside.post(f"/policy/words/{rude.pk}/flag/", {"why": "Insults."})
    told = content(office, "/policy/flags/")
    assert "You fools." in told
    assert "Well." not in told
    assert SECRET not in told
    with pytest.raises(NotPermitted):
        words.hide_word(word=mild, why="No.", by=secretary, at=now())
    assert office.post(hide, {"why": "Insults."})["Location"] == "/policy/flags/"
    page = content(inside, f"/policy/{row.pk}/")
    assert "You fools." not in page
    assert "Insults." in page
    run_due(now())
    assert Notice.objects.get(kind="policy.word_hidden").user == land.desk
    office.post(f"/policy/words/{rude.pk}/show/")
    assert "You fools." in content(inside, f"/policy/{row.pk}/")


def test_an_issue_begins_with_a_gap_or_a_need() -> None:
    world = make_world(until="draft", criteria=FEW)
    client, home = factories.log_in(Client(), world.lead), f"/workspaces/{world.place.slug}/"
    add = f"{home}policy/new/"
    assert f"{add}?criterion=A01" in content(client, f"{home}case/criteria/A01/")
    initial = client.get(f"{add}?criterion=A01").context["form"].initial
    assert initial["title"].startswith("A01")
    told = Wanted("Water pipes", "They leak.", topics=("water",))
    need = open_need(place=world.place, told=told, gap=None, by=world.lead, at=world.later())
    assert f"{add}?need={need.pk}" in content(client, f"/needs/{need.pk}/")
    form = client.get(f"{add}?need={need.pk}").context["form"]
    typed = {name: value for name, value in form.initial.items() if value}
    typed |= {"asks": "Rights to set prices.", "sorts": ["power"], "level": Level.NATIONAL}
    client.post(f"{add}?need={need.pk}", typed)
    row = PolicyIssue.objects.get()
    assert (row.title, row.need, row.topics) == ("Water pipes", need, ("water",))
    stranger = factories.make_place()
    lead = factories.log_in(Client(), factories.make_member(stranger, "lead"))
    other = lead.get(f"/workspaces/{stranger.slug}/policy/new/?need={need.pk}")
    assert other.context["form"].initial == {}, "another city's need is not there"


def test_lists_ask_no_more_for_three_issues_than_for_one(land: Land) -> None:
    public = {"visible": Visible.PUBLIC, "body": land.desk_body.pk}
    doors: list[tuple[User | None, str, int]] = [
        (land.lead, f"/workspaces/{land.place.slug}/policy/", 10),
        (land.desk, "/policy/desk/", 10),
        (land.team, "/policy/desk/", 10),
        (None, "/policy/", 4),
        (None, "/policy.csv", 4),
        (None, "/policy/feed.atom", 4),
    ]
    counts: list[list[int]] = []
    for more in (1, 2):
        for _number in range(more):
            land.joined(land.opened(**public), named=True)
        found = []
        for who, door, most in doors:
            client = factories.log_in(Client(), who) if who else Client()
            content(client, door)
            with CaptureQueriesContext(connection) as seen:
                content(client, door)
            assert len(seen) <= most, (door, len(seen))
            found.append(len(seen))
        counts.append(found)
    assert counts[0] == counts[1]
