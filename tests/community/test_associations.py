"""Associations: who is a member, what members are told and asked, and what figures give away."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.awards.issued import issued
from tests.library.shelf import make_item
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.base.permits import NotPermitted
from waymark.community.actions import associations as acts
from waymark.community.actions.needs import change_need, open_need
from waymark.community.models import AssociationMember, AssociationMessage, Survey
from waymark.community.queries import associations as queries
from waymark.community.rules.associations import (
    ENOUGH,
    Answered,
    Asked,
    Message,
    demand,
    needs_of_members,
    refuse_answer,
    refuse_message,
    refuse_survey,
)
from waymark.community.rules.figures import FEW_CITIES, Counted
from waymark.community.rules.needs import Visible, Wanted
from waymark.kernel.flow import Refused
from waymark.library.models import Item
from waymark.people.models import Body, Organisation, User
from waymark.people.rules import BodyKind
from waymark.places.models import Place

TOPICS = ("water", "data", "finance")
TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ASKED = Asked("Where?", ("What first?",), TODAY + timedelta(days=20))


@given(st.lists(st.sets(st.sampled_from(TOPICS)), max_size=12), st.integers(0, 15))
def test_a_survey_tells_nobody_what_one_of_few_cities_said(
    answers: list[set[str]], members: int
) -> None:
    found = demand(answers, members)
    counted = Counter(topic for one in answers for topic in one)
    assert bool(found) == (len(answers) >= ENOUGH and bool(counted))
    for one in found:
        rest = max(members, len(answers)) - counted[one.topic]
        safe = counted[one.topic] >= FEW_CITIES and rest >= FEW_CITIES
        assert one.cities == (counted[one.topic] if safe else None)


def test_figures_of_members_can_not_be_taken_from_those_of_all() -> None:
    def rows(cities: str, *, named: bool = False, land: str = "KE") -> list[Counted]:
        return [Counted(f"n{city}", "water", land, city, named) for city in cities]

    def told(found: list[Counted], members: str = "abcdef", read: str = "") -> list[int | None]:
        ids = {f"n{city}" for city in read}
        return [one.cities for one in needs_of_members(found, set(members), ids)]

    assert told(rows("abc")) == [3]
    assert told(rows("ab")) == [None]
    assert told(rows("abcx")) == [None], "the public figure less this one is one city"
    assert told(rows("abc") + rows("x", land="NP") + rows("yz", land="UG")) == [3]
    assert told(rows("abc") + rows("yz", land="UG")) == [None]
    assert told(rows("ab", named=True) + rows("x", named=True)) == [2]
    assert told(rows("xyz")) == []
    assert told(rows("abcd")) == [None], "nearly all members: each of them is known"
    assert told(rows("abcd", named=True)) == [4], "everybody reads these"
    assert told(rows("abc"), read="a") == [None], "it reads one of the three"
    assert told(rows("abcd"), "abcdefg", read="a") == [4]
    assert told(rows("abc") + rows("wxyz"), read="wx") == [None], "and two of the others"
    assert told(rows("a"), "a") == told(rows("a"), "abcde") == [], "that one is withheld tells"


@pytest.mark.parametrize(
    ("refused", "field"),
    [
        (refuse_message(Message(" ", "Text"), ()), "title"),
        (refuse_message(Message("Title", "x" * 4001), ()), "text"),
        (refuse_message(Message("Title", "Text", "T999"), {"T001"}), "item"),
        (refuse_survey(replace(ASKED, questions=("?",) * 4), TODAY), "questions"),
        (refuse_survey(replace(ASKED, closes_on=TODAY), TODAY), "closes_on"),
        (refuse_answer(Answered(("gold",)), ()), "topics"),
        (refuse_answer(Answered(("data",), ("x" * 2001,)), ("?",)), "text_1"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(refused: Any, field: str) -> None:
    assert [reason.params["field"] for reason in refused] == [field]
    assert refuse_message(Message("Title", "Text", "T001"), {"T001"}) == ()
    assert refuse_survey(ASKED, TODAY) == ()


pytestmark = pytest.mark.django_db


def make_association(name: str = "Union of Lake Cities") -> tuple[Body, User]:
    """An association, and somebody who sits for it."""
    kind = factories.make_organisation(name, kind="association")
    body = factories.make_body(BodyKind.PARTNER, name=name, organisation=kind)
    return body, factories.make_seat(body)


def make_joined(
    body: Body, person: User, name: str, *, named: bool = True, kind: str = Place.Kind.CITY
) -> tuple[Place, User]:
    """A city or region that is a member, and its lead."""
    place = factories.make_place(name, kind=kind)
    lead = factories.make_member(place, "lead")
    row = acts.invite_member(body=body, place=place, by=person, at=NOW)
    acts.move_member(member=row, step="accept", named=named, messages=True, by=lead, at=NOW)
    return place, lead


def page(who: User | None, path: str) -> tuple[int, str]:
    client = factories.log_in(Client(), who) if who else Client()
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def test_a_membership_from_the_invitation_to_its_end_with_plain_forms() -> None:
    body, person = make_association()
    place = factories.make_place("Mwanga")
    lead, editor = factories.make_member(place, "lead"), factories.make_member(place, "editor")
    other = factories.make_seat(factories.make_body(BodyKind.PARTNER))
    here, desk = f"/workspaces/{place.slug}/associations/", f"/associations/{body.pk}/desk/"
    public = f"/associations/{body.pk}/"
    assert [page(who, desk)[0] for who in (person, other, lead)] == [200, 404, 404]
    inside, city = factories.log_in(Client(), person), factories.log_in(Client(), lead)
    wrong = inside.post(desk, {"city": "Nowhere"})
    assert wrong.status_code == 422
    assert "Nowhere" in wrong.content.decode(), "what was typed stays"
    assert inside.post(desk, {"city": "mwanga"}).status_code == 302
    assert inside.post(desk, {"city": "mwanga"}).status_code == 422, "it is asked already"
    row = AssociationMember.objects.get()
    run_due(datetime.now(UTC))
    assert Notice.objects.get(kind="association.invited").user == lead
    assert page(None, public)[0] == 404, "nobody is named yet"
    answer = {"step": "accept", "named": "on", "messages": "on"}
    assert factories.log_in(Client(), editor).post(f"{here}{row.pk}/", answer).status_code == 404
    assert city.post(f"{here}{row.pk}/", answer).status_code == 302
    award = issued("Mwanga", subject=f"place:{place.pk}")
    gone = issued("Mwanga", subject=f"place:{place.pk}", valid_until=NOW - timedelta(days=99))
    shown = page(None, public)[1]
    assert [word in shown for word in ("Mwanga", award.number, gone.number)] == [True, True, False]
    assert "Union of Lake Cities" in page(None, "/associations/")[1]
    city.post(f"{here}{row.pk}/", {"step": "save", "messages": "on"})
    assert page(None, public)[0] == 404, "it takes its name back"
    told = {"title": "A new tool", "text": "It is free.", "item": ""}
    assert inside.post(f"/associations/{body.pk}/messages/new/", told).status_code == 302
    assert "It is free." in page(editor, here)[1]
    run_due(datetime.now(UTC))
    heard = Notice.objects.filter(kind="association.told").values_list("user_id", flat=True)
    assert set(heard) == {lead.pk, editor.pk}
    assert city.post(f"{here}{row.pk}/", {"step": "leave"}).status_code == 302
    assert inside.post(f"/associations/{body.pk}/messages/new/", told).status_code == 422
    assert inside.post(desk, {"city": "mwanga"}).status_code == 302, "it can be asked anew"
    verbs = list(Record.objects.filter(subject__endswith=row.pk).values_list("verb", flat=True))
    assert verbs == [f"association.{one}" for one in ("invited", "member", "consent", "left")]
    for act in (
        AssociationMessage.objects.get().delete,
        lambda: AssociationMember.objects.update(invited_at=NOW),
    ):
        with pytest.raises(Error), transaction.atomic():
            act()


def test_only_its_own_sides_move_a_membership() -> None:
    body, person = make_association()
    place = factories.make_place()
    lead, stranger = factories.make_member(place, "lead"), factories.make_secretary()
    plain = factories.make_body(BodyKind.PARTNER)
    with pytest.raises(Refused):
        acts.invite_member(body=plain, place=place, by=factories.make_seat(plain), at=NOW)
    row = acts.invite_member(body=body, place=place, by=person, at=NOW)
    for who, step in ((person, "accept"), (lead, "take_back"), (stranger, "accept")):
        with pytest.raises(NotPermitted):
            acts.move_member(member=row, step=step, by=who, at=NOW)
    with pytest.raises(Refused):
        acts.move_member(member=row, step="leave", by=lead, at=NOW)
    acts.move_member(member=row, step="accept", by=lead, at=NOW)
    gone = acts.move_member(member=row, step="end", by=person, at=NOW)
    assert (gone.state, gone.ended_at) == ("ended", NOW)
    with pytest.raises(Refused):
        acts.change_consent(member=row, named=True, messages=True, by=lead, at=NOW)


def test_a_survey_is_the_associations_until_its_end_and_then_figures() -> None:
    body, person = make_association()
    joined = [make_joined(body, person, "Lakeland", kind=Place.Kind.REGION)]
    joined += [make_joined(body, person, f"Lake {n}") for n in range(8)]
    outside = factories.make_member(factories.make_place(), "lead")
    path = f"/associations/{body.pk}/surveys/new/"
    inside = factories.log_in(Client(), person)
    last = datetime.now(UTC).date() + timedelta(days=9)
    asked = {"title": "Our demand", "questions": "What first?\n", "closes_on": last.isoformat()}
    assert inside.post(path, asked).status_code == 302
    survey = Survey.objects.get()
    one = f"/associations/surveys/{survey.pk}/"
    mine = f"/workspaces/{joined[0][0].slug}/surveys/{survey.pk}/"
    assert [page(who, one)[0] for who in (person, joined[0][1], outside)] == [200, 404, 404]
    client = factories.log_in(Client(), joined[0][1])
    assert client.post(mine, {"text_1": "Pumps"}).status_code == 422
    assert client.post(mine, {"topics": ["water"], "text_1": "Pumps"}).status_code == 302
    assert "Pumps" in page(person, one)[1]
    assert "Pumps" in page(joined[0][1], mine)[1], "it can be changed"
    for place, lead in joined[1:6]:
        acts.answer_survey(
            survey=survey, place=place, told=Answered(("water",)), by=lead,
            at=datetime.now(UTC),
        )  # fmt: skip
    public = f"/associations/{body.pk}/"
    assert "Our demand" not in page(None, public)[1], "nothing before its end"
    after = datetime.combine(last + timedelta(days=1), datetime.min.time(), UTC)
    (over,) = queries.over(body, after)
    assert [(line.topic, line.cities) for line in over.demand] == [("water", 6)]
    place, lead = joined[7]
    with pytest.raises(Refused):
        acts.answer_survey(survey=survey, place=place, told=Answered(("data",)), by=lead, at=after)
    with pytest.raises(NotPermitted):
        acts.answer_survey(survey=survey, place=place, told=Answered(("data",)), by=outside, at=NOW)
    row = AssociationMember.objects.get(place=place)
    acts.move_member(member=row, step="leave", by=lead, at=NOW)
    with pytest.raises(Refused):
        acts.answer_survey(survey=survey, place=place, told=Answered(("data",)), by=lead, at=NOW)
    late = factories.log_in(Client(), lead).post(
        f"/workspaces/{place.slug}/surveys/{survey.pk}/",
        {"topics": ["data"], "text_1": "Typed for an hour"},
    )
    assert late.status_code == 422
    assert "Typed for an hour" in late.content.decode(), "what was typed stays"
    place, lead = joined[0]
    row = AssociationMember.objects.get(place=place)
    acts.move_member(member=row, step="leave", by=lead, at=NOW)
    assert "Pumps" in page(lead, mine)[1], "it reads what it has answered"
    assert "<form" not in page(lead, mine)[1].partition("<main")[2].partition("</main")[0]
    assert mine in page(lead, f"/workspaces/{place.slug}/associations/")[1]


def test_who_writes_for_two_members_hears_of_both() -> None:
    body, person = make_association()
    (one, lead), (two, _other) = (make_joined(body, person, name) for name in ("Hill", "Lake"))
    factories.make_member(two, "editor", user=lead)
    acts.open_survey(body=body, told=ASKED, by=person, at=NOW)
    run_due(datetime.now(UTC))
    heard = Notice.objects.filter(kind="survey.opened", user=lead).values_list("url", flat=True)
    assert set(heard) == {f"/workspaces/{place.slug}/associations/" for place in (one, two)}


def test_needs_that_the_association_reads_hide_no_other_member() -> None:
    body, person = make_association()
    joined = [make_joined(body, person, f"Lake {n}") for n in range(7)]
    water = Wanted("Pumps", "", topics=("water",), counted=True)
    made = [
        open_need(place=place, told=water, gap=None, by=lead, at=NOW) for place, lead in joined[:4]
    ]
    assert [one.cities for one in queries.needs_in_figures(body)] == [4]
    shared = replace(water, visible=Visible.PARTNERS, partners=frozenset({body.pk}))
    for row, (_place, lead) in zip(made[:2], joined, strict=False):
        change_need(need=row, told=shared, seen=row.version, by=lead, at=NOW)
    assert [one.cities for one in queries.needs_in_figures(body)] == [None]


def test_an_entry_that_was_hidden_after_a_message_is_named_nowhere() -> None:
    body, person = make_association()
    place, lead = make_joined(body, person, "Lake")
    make_item("T001", title={"en": "A tool of somebody else"})
    told = Message("A tool", "It is free.", "T001")
    acts.send_message(body=body, told=told, by=person, at=NOW)
    here, desk = f"/workspaces/{place.slug}/associations/", f"/associations/{body.pk}/desk/"
    pages = [(lead, here), (person, desk)]
    assert all("A tool of somebody else" in page(*one)[1] for one in pages)
    Item.objects.update(hidden_at=NOW)
    assert not any("A tool of somebody else" in page(*one)[1] for one in pages)


def test_what_is_no_association_any_more_gets_no_member_and_no_answer() -> None:
    body, person = make_association()
    place, lead = make_joined(body, person, "Lake")
    survey = acts.open_survey(body=body, told=ASKED, by=person, at=NOW)
    asked = factories.make_place("Hill")
    its = factories.make_member(asked, "lead")
    row = acts.invite_member(body=body, place=asked, by=person, at=NOW)
    Organisation.objects.filter(pk=body.organisation_id).update(kind="university")
    with pytest.raises(Refused, match=r"association\.none"):
        acts.move_member(member=row, step="accept", by=its, at=NOW)
    with pytest.raises(Refused, match=r"association\.no_member"):
        acts.answer_survey(survey=survey, place=place, told=Answered(("data",)), by=lead, at=NOW)
    acts.move_member(member=row, step="decline", by=its, at=NOW)


def test_what_is_typed_when_a_survey_closes_stays() -> None:
    body, person = make_association()
    place, lead = make_joined(body, person, "Lake")
    told = replace(ASKED, closes_on=date(2025, 1, 20))
    survey = acts.open_survey(body=body, told=told, by=person, at=datetime(2025, 1, 1, tzinfo=UTC))
    path = f"/workspaces/{place.slug}/surveys/{survey.pk}/"
    late = factories.log_in(Client(), lead).post(path, {"topics": ["data"], "text_1": "Typed"})
    assert late.status_code == 422
    assert "Typed</textarea>" in late.content.decode()


def test_it_sees_of_needs_what_is_shared_with_it_and_asks_no_more_for_three() -> None:
    body, person = make_association()
    place, lead = make_joined(body, person, "Lake")

    def need(title: str, visible: Visible, partners: frozenset[str] = frozenset()) -> None:
        told = Wanted(title, "", topics=("water",), visible=visible, partners=partners)
        open_need(place=place, told=told, gap=None, by=lead, at=NOW)

    need("Pipes", Visible.PRIVATE)
    need("Pumps", Visible.PUBLIC)
    need("Wells", Visible.PARTNERS, frozenset({body.pk}))
    desk = f"/associations/{body.pk}/desk/"
    shown = page(person, desk)[1]
    assert [word in shown for word in ("Pipes", "Pumps", "Wells")] == [False, True, True]

    def count(who: Client, path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert who.get(path).status_code == 200
        return len(seen)

    inside, public = factories.log_in(Client(), person), f"/associations/{body.pk}/"
    pages = [(inside, desk), (Client(), public), (Client(), "/associations/")]
    city = factories.log_in(Client(), lead)
    pages.append((city, f"/workspaces/{place.slug}/associations/"))
    for who, path in pages:
        who.get(path)
    once = [count(*one) for one in pages]
    for name in ("Hill", "Valley"):
        make_joined(body, person, name)
        further, its = make_association(name)
        make_joined(further, its, f"{name} town")
        row = acts.invite_member(body=further, place=place, by=its, at=NOW)
        acts.move_member(member=row, step="accept", by=lead, at=NOW)
    assert [count(*one) for one in pages] == once
