"""Groups from the proposal to the end: who is asked, who is named to whom, who comes and goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from tests import factories
from tests.community.spaces import (
    NOW,
    SECRET,
    Circle,
    city,
    later,
    make_circle,
    page,
    proposal,
    say_yes,
)
from tests.world import FEW, make_world
from waymark.assessments.actions.chain import append, publish_at_once
from waymark.assessments.actions.diagnosing import (
    Typed,
    answer_diagnostic,
    finish_diagnostic,
    start_diagnostic,
)
from waymark.assessments.models import Case
from waymark.assessments.queries.diagnosing import in_force
from waymark.assessments.rules.case import DecisionKind, Outcome
from waymark.assessments.rules.diagnosing import Said
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.community.actions import groups as acts
from waymark.community.actions import spaces
from waymark.community.actions.needs import open_need
from waymark.community.jobs.groups import lapse_groups
from waymark.community.models import Offer, Space
from waymark.community.queries import associations, events, needs
from waymark.community.queries import groups as reads
from waymark.community.queries import spaces as queries
from waymark.community.rules.groups import DAYS, Subject
from waymark.community.rules.needs import Visible, Wanted
from waymark.kernel.flow import Refused
from waymark.portal import finding
from waymark.search.models import Document
from waymark.search.queries import search

pytestmark = pytest.mark.django_db


def test_a_group_from_the_question_to_its_end_names_nobody_who_did_not_agree() -> None:
    known = [city(f"Town {letter}") for letter in "ABCD"]
    (_a, lead_a), (place_b, lead_b), (place_c, lead_c), (_d, lead_d) = known
    space = proposal(*(place for place, _lead in known))
    run_due(later())
    assert Notice.objects.filter(kind="space.asked").count() == 4
    offer = space.offers.get(place=known[0][0])
    shown = page(lead_a, f"/groups/offers/{offer.pk}/").content.decode()
    assert "At least 3 other cities have the same gap: A01" in shown
    assert all(str(place) not in shown for place, _lead in known[1:])
    assert page(lead_b, f"/groups/offers/{offer.pk}/").status_code == 404
    client = factories.log_in(Client(), lead_a)
    assert client.post(f"/groups/offers/{offer.pk}/", {"answer": "yes"}).status_code == 302
    shown = client.get(f"/groups/{space.pk}/").content.decode()
    assert "Town A" in shown
    assert "Town B" not in shown
    say_yes(space, place_b, lead_b)
    for who in (lead_c, lead_d, factories.make_secretary(), None):
        assert page(who, f"/groups/{space.pk}/").status_code == 404
    say_yes(space, place_c, lead_c)
    space.refresh_from_db()
    assert space.state == "open"
    assert [one.user for one in queries.facilitators(space)] == [lead_a], "who said so first"
    shown = page(lead_c, f"/groups/{space.pk}/").content.decode()
    assert all(f"Town {letter}" in shown for letter in "ABC")
    assert "Town D" not in shown
    assert "Town A" not in page(lead_d, "/groups/").content.decode()
    run_due(later())
    assert Notice.objects.filter(kind="space.opened").count() == 3
    assert not Notice.objects.filter(user=lead_d, params__icontains="Town A").exists()


def test_a_proposal_that_too_few_take_ends_by_its_date_and_is_gone() -> None:
    known = [city(), city(), city(), city()]
    space = proposal(*(place for place, _lead in known))
    say_yes(space, *known[0])
    acts.answer_offer(
        offer=space.offers.get(place=known[1][0]), joins=False, by=known[1][1], at=NOW
    )
    with pytest.raises(Refused):
        acts.lapse_group(space=space, by=None, at=NOW)
    over, third = NOW + DAYS + timedelta(days=1), space.offers.get(place=known[2][0])
    with pytest.raises(Refused):
        acts.answer_offer(offer=third, joins=True, by=known[2][1], at=over)
    assert lapse_groups(NOW) == 0
    assert lapse_groups(over) == 1
    assert lapse_groups(over) == 0
    run_due(over)
    assert page(known[0][1], f"/groups/{space.pk}/").status_code == 404
    told = Notice.objects.filter(kind="space.lapsed")
    assert [one.user for one in told] == [known[0][1]]


def test_who_answers_opens_joins_and_leaves() -> None:
    here, other = city(), city()
    space = proposal(here[0], other[0], city()[0], city()[0])
    offer = space.offers.get(place=here[0])
    editor = factories.make_member(here[0], "editor")
    for who in (editor, other[1], factories.make_secretary()):
        with pytest.raises(NotPermitted):
            acts.answer_offer(offer=offer, joins=True, by=who, at=NOW)
    with pytest.raises(NotPermitted):
        spaces.open_space(
            host=factories.make_body("partner"), about=spaces.About("A", "B"), by=here[1], at=NOW
        )
    circle = make_circle()
    with pytest.raises(Refused):
        spaces.join_space(space=circle.space, side=here[0], by=here[1], at=later())
    with pytest.raises(NotPermitted):
        spaces.join_space(space=circle.space, side=here[0], by=circle.lead, at=later())
    with pytest.raises(NotPermitted):
        spaces.invite(space=circle.space, side=here[0], by=circle.lead, at=later())


@pytest.mark.parametrize("access", ["closed", "members", "public"])
def test_who_finds_and_who_reads(access: str) -> None:
    circle = make_circle(access)
    outside = [circle.stranger, factories.make_secretary(), factories.make_user(), None]
    path = f"/groups/{circle.space.pk}/"
    for who in outside:
        answer, listed = page(who, path), page(who, "/groups/").content.decode()
        assert answer.status_code == (404 if access == "closed" else 200)
        assert (SECRET in listed) == (access != "closed")
        assert ("Insideville" in answer.content.decode()) == (access == "public")
        assert page(who, f"{path}facilitators/").status_code in (302, 404)
    for who in (circle.lead, circle.viewer, circle.adviser):
        assert "Insideville" in page(who, path).content.decode()


def test_who_left_reads_nothing_more_and_the_last_one_closes() -> None:
    circle = make_circle()
    lead = factories.log_in(Client(), circle.lead)
    path = f"/groups/{circle.space.pk}/"
    (party,) = queries.own_parties(circle.lead, circle.space)
    assert lead.post(f"{path}leave/", {"side": party.pk}).status_code == 302
    assert lead.get(path).status_code == 404
    assert page(circle.viewer, path).status_code == 404
    (last,) = queries.own_parties(circle.adviser, circle.space)
    with pytest.raises(Refused):
        spaces.leave_space(party=last, by=circle.adviser, at=later())
    adviser = factories.log_in(Client(), circle.adviser)
    assert adviser.post(f"{path}close/", {"words": " "}).status_code == 422
    assert adviser.post(f"{path}close/", {"words": "We are done."}).status_code == 302
    assert "We are done." in adviser.get(path).content.decode()
    with pytest.raises(Refused):
        spaces.invite(space=circle.space, side=circle.place, by=circle.adviser, at=later())


def test_facilitators_are_the_members_people_and_one_stays() -> None:
    circle = make_circle()
    (only,) = queries.facilitators(circle.space)
    with pytest.raises(Refused):
        spaces.end_facilitating(facilitator=only, by=circle.adviser, at=later())
    for who in (circle.stranger, circle.viewer):
        with pytest.raises(Refused):
            spaces.name_facilitator(space=circle.space, person=who, by=circle.adviser, at=later())
    spaces.name_facilitator(space=circle.space, person=circle.lead, by=circle.adviser, at=later())
    spaces.end_facilitating(facilitator=only, by=circle.lead, at=later())
    assert "facilitator" not in queries.roles(circle.adviser, circle.space)
    circle.lead.memberships.update(until=later())
    assert queries.roles(circle.lead, circle.space) == frozenset()
    assert "facilitator" in queries.roles(circle.adviser, circle.space), "nobody else is left"


def test_it_is_opened_joined_and_filled_with_plain_forms() -> None:
    circle = make_circle("members")
    adviser = factories.log_in(Client(), circle.adviser)
    words = {
        "host": circle.partner.pk, "title": "Housing", "purpose": "To learn.", "sort": "practice",
        "access": "members", "languages": ["en", "ar"], "topics": ["housing"],
    }  # fmt: skip
    assert adviser.post("/groups/open/", words | {"title": ""}).status_code == 422
    made = adviser.post("/groups/open/", words)["Location"]
    lead = factories.log_in(Client(), circle.stranger)
    assert "Housing" in lead.get("/groups/").content.decode()
    assert lead.post(f"{made}join/", {"side": circle.elsewhere.pk}).status_code == 302
    assert "Outsideville" in adviser.get(made).content.decode()
    assert adviser.post(f"{made}edit/", words | {"title": "Homes"}).status_code == 302
    assert adviser.post(f"{made}invite/", {"city": "Insideville"}).status_code == 302
    assert adviser.post(f"{made}invite/", {"city": "Insideville"}).status_code == 422
    assert adviser.post(f"{made}invite/", {"city": "Nowhere at all"}).status_code == 422
    person = {"person": circle.stranger.pk}
    assert adviser.post(f"{made}facilitators/", person).status_code == 302
    assert Space.objects.get(pk=made.split("/")[2]).facilitators.count() == 2


def test_the_newest_report_says_what_a_city_could_learn_and_it_is_not_asked_twice() -> None:
    world = make_world(until="in_review", criteria=FEW)
    world.review(Outcome.REJECT)
    world.report()
    known = reads.facts(later())
    (one,) = known.cities
    assert (one.id, one.language) == (world.place.pk, "en")
    assert {subject.code.rpartition("/")[2] for subject in one.subjects} == set(FEW)
    assert all(known.titles[subject]["en"] for subject in one.subjects)
    assert not one.known, "nobody else reads the report"
    space = proposal(world.place)
    (one,) = reads.facts(later()).cities
    assert one.asked == {Subject("gap", "sdg-cities/A01")}
    assert one.open == 1
    assert Offer.objects.get(space=space).place == world.place


def test_gaps_of_a_published_report_are_known_to_everybody() -> None:
    world = make_world(until="in_review", criteria=FEW)
    world.review(Outcome.REJECT)
    world.report()
    case = Case.objects.select_related("place", "mechanism").get()
    report = case.reports.get()
    given = append(
        case, by=world.chair, at=world.later(), kind=DecisionKind.GRANT, level="", report=report,
        report_sha256=report.sha256, reasons="So.", effective_on=world.now.date(),
        valid_until=world.now + timedelta(days=900),
    )  # fmt: skip
    publish_at_once(given, by=world.chair, at=world.later())
    (one,) = reads.facts(later()).cities
    assert one.known == one.subjects != frozenset()


def test_needs_that_count_and_what_diagnostics_found_lead_to_groups_and_private_ones_do_not() -> (
    None
):
    (place, lead), (public, speaker) = city("Shyville"), city("Openville")
    counts = Wanted("Pipes", topics=("water",), languages=("fr",), counted=True)
    private = replace(counts, topics=("land",), counted=False)
    for told in (counts, private):
        open_need(place=place, told=told, gap=None, by=lead, at=NOW)
    told = replace(counts, topics=("air",), visible=Visible.PUBLIC)
    open_need(place=public, told=told, gap=None, by=speaker, at=NOW)
    known = reads.facts(later())
    shy, speaks = sorted(known.cities, key=lambda one: len(one.known))
    assert (shy.id, shy.language, shy.subjects) == (place.pk, "fr", {Subject("topic", "water")})
    assert speaks.known == speaks.subjects == {Subject("topic", "air")}
    assert known.titles[Subject("topic", "water")]["ar"] == "المياه"
    about = in_force()[0]
    run = start_diagnostic(place=place, slug=about.slug, by=lead, at=NOW)
    typed = {one.id: Typed(Said("1", "So."), "") for one in about.scheme.criteria[:2]}
    answer_diagnostic(run=run, typed=typed, by=lead, at=later())
    assert "found" not in {one.kind for one in reads.facts(later()).cities[0].subjects}
    finish_diagnostic(run=run, by=lead, at=later())
    known = reads.facts(later())
    shy = next(one for one in known.cities if one.id == place.pk)
    found = {one.code for one in shy.subjects if one.kind == "found"}
    assert found == {f"{about.slug}/{one.id}" for one in about.scheme.criteria[:2]}
    assert all(known.titles[Subject("found", code)]["en"] for code in found)


def test_lists_ask_no_more_for_three_than_for_one() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    circle: Circle = make_circle("members")
    client, counts = factories.log_in(Client(), circle.stranger), []
    for more in (0, 2):
        for _ in range(more):
            make_circle("members")
            proposal(circle.elsewhere)
        client.get("/groups/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/groups/")
        counts.append(len(seen))
    assert counts[0] <= 14
    assert counts[0] == counts[1]


def test_the_index_holds_what_everybody_finds_and_forgets_a_group_that_closes_its_door() -> None:
    secret, circle = make_circle(), make_circle("members", "Stormwater together")

    def found(typed: str) -> list[str]:
        return [hit.key for hit in search(typed).hits if hit.kind == "group"]

    finding.follow()
    key = f"group:{circle.space.pk}"
    assert found("stormwater") == [key]
    assert page(None, search("stormwater").hits[0].url).status_code == 200
    assert not Document.objects.filter(key=f"group:{secret.space.pk}").exists()
    assert found('"nobody else’s business"') == []
    about = spaces.About("Stormwater together", "What it is for.", access="closed")
    spaces.edit_space(space=circle.space, about=about, by=circle.adviser, at=later())
    assert found("stormwater") == [], "before any job has run"
    finding.follow()
    assert found("stormwater") == []


def test_what_is_open_comes_first_on_both_databases() -> None:
    """PostgreSQL puts a row without a day last where nothing is said, SQLite first."""
    circle, place = make_circle(), factories.make_place()
    for rows in (
        queries.own(circle.lead),
        events.tasks(circle.lead, circle.space),
        needs.of_place(circle.lead, place, later()),
        associations.of_place(place),
    ):
        assert " NULLS FIRST" in str(rows.query).rpartition("ORDER BY")[2].partition(",")[0]
