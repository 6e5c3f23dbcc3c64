"""Requests for support, what a partner sees around a city, and needs in figures."""

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
from tests.community.test_needs import SECRET, TOLD, opened, partner
from tests.library.shelf import entry
from tests.world import FEW, World, make_world
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.community.actions import requests as acts
from waymark.community.actions.needs import change_need, open_need
from waymark.community.models import RequestWord, SupportRequest
from waymark.community.queries import around, figures
from waymark.community.queries import needs as needs_queries
from waymark.community.queries import requests as queries
from waymark.community.rules.figures import FEW_CITIES, Counted
from waymark.community.rules.figures import figures as counted
from waymark.community.rules.needs import Visible
from waymark.community.rules.requests import (
    ENDED,
    REQUEST,
    Provider,
    Side,
    side_of,
    waits_for,
)
from waymark.kernel.flow import Refused
from waymark.library.actions import add_item
from waymark.people.models import Interest, User
from waymark.people.rules import BodyKind


def test_every_open_state_waits_for_a_side_that_can_move_it() -> None:
    assert set(REQUEST.ends) == {"declined", "reviewed", "withdrawn"} == ENDED
    for state in REQUEST.states:
        waits = waits_for(state)
        assert (waits is None) == (state in ENDED)
        movers = {side_of(step) for step in REQUEST.open(state)}
        assert waits is None or waits in movers or None in movers


rows = st.lists(
    st.builds(
        Counted,
        need=st.sampled_from("abcdefgh"),
        topic=st.sampled_from(["water", "data"]),
        country=st.sampled_from(["KE", "PE", "NP"]),
        city=st.sampled_from("12345678"),
        named=st.booleans(),
    ),
    max_size=25,
)


def shown_small(found: Any, rows: list[Counted]) -> list[Any]:
    """Figures that are shown though one or two unnamed cities stand behind them."""
    small = []
    for one in found:
        unnamed = {
            row.city
            for row in rows
            if row.topic == one.topic and one.country in ("", row.country) and not row.named
        }
        if one.needs is not None and 0 < len(unnamed) < FEW_CITIES:
            small.append(one)
    return small


@given(rows)
def test_no_figure_rests_on_one_or_two_unnamed_cities(told: list[Counted]) -> None:
    found = counted(told)
    assert not shown_small(found, told)
    for topic in {row.topic for row in told}:
        parts = [one for one in found if one.topic == topic and one.country]
        whole = next(one for one in found if one.topic == topic and not one.country)
        withheld = [one for one in parts if one.needs is None]
        assert len(withheld) != 1 or whole.needs is None, "it would follow from the others"


def test_the_check_on_small_figures_bites() -> None:
    told = [Counted("a", "water", "KE", "1", named=False)]
    (first, *_rest) = counted(told)
    assert first.needs is None
    assert shown_small([replace(first, needs=1, cities=1)], told)


pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world(until="draft", criteria=FEW)


def send(world: World, *providers: Provider, need: Any = None, **more: Any) -> list[SupportRequest]:
    who = {"by": world.lead, **more}
    return acts.send_requests(
        place=world.place, need=need, providers=providers, subject="Help with pipes",
        text="We look for engineers.", at=world.later(), **who,
    )  # fmt: skip


def turn(world: World, row: SupportRequest, step: str, by: User, text: str = "So.", **more: Any):  # type: ignore[no-untyped-def]
    told = {"helped": None, **more}
    return acts.move_request(request=row, step=step, text=text, by=by, at=world.later(), **told)


def page(who: User, path: str) -> Any:
    return factories.log_in(Client(), who).get(path)


def test_from_asking_to_the_citys_own_review(world: World) -> None:
    body, adviser = partner()
    need = opened(world)
    (row,) = send(world, Provider(partner=body.pk), need=need)
    run_due(datetime.now(UTC))
    assert Notice.objects.get(kind="support.sent").user == adviser
    assert needs_queries.need(adviser, need.pk, world.now) is not None, "it is shared by asking"
    with pytest.raises(Refused, match="asked_already"):
        send(world, Provider(partner=body.pk), need=need)
    for who, step in ((adviser, "agree"), (world.lead, "offer"), (world.editor, "withdraw")):
        with pytest.raises(NotPermitted):
            turn(world, row, step, who)
    with pytest.raises(Refused, match="nothing_said"):
        turn(world, row, "offer", adviser, " ")
    turn(world, row, "ask_back", adviser, "How long are they?")
    turn(world, row, "reply", world.signatory, "Two kilometres.")
    turn(world, row, "offer", adviser, "Two engineers for a week.")
    assert Interest.objects.get(user=adviser).place == world.place, "help is advice"
    turn(world, row, "agree", world.lead, "")
    acts.say_on_request(request=row, text="When?", by=world.editor, at=world.later())
    turn(world, row, "deliver", adviser)
    with pytest.raises(Refused, match="helped_or_not"):
        turn(world, row, "review", world.lead)
    row = turn(world, row, "review", world.lead, "They found the leak.", helped=True)
    assert (row.state, row.helped) == ("reviewed", True)
    with pytest.raises(Refused, match="over"):
        acts.say_on_request(request=row, text="Thanks.", by=world.lead, at=world.later())
    run_due(datetime.now(UTC))
    assert Notice.objects.filter(kind="support.news_city", user=world.lead).count() == 3
    assert Notice.objects.filter(kind="support.news_partner", user=adviser).count() == 4
    with pytest.raises(Error), transaction.atomic():
        RequestWord.objects.update(text="")


