"""Peers are named where they agreed, by name alone; feedback is counted and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.library.shelf import make_item
from tests.library.test_suggest import cities
from tests.world import FEW, World, make_world, neighbour
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.community.actions import matching as acts
from waymark.community.models.matching import Exchange, PeerConsent, SuggestionSaid
from waymark.community.queries import matching as queries
from waymark.community.rules.exchanges import EXCHANGE, Side, refuse_asking, steps_of
from waymark.community.rules.matching import PeerFacts, peers, shown_count
from waymark.kernel.flow import Refused
from waymark.library.models import Item
from waymark.library.rules.matching import Ask, CityFacts

criteria = st.frozensets(st.sampled_from(["A01", "C03", "C09"]))
others = st.lists(
    st.builds(
        PeerFacts,
        id=st.sampled_from("abcdef"),
        name=st.sampled_from(["Ayt", "bend", "Cur", "ayt"]),
        agreed=criteria,
        met=criteria,
        country=st.sampled_from(["KE", "NP"]),
        facts=cities,
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)
asks = st.builds(Ask, criteria=st.sampled_from([("A01",), ("C03", "C09")]))


@given(asks, others, cities, st.randoms())
def test_what_holds_of_peers(
    ask: Ask, shelf: list[PeerFacts], city: CityFacts, chance: Random
) -> None:
    by_id, shuffled = {one.id: one for one in shelf}, list(shelf)
    chance.shuffle(shuffled)
    found = peers(ask, shelf, city, own="a", country="KE")
    assert found == peers(ask, shuffled, city, own="a", country="KE")
    assert peers(replace(ask, open=False), shelf, city) == ()
    assert [one.name.casefold() for one in found] == sorted(one.name.casefold() for one in found)
    few = peers(replace(ask, languages=("fr",)), shelf, city, own="a", country="KE")
    assert [one for one in found if one in few] == list(few)
    for one in found:
        other = by_id[one.id]
        assert one.id != "a"
        assert one.criterion in other.agreed & other.met & set(ask.criteria)
        told = {reason.key: reason.params for reason in one.reasons}
        assert ("peer.country" in told) == (other.country == "KE")
        if "peer.size" in told:
            assert told["peer.size"]["size"] == other.facts.size == city.size
        if "peer.language" in told:
            spoken: Any = told["peer.language"]["languages"]
            assert set(spoken) <= set(other.facts.languages) & set(city.languages)


def test_who_takes_which_step_and_who_is_counted() -> None:
    assert steps_of("asked", Side.PEER) == ("accept", "decline")
    assert steps_of("asked", Side.ASKER) == ("withdraw",)
    assert steps_of("accepted", Side.ASKER) == steps_of("accepted", Side.PEER) == ("say", "close")
    assert EXCHANGE.ends == ("declined", "withdrawn", "closed")
    assert [shown_count(count) for count in (0, 4, 5)] == [None, None, 5]
    assert refuse_asking(named=True, open_already=False) == ()


pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """A city with a certificate, and another one that begins."""
    made = make_world(until="published", criteria=FEW)
    made.extra["beginner"] = neighbour(made)
    return made


def test_a_city_is_named_only_while_it_wants_to_and_its_certificate_stands(world: World) -> None:
    beginner: World = world.extra["beginner"]
    now = datetime.now(UTC)
    name, path = world.place.name["en"], f"/workspaces/{beginner.place.slug}/help/A01/"
    client = factories.log_in(Client(), beginner.lead)

    def is_named() -> bool:
        answer = client.get(path)
        assert answer.status_code == 200
        return name in answer.content.decode()

    assert not is_named(), "off unless it says so"
    own = factories.log_in(Client(), world.signatory)
    page = f"/workspaces/{world.place.slug}/peers/"
    assert own.post(page, {"criteria": ["A01"]}).status_code == 302
    assert is_named()
    assert "A public report finds A01 met" in client.get(path).content.decode()
    other = client.get(f"/workspaces/{beginner.place.slug}/help/A02/")
    assert name not in other.content.decode(), "it agreed to the other one alone"
    asking = f"/workspaces/{beginner.place.slug}/help/A01/ask/{world.place.pk}/"
    assert client.post(asking, {"goals": ""}).status_code == 422
    sent = client.post(asking, {"goals": "To learn it."})
    assert sent.status_code == 302
    run_due(now)
    told = Notice.objects.filter(kind="exchange.asked").values_list("user_id", flat=True)
    assert told
    assert set(told) <= {world.lead.pk, world.signatory.pk}
    for stranger in (world.secretary, world.chair, factories.make_user()):
        assert factories.log_in(Client(), stranger).get(sent["Location"]).status_code == 404
    assert own.post(sent["Location"], {"step": "decline", "text": ""}).status_code == 422
    assert client.post(sent["Location"], {"step": "accept", "text": ""}).status_code == 422
    assert own.post(sent["Location"], {"step": "accept", "text": "Gladly."}).status_code == 302
    assert client.post(sent["Location"], {"step": "say", "text": "When?"}).status_code == 302
    assert client.post(sent["Location"], {"step": "close", "text": "We have a plan."}).status_code
    row = Exchange.objects.get()
    assert row.state == "closed"
    assert [one.side for one in row.words.all()] == ["peer", "asker", "asker"]
    assert "We have a plan." in own.get(sent["Location"]).content.decode()
    assert own.post(page, {}).status_code == 302
    assert not is_named(), "taken back at once"
    assert client.get(asking).status_code == 404
    acts.agree_to_be_named(place=world.place, criteria=["A01"], by=world.signatory, at=now)
    assert is_named()
    met = queries.met_by(None, [world.place.pk], now)
    assert "A01" in met[world.place.pk]
    later = world.award.valid_until
    assert queries.met_by(None, [world.place.pk], later) == {}, "the certificate has ended"


def test_who_may_let_a_city_be_named_and_for_what(world: World) -> None:
    now = datetime.now(UTC)
    for who in (world.editor, world.secretary):
        with pytest.raises(NotPermitted):
            acts.agree_to_be_named(place=world.place, criteria=["A01"], by=who, at=now)
    with pytest.raises(Refused):
        acts.agree_to_be_named(place=world.place, criteria=["D14"], by=world.lead, at=now)
    assert not PeerConsent.objects.exists()
    with pytest.raises(Refused):
        acts.ask_peer(
            place=world.extra["beginner"].place, peer=world.place.pk, criterion="A01",
            goals="To learn.", by=world.extra["beginner"].lead, at=now,
        )  # fmt: skip


def test_what_cities_say_of_a_suggestion_is_counted_for_curators_and_moves_nothing(
    world: World,
) -> None:
    beginner: World = world.extra["beginner"]
    for code in ("T001", "T002"):
        make_item(code, title={"en": f"Tool {code}"}, stages=("A",), criteria=("A01",))
    client = factories.log_in(Client(), beginner.editor)
    path = f"/workspaces/{beginner.place.slug}/help/A01/"
    before = client.get(path).content.decode()
    assert before.index("Tool T001") < before.index("Tool T002")
    assert "Fits A01 by topic" in before
    for said in ("not_useful", "useful"):
        assert client.post(f"{path}said/", {"item": "T002", "said": said}).status_code == 302
    assert SuggestionSaid.objects.get().said == "useful", "the last word counts"
    after = client.get(path).content.decode()
    assert after.index("Tool T001") < after.index("Tool T002")
    curator = factories.make_secretary()
    item = Item.objects.get(code="T002")

    def figures() -> str:
        return factories.log_in(Client(), curator).get("/suggestions/figures/").content.decode()

    assert figures().count("fewer than 5") == 3
    for _ in range(4):
        SuggestionSaid.objects.create(
            place=factories.make_place(), item=item, about="A01", said="useful",
            by=beginner.editor, at=world.now,
        )  # fmt: skip
    assert figures().count("fewer than 5") == 2
    assert client.get("/suggestions/figures/").status_code == 404
    assert queries.figures(beginner.editor) == []
    assert Client().get("/suggestions/why/").status_code == 200
