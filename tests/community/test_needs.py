"""What a city needs: who reads it, how it changes and ends, and what a report says of its gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.library.shelf import make_item
from tests.world import FEW, World, make_world
from waymark.assessments.rules.case import Outcome
from waymark.base.jobs import run_due
from waymark.base.models import Job, Notice
from waymark.base.permits import NotPermitted
from waymark.community.actions import needs as acts
from waymark.community.models import Need, NeedVersion
from waymark.community.queries import needs as queries
from waymark.community.rules.needs import Budget, Gap, Visible, Wanted, refuse_need
from waymark.kernel.flow import Refused
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind, WorkspaceRole

TODAY = date(2026, 3, 2)
TOLD = Wanted("Water pipes", topics=("water",), criteria=("A01",))
SECRET = "Wellspring"
FACTS: dict[str, Any] = {"known_partners": {"p"}, "criteria": {"A01"}, "today": TODAY}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"topics": ()}, "topics"),
        ({"topics": ("horses",)}, "topics"),
        ({"languages": ("xx",)}, "languages"),
        ({"goals": ("18",)}, "goals"),
        ({"goals": ("11.6", "17.19", "1.a")}, None),
        ({"criteria": ("Z99",)}, "criteria"),
        ({"by_when": TODAY - timedelta(days=1)}, "by_when"),
        ({"visible": Visible.PARTNERS}, "partners"),
        ({"visible": Visible.PARTNERS, "partners": frozenset({"x"})}, "partners"),
        ({"visible": Visible.PARTNERS, "partners": frozenset({"p"})}, None),
        ({"budget": Budget(Decimal(2), Decimal(1), "KES")}, "budget_most"),
        ({"budget": Budget(Decimal(2), None, "")}, "currency"),
        ({}, None),
    ],
)
def test_what_is_wrong_names_its_field(more: dict[str, Any], field: str | None) -> None:
    found = [one.params["field"] for one in refuse_need(replace(TOLD, **more), **FACTS)]
    assert found == ([field] if field else [])


amounts = st.none() | st.decimals(0, 10**6, places=2)


@given(amounts, amounts)
def test_a_budget_is_taken_exactly_where_it_runs_upwards(
    least: Decimal | None, most: Decimal | None
) -> None:
    told = replace(TOLD, budget=Budget(least, most, "KES"))
    backwards = least is not None and most is not None and least > most
    assert bool(refuse_need(told, **FACTS)) == backwards


pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world(until="draft", criteria=FEW)


def partner() -> tuple[Body, User]:
    body = Body.objects.filter(kind=BodyKind.PARTNER).first()
    assert body is not None
    return body, factories.make_seat(body)


def opened(world: World, **more: Any) -> Need:
    gap = more.pop("gap", None)
    told = replace(TOLD, title=SECRET, **more)
    return acts.open_need(place=world.place, told=told, gap=gap, by=world.lead, at=world.later())


def test_a_story_from_private_to_public_and_who_reads_it(world: World) -> None:
    row, (body, adviser) = opened(world), partner()
    outside = factories.make_seat(factories.make_body(BodyKind.PARTNER))
    neighbour = factories.make_member(factories.make_place(), WorkspaceRole.LEAD)
    contributor = factories.make_member(world.place, WorkspaceRole.CONTRIBUTOR)
    strangers = [outside, neighbour, contributor, world.secretary, AnonymousUser()]

    def readers() -> list[Any]:
        everybody = [world.lead, world.editor, adviser, *strangers]
        return [one for one in everybody if queries.need(one, row.pk, world.now)]

    own = [world.lead, world.editor]
    assert readers() == own
    told = replace(queries.wanted_of(row), visible=Visible.PARTNERS, partners=frozenset({body.pk}))
    row = acts.change_need(need=row, told=told, seen=1, by=world.lead, at=world.later())
    run_due(datetime.now(UTC))
    assert Notice.objects.get(kind="need.shared").user == adviser
    assert SECRET not in str(Notice.objects.values_list("params", flat=True))
    assert readers() == [*own, adviser]
    told = replace(told, visible=Visible.PRIVATE)
    row = acts.change_need(need=row, told=told, seen=2, by=world.editor, at=world.later())
    assert readers() == own, "what was shared is taken back"
    told = replace(told, visible=Visible.PUBLIC, partners=frozenset())
    row = acts.change_need(need=row, told=told, seen=3, by=world.lead, at=world.later())
    assert readers() == [*own, adviser, *strangers]
    with pytest.raises(Refused, match="no_note"):
        acts.close_need(need=row, step="meet", note=" ", by=world.lead, at=world.later())
    row = acts.close_need(need=row, step="withdraw", note="No", by=world.lead, at=world.later())
    assert readers() == own, "what is withdrawn is public no more"
    with pytest.raises(Refused, match="need.closed"):
        acts.change_need(need=row, told=told, seen=4, by=world.lead, at=world.later())
    changed = list(row.versions.values_list("changed", flat=True))
    assert changed == [["partners", "visible"], ["visible"], ["partners", "visible"], []]
    with pytest.raises(Error), transaction.atomic():
        NeedVersion.objects.update(told={})


def test_who_may_write_and_that_nobody_overwrites_another(world: World) -> None:
    row = opened(world)
    viewer = factories.make_member(world.place, WorkspaceRole.VIEWER)
    for who in (viewer, world.secretary, partner()[1]):
        with pytest.raises(NotPermitted):
            acts.close_need(need=row, step="meet", note="Done", by=who, at=world.later())
    told = replace(TOLD, title="Other words")
    acts.change_need(need=row, told=told, seen=1, by=world.editor, at=world.later())
    with pytest.raises(Refused, match="changed_meanwhile"):
        acts.change_need(need=row, told=TOLD, seen=1, by=world.lead, at=world.later())


def test_a_gap_that_closes_is_said_and_closes_nothing() -> None:
    world = make_world(until="in_review", criteria=FEW)
    row = opened(world, gap=Gap("A01", "bronze"))
    other = opened(world, gap=Gap("B01", "silver"))
    world.review(Outcome.ACCEPT)
    world.report()
    run_due(datetime.now(UTC))
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.gap_closed_id is not None, row.state) == (True, "open")
    assert other.gap_closed_id is None
    told = Notice.objects.filter(kind="need.gap_closed").values_list("user_id", flat=True)
    assert set(told) == {world.lead.pk, world.signatory.pk}
    page = factories.log_in(Client(), world.lead).get(f"/needs/{row.pk}/").content.decode()
    assert "The newest report finds A01 met" in page


def test_from_a_gap_to_a_need_with_plain_forms(world: World) -> None:
    client = factories.log_in(Client(), world.lead)
    add = f"/workspaces/{world.place.slug}/needs/new/?criterion=A01"
    standing = client.get(f"/workspaces/{world.place.slug}/case/standing/").content.decode()
    assert add in standing
    form = client.get(add).context["form"]
    words = {name: value for name, value in form.initial.items() if value is not None}
    assert words["title"].startswith("A01")
    refused = client.post(add, words | {"topics": [], "why": "We dig."})
    assert refused.status_code == 422
    assert "We dig." in refused.content.decode()
    sent = client.post(add, words | {"topics": ["water"], "why": "We dig."})
    row = Need.objects.get()
    assert (sent["Location"], row.criterion) == (f"/needs/{row.pk}/", "A01")
    criterion = client.get(f"/workspaces/{world.place.slug}/case/criteria/A01/").content.decode()
    assert f"/needs/{row.pk}/" in criterion
    ended = client.post(f"/needs/{row.pk}/close/", {"step": "meet", "note": "The pipes lie."})
    assert ended.status_code == 302
    row.refresh_from_db()
    assert row.state == "met"


def test_partners_are_told_of_a_need_that_is_shared_from_the_first_day(world: World) -> None:
    body, adviser = partner()
    opened(world, visible=Visible.PARTNERS, partners=frozenset({body.pk}))
    run_due(datetime.now(UTC))
    assert not Job.objects.exclude(error="").exists()
    assert Notice.objects.get(kind="need.shared").user == adviser


def test_a_need_says_what_answers_it_to_its_city_alone_and_while_it_is_open(world: World) -> None:
    for number, topics in enumerate((("water",), ("water",), ("housing",))):
        make_item(f"T00{number}", title={"en": f"Tool {number}"}, topics=topics)
    row, (_, adviser) = opened(world, visible=Visible.PUBLIC), partner()
    page = f"/needs/{row.pk}/"

    def named(user: User) -> list[str]:
        html = factories.log_in(Client(), user).get(page).content.decode()
        return [f"Tool {number}" for number in range(3) if f"Tool {number}" in html]

    assert named(world.lead) == ["Tool 0", "Tool 1"]
    assert named(adviser) == []
    acts.close_need(need=row, step="meet", note="Done.", by=world.lead, at=world.later())
    assert named(world.lead) == []


def test_the_list_asks_no_more_for_three_needs_than_for_one(world: World) -> None:
    client, path = factories.log_in(Client(), world.lead), f"/workspaces/{world.place.slug}/needs/"
    counts = []
    for more in (1, 2):
        for _ in range(more):
            opened(world)
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