def test_nobody_else_reads_a_request_and_who_judges_does_not_help() -> None:
    world = make_world(until="in_review", criteria=FEW)
    body, adviser = partner()
    (row,) = send(world, Provider(partner=body.pk))
    path = f"/requests/{row.pk}/"
    other = factories.make_seat(factories.make_body(BodyKind.PARTNER))
    for who in (other, world.secretary, world.chair, world.reviewers[1], factories.make_user()):
        assert page(who, path).status_code == 404
    for who in (world.lead, world.editor, adviser):
        assert page(who, path).status_code == 200
    reviewer = factories.make_seat(body, user=world.reviewers[0])
    with pytest.raises(Refused, match="judges"):
        turn(world, row, "offer", reviewer)
    turn(world, row, "decline", reviewer, "We can't.")
    assert not Interest.objects.exists()


def test_an_offer_without_people_here_is_asked_by_letter(world: World) -> None:
    offer = add_item(
        entry=replace(entry(), shelf="offer", kinds=("advice",), topics=("water",)),
        by=world.secretary, at=world.now,
    )  # fmt: skip
    client = factories.log_in(Client(), world.lead)
    need = opened(world)
    path = f"/workspaces/{world.place.slug}/requests/new/?need={need.pk}"
    assert offer.code in client.get(path).content.decode()
    words = {"subject": "Pipes", "text": "Please.", "offers": [offer.code]}
    assert client.post(path, words | {"offers": []}).status_code == 422
    sent = client.post(path, words)
    row = SupportRequest.objects.get()
    assert sent["Location"] == f"/requests/{row.pk}/"
    assert needs_queries.need(world.lead, need.pk, world.now).visible == Visible.PRIVATE  # type: ignore[union-attr]
    letter = client.get(f"/requests/{row.pk}/letter/?as=text").content.decode()
    assert "Please." in letter
    answer = {"step": "offer", "text": "They send somebody."}
    assert client.post(sent["Location"], answer).status_code == 302
    told = row.words.last()
    assert told is not None
    assert (told.side, told.by) == (Side.PROVIDER, world.lead)
    run_due(datetime.now(UTC))
    assert not Notice.objects.filter(kind__startswith="support.").exists()


def test_a_partner_sees_all_support_around_a_city_that_shares_with_it(world: World) -> None:
    body, adviser = partner()
    second = factories.make_body(BodyKind.PARTNER, name="Second")
    other = factories.make_seat(second)
    path = f"/support/cities/{world.place.slug}/"
    private, shared = opened(world), opened(world)
    assert page(adviser, path).status_code == 404, "nothing is shared with it"
    told = replace(
        TOLD, title="Shared pipes", visible=Visible.PARTNERS, partners=frozenset({body.pk})
    )
    change_need(need=shared, told=told, seen=1, by=world.lead, at=world.later())
    shared.refresh_from_db()
    send(world, Provider(partner=second.pk), need=shared)
    send(world, Provider(partner=second.pk))
    seen = page(adviser, path).content.decode()
    assert "Shared pipes" in seen
    assert "Second" in seen, "whom else the city asked about it"
    assert SECRET not in seen
    assert "We look for engineers." not in seen, "nor what was said"
    assert "Help with pipes" not in seen, "nor what is about no shared need"
    found = around.around(other, world.place.slug, world.now)
    assert found is not None
    assert [need.pk for need in found.needs] == [shared.pk]
    assert private.pk not in [need.pk for need in found.needs]
    assert page(world.secretary, path).status_code == 404


def test_nothing_of_a_private_need_leaves_by_any_door(world: World) -> None:
    row = opened(world)
    (_body, adviser), strangers = partner(), [AnonymousUser(), world.secretary]
    paths = ["/needs/", "/needs.csv", "/support/", "/search/?q=Wellspring", "/library/"]
    paths += ["/needs/?topic=water", "/needs/?country=KE", f"/places/{world.place.slug}/"]
    for who in (adviser, *strangers, world.lead):
        client = Client()
        if who.is_authenticated:
            factories.log_in(client, who)
        for path in paths:
            answer = client.get(path)
            content = b"".join(answer) if answer.streaming else answer.content
            assert row.pk not in content.decode()
            assert SECRET not in content.decode() or SECRET in path, "a search says its words again"
        assert figures.told(who).figures == ()
        assert not figures.public_needs(who, world.now).exists()
    run_due(datetime.now(UTC))
    assert SECRET not in str(list(Notice.objects.values_list("params", flat=True)))


def test_figures_name_no_city_that_did_not_consent(world: World) -> None:
    public = opened(world, visible=Visible.PUBLIC)
    for _ in range(FEW_CITIES - 1):
        place = factories.make_place("Hidden Harbour")
        lead = factories.make_member(place, "lead")
        told = replace(TOLD, title="Quiet need", counted=True)
        open_need(place=place, told=told, gap=None, by=lead, at=world.later())
    seen = Client().get("/needs/").content.decode()
    assert public.title in seen
    assert "Quiet need" not in seen
    assert "Hidden Harbour" not in seen
    assert "withheld" in seen
    csv = b"".join(Client().get("/needs.csv")).decode()
    assert "water" in csv
    assert ",Q" in csv


def test_lists_ask_no_more_for_three_than_for_one(world: World) -> None:
    body, adviser = partner()
    counts: dict[str, list[int]] = {}
    paths = {
        f"/workspaces/{world.place.slug}/requests/": world.lead,
        "/support/": adviser,
        f"/support/cities/{world.place.slug}/": adviser,
        "/needs/": world.lead,
    }
    for more in (1, 2):
        for _ in range(more):
            need = opened(world, visible=Visible.PUBLIC)
            send(world, Provider(partner=body.pk), need=need)
        for path, who in paths.items():
            client = factories.log_in(Client(), who)
            client.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            counts.setdefault(path, []).append(len(seen))
    for path, (one, three) in counts.items():
        assert one == three <= 14, path
    assert queries.waiting(adviser, world.now) == 3
