"""Cooperation records: public while each side agrees; and partners that work on the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.community.test_policy import Land
from tests.community.test_providers import TOLD as PROFILE
from tests.community.test_providers import make_provider
from waymark.base.jobs import run_due
from waymark.base.models import Job, Notice
from waymark.base.permits import NotPermitted
from waymark.community.actions import cooperation as acts
from waymark.community.actions import providers as provider_acts
from waymark.community.actions.needs import open_need
from waymark.community.actions.policy_words import Words, say_on_issue
from waymark.community.actions.requests import send_requests
from waymark.community.models import Cooperation, CooperationSide, CooperationWord
from waymark.community.queries import cooperation as queries
from waymark.community.queries import institutions
from waymark.community.rules.cooperation import (
    COOPERATION,
    Standing,
    Told,
    refuse_cooperation,
    take,
    turns,
)
from waymark.community.rules.institutions import Institution, common
from waymark.community.rules.needs import Visible, Wanted
from waymark.community.rules.requests import Provider
from waymark.kernel.flow import Refused
from waymark.people.models import User
from waymark.people.rules import BodyKind

SECRET = "Zanzibarian twinning"
DAY = date(2024, 3, 1)
TOLD = Told(SECRET, "partnership", ("water",), DAY, None, "Engineers went both ways.")
TYPED = {"title": SECRET, "kind": "partnership", "topics": "water", "since": "2024-03-01"}
TYPED |= {"until": "", "told": "Engineers went both ways.", "url": "https://example.org/twins"}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, None),
        ({"title": " "}, "title"),
        ({"told": ""}, "told"),
        ({"told": "x" * 4001}, "told"),
        ({"kind": "friendship"}, "kind"),
        ({"topics": ()}, "topics"),
        ({"topics": ("gold",)}, "topics"),
        ({"since": date(202, 3, 1)}, "since"),
        ({"until": date(2024, 2, 29)}, "until"),
        ({"until": DAY}, None),
        ({"url": "javascript:alert(1)"}, "url"),
    ],
)
def test_what_is_wrong_names_its_field(more: dict[str, Any], field: str | None) -> None:
    found = [one.params["field"] for one in refuse_cooperation(replace(TOLD, **more))]
    assert found == ([field] if field else [])


STEPS = sorted({step.name for step in COOPERATION.steps})


@given(
    st.integers(1, 4), st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), max_size=30)
)
def test_a_record_is_public_only_while_every_side_has_said_yes(
    count: int, moves: list[tuple[str, int]]
) -> None:
    sides = frozenset("abcd"[:count])
    state, agreed, said = "draft", frozenset[str](), set[str]()
    for step, who in moves:
        side = "abcd"[who % count]
        standing = Standing(sides, agreed, "a", side)
        offered = {one.name for one in turns(state, standing)}
        try:
            state, agreed = take(step, state, standing)
        except Refused:
            assert step not in offered
            continue
        assert step in offered
        said = {"ask": {side}, "agree": said | {side}}.get(step, set())
        assert (state == "public") == (said == sides and count > 1)
        assert agreed == said


def test_one_yes_of_three_is_not_enough() -> None:
    """The control of the property above: a yes less, and it is not public."""
    three = Standing(frozenset("abc"), frozenset("a"), "a", "b")
    assert take("agree", "asked", three)[0] == "asked"
    assert take("agree", "asked", replace(three, sides=frozenset("ab")))[0] == "public"


TAGS = st.frozensets(st.sampled_from("xyz"))
PARTNERS = st.builds(Institution, TAGS, TAGS, TAGS, TAGS)


@given(PARTNERS, PARTNERS)
def test_what_two_partners_share_is_the_same_from_both_sides(
    one: Institution, other: Institution
) -> None:
    found = common(one, other)
    assert found == common(other, one)
    if found is None:
        assert not one.issues & other.issues
        assert not one.needs & other.needs
        return
    assert found.topics <= one.topics & other.topics
    if found.topics and one.countries and other.countries:
        assert found.countries == one.countries & other.countries != frozenset()
    far = Institution(frozenset("x"), frozenset("y"))
    assert common(far, replace(far, countries=frozenset("z"))) is None, "the control"
    assert common(far, far) is not None


pytestmark = pytest.mark.django_db
DOORS = ("/cooperation/", "/cooperation.csv", "/search/?q=zanzibarian", "/providers/")


class World:
    """Two cities of two countries, and a partner."""

    def __init__(self) -> None:
        self.place = factories.make_place("Mwamba")
        self.lead = factories.make_member(self.place, "lead")
        self.editor = factories.make_member(self.place, "editor")
        self.other = factories.make_place("Lakeville", country="NP")
        self.mayor = factories.make_member(self.other, "signatory")
        self.body = factories.make_body(BodyKind.PARTNER, name="Country team")
        self.body.name = {"en": "Country team", "ar": "الفريق القُطري"}
        self.body.save(update_fields=["name"])
        self.adviser = factories.make_seat(self.body)

    def drafted(self, **more: Any) -> Cooperation:
        row = acts.draft_cooperation(
            side=self.place, told=replace(TOLD, **more), by=self.lead, at=now()
        )
        for side in (self.other, self.body):
            acts.name_side(cooperation=row, side=side, by=self.editor, at=now())
        return row

    def moved(self, row: Cooperation, who: User, step: str) -> str:
        sides = CooperationSide.objects.filter(cooperation=row)
        side = sides.get(pk=queries.acting(who, Cooperation.objects.get(pk=row.pk), now())[0].pk)
        return acts.move_cooperation(side=side, step=step, why="", by=who, at=now()).state

    def published(self, **more: Any) -> Cooperation:
        row = self.drafted(**more)
        self.moved(row, self.lead, "ask")
        self.moved(row, self.mayor, "agree")
        assert self.moved(row, self.adviser, "agree") == "public"
        return row


@pytest.fixture
def world() -> World:
    return World()


def now() -> datetime:
    return datetime.now(UTC)


def content(client: Client, door: str) -> str:
    answer: Any = client.get(door)
    assert answer.status_code == 200, door
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def test_from_a_draft_to_a_public_record_and_back_by_plain_forms(world: World) -> None:
    city, mayor, partner, editor = (
        factories.log_in(Client(), one)
        for one in (world.lead, world.mayor, world.adviser, world.editor)
    )
    home = f"/workspaces/{world.place.slug}/cooperation/"
    wrong = editor.post(f"{home}new/", TYPED | {"until": "2023-01-01", "told": "Kept words"})
    assert wrong.status_code == 422
    assert "Kept words" in wrong.content.decode()
    page = editor.post(f"{home}new/", TYPED)["Location"]
    row = Cooperation.objects.get()
    named = editor.post(f"{page}sides/", {"city": "Nowhere at all"})
    assert named.status_code == 422
    assert editor.post(f"{page}sides/", {"city": "lakeville"}).status_code == 302
    assert editor.post(f"{page}sides/", {"city": "lakeville"}).status_code == 422
    assert editor.post(f"{page}sides/", {"partner": world.body.pk}).status_code == 302
    sides = {str(side.name): side for side in row.sides.all()}
    keys = {name: f".{side.pk}" for name, side in sides.items()}

    def turn(client: Client, step: str, name: str, why: str = "") -> int:
        return client.post(page, {"turn": step + keys[name], "why": why}).status_code

    assert mayor.get(page).status_code == 404, "a draft is its writer's alone"
    assert turn(editor, "ask", "Mwamba") == 404, "an editor writes; the lead speaks"
    assert turn(city, "ask", "Mwamba") == 302
    assert city.get(f"{page}edit/").status_code == 404, "what others are asked about stays"
    assert turn(city, "agree", "Lakeville") == 422, "nobody says yes for another"
    assert SECRET in content(mayor, f"/workspaces/{world.other.slug}/cooperation/")
    assert turn(partner, "agree", "Country team") == 302
    assert turn(mayor, "decline", "Lakeville", "The year is wrong.") == 302
    assert "The year is wrong." in content(city, page)
    assert turn(city, "rework", "Mwamba") == 302
    assert mayor.get(page).status_code == 404
    seen = city.get(f"{page}edit/").context["form"].initial["seen"]
    changed = TYPED | {"since": "2023-03-01", "seen": seen}
    assert city.post(f"{page}edit/", changed).status_code == 302
    assert city.post(f"{page}edit/", changed).status_code == 422, "somebody changed it meanwhile"
    assert turn(city, "ask", "Mwamba") == 302
    assert turn(mayor, "agree", "Lakeville") == 302
    row.refresh_from_db()
    assert row.state == "asked", "the partner's yes was to another text"
    assert [door for door in DOORS if SECRET in content(Client(), door)] == []
    assert turn(partner, "agree", "Country team") == 302
    assert [door for door in DOORS if SECRET in content(Client(), door)] == list(DOORS[:2])
    html = content(Client(), page)
    assert all(one in html for one in ("Lakeville", "Country team", "https://example.org/twins"))
    assert "The year is wrong." not in html
    assert world.lead.name not in html
    run_due(now())
    assert not Job.objects.exclude(error="").exists()
    asked = set(Notice.objects.filter(kind="cooperation.asked").values_list("user_id", flat=True))
    assert asked == {world.mayor.pk, world.adviser.pk}
    assert SECRET not in str(Notice.objects.values_list("params", flat=True))
    assert turn(mayor, "withdraw", "Lakeville") == 302
    assert Client().get(page).status_code == 404
    assert [door for door in DOORS if SECRET in content(Client(), door)] == []
    assert SECRET in content(partner, f"/partners/{world.body.pk}/cooperation/")
    told = CooperationWord.objects.filter(step="ask").values_list("told", flat=True)
    assert [one["since"] for one in told] == ["2024-03-01", "2023-03-01"]
    for model, columns in ((CooperationWord, {"why": "No."}), (Cooperation, {"opened_at": now()})):
        with pytest.raises(Error), transaction.atomic():
            model.objects.update(**columns)


def test_who_reads_and_who_may(world: World) -> None:
    row = world.drafted()
    viewer = factories.make_member(world.place, "viewer")
    people: list[Any] = [world.lead, viewer, world.mayor, world.adviser]
    strangers: list[Any] = [factories.make_secretary(), AnonymousUser()]
    strangers += [factories.make_member(factories.make_place(), "lead")]
    strangers += [factories.make_member(world.place, "contributor")]

    def readers() -> list[Any]:
        everybody = [*people, *strangers]
        return [one for one in everybody if queries.record_of(one, row.pk, now())]

    assert readers() == people[:2]
    side = row.sides.get(place=world.other)
    for who in (world.mayor, viewer, *strangers[:1]):
        with pytest.raises(NotPermitted):
            acts.drop_side(side=side, by=who, at=now())
    with pytest.raises(Refused, match="own_side"):
        acts.drop_side(side=row.sides.get(drafts=True), by=world.lead, at=now())
    world.moved(row, world.lead, "ask")
    assert readers() == people
    for who in (world.lead, viewer, world.adviser):
        with pytest.raises(NotPermitted):
            acts.move_cooperation(side=side, step="agree", why="", by=who, at=now())
    with pytest.raises(Refused, match="no_draft"):
        acts.drop_side(side=side, by=world.lead, at=now())


def test_the_list_is_narrowed_and_asks_no_more_for_three_records(world: World) -> None:
    doors: list[tuple[User | None, str, int]] = [
        (world.lead, f"/workspaces/{world.place.slug}/cooperation/", 10),
        (world.adviser, f"/partners/{world.body.pk}/cooperation/", 10),
        (None, "/cooperation/", 4),
        (None, "/cooperation.csv", 4),
    ]
    counts: list[list[int]] = []
    for more in (1, 2):
        for _number in range(more):
            world.published()
        counts.append([])
        for who, door, most in doors:
            client = factories.log_in(Client(), who) if who else Client()
            content(client, door)  # writes the session
            with CaptureQueriesContext(connection) as asked:
                assert content(client, door).count(SECRET) >= 1
            assert len(asked) <= most, door
            counts[-1].append(len(asked))
    assert counts[0] == counts[1]
    world.published(title="Solidarity for schools", kind="network", topics=("health",))
    for query, there in {
        "q=zanzibarian": True,
        "q=lakevil": True,
        "q=country+team": True,
        "q=الفريق": True,
        "q=%22ar%22": False,
        "country=NP": True,
        "topic=water&kind=partnership": True,
        "country=PE": False,
        "topic=health": False,
        "kind=project": False,
        "q=nothing": False,
    }.items():
        for door in ("/cooperation/", "/cooperation.csv"):
            assert (SECRET in content(Client(), f"{door}?{query}")) == there, query


def test_partners_with_the_same_work_are_told_of_each_other(world: World) -> None:
    own = make_provider("Lake University")
    person = factories.make_seat(own.body)
    client, door = factories.log_in(Client(), person), f"/partners/{own.body_id}/institutions/"
    same = make_provider("Hill Institute")
    far = make_provider("Far Institute", countries=("NP",))
    hidden = make_provider("Hidden Institute")
    provider_acts.withdraw_profile(provider=hidden, by=factories.make_seat(hidden.body), at=now())

    def names(page: str) -> list[str]:
        known = ("Far Institute", "Hill Institute", "Hidden Institute")
        return sorted((one for one in known if one in page), key=page.index)

    page = content(client, door)
    assert names(page) == ["Hill Institute"]
    assert "You both help with Water" in page
    with CaptureQueriesContext(connection) as asked:
        content(client, door)
    first, _more = len(asked), [make_provider(f"Further {number}") for number in range(2)]
    with CaptureQueriesContext(connection) as asked:
        content(client, door)
    assert len(asked) == first <= 14
    land = Land()
    told = Wanted(
        "Water pipes", "They leak.", topics=("water",), visible=Visible.PARTNERS,
        partners=frozenset({own.body_id}),
    )  # fmt: skip
    need = open_need(place=land.place, told=told, gap=None, by=land.lead, at=now())
    assert names(content(client, door)) == ["Hill Institute"]
    send_requests(
        place=land.place, need=need, providers=[Provider(partner=far.body_id)],
        subject="Pipes", text="Help.", by=land.lead, at=now(),
    )  # fmt: skip
    page = content(client, door)
    assert names(page) == ["Far Institute", "Hill Institute"], "by name"
    assert "Water pipes" in page
    outsider = factories.log_in(Client(), factories.make_seat(same.body))
    assert "Water pipes" not in content(outsider, f"/partners/{same.body_id}/institutions/")
    assert outsider.get(door).status_code == 404
    add = f"/partners/{own.body_id}/cooperation/new/?with={far.body_id}"
    assert add in page
    assert "Far Institute" in content(client, add)
    client.post(add, TYPED)
    assert {str(side.name) for side in CooperationSide.objects.all()} == {
        "Lake University",
        "Far Institute",
    }


def test_partners_on_one_public_issue_are_told_of_each_other() -> None:
    land = Land()
    told = replace(PROFILE, countries=("KE",), topics=("health",))
    made = provider_acts.hand_in_profile(
        body=land.ministry_body, told=told, by=land.ministry, at=now()
    )
    draft, office = made.drafts.get().pk, factories.make_secretary()
    provider_acts.check_profile(
        provider=made, draft=draft, accept=True, note="", by=office, at=now()
    )
    land.opened(visible=Visible.PARTNERS, body=land.ministry_body.pk)
    public = land.opened(visible=Visible.PUBLIC, body=land.ministry_body.pk)
    assert institutions.matches(land.team, land.team_body, now()) == []
    say_on_issue(issue=public, told=Words("We have done so."), by=land.team, at=now())
    found = institutions.matches(land.team, land.team_body, now())
    assert [(one.row.pk, one.issues) for one in found] == [(made.pk, (public,))]
