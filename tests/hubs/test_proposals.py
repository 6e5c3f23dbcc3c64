"""Proposals: from a call to the second step, to the second, and what nobody else sees."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.hubs.called import make_call
from tests.hubs.proposing import INITIATIVE, LEADER, begun, called, fill, handed_in, soon
from tests.world import DAY, neighbour
from waymark.assessments.actions import desk
from waymark.assessments.actions.case import CaseAlreadyOpen, NotOnOffer, change_target
from waymark.assessments.models import Case, Intake
from waymark.assessments.queries.fees.invoices import city_fees
from waymark.assessments.queries.journey import offers
from waymark.assessments.queries.rebasing import newer_edition
from waymark.assessments.queries.transfers import could_go
from waymark.assessments.queries.workspace import here
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.hubs.actions import calls, proposals
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db
AT = DAY + timedelta(days=1)


def _row(number: int, values: dict[str, object]) -> dict[str, object]:
    """What a form of a table sends."""
    typed = {f"r{number}-{name}": _typed(value) for name, value in values.items()}
    return {"rows-TOTAL_FORMS": str(number + 1), "version": "0", "do": "save"} | typed


def _typed(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else value


def test_from_the_call_to_the_second_step_by_plain_forms() -> None:
    world, call = called(AT)
    lead, desk_ = (
        factories.log_in(Client(), world.lead),
        factories.log_in(Client(), world.secretary),
    )
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        page = lead.get(reverse("call", args=[call.pk])).content.decode()
        assert reverse("call_propose", args=[call.pk]) in page
        begin = reverse("call_propose", args=[call.pk])
        wrong = lead.post(begin, {"place": world.place.pk, "language": "zh-hans"})
        assert wrong.status_code == 422
        done = lead.post(begin, {"place": world.place.pk, "language": "en"}, follow=True)
        case = Case.objects.exclude(intake=None).get()
        journey = done.redirect_chain[-1][0]
        assert journey == reverse(
            "assessments:journey_of", args=[world.place.slug, f"case-{case.pk}"]
        )
        assert "First step: who leads" in done.content.decode()
        tables = [
            reverse("assessments:register", args=[world.place.slug, f"case-{case.pk}", name])
            for name in ("leader", "initiative")
        ]
        form = lead.get(tables[0]).content.decode()
        assert 'for="id_r0-name"' in form
        assert "Add a row" not in form
        lead.post(tables[0], _row(0, LEADER))
        refused = lead.post(tables[1], _row(0, INITIATIVE | {"starts": "soon"}))
        assert refused.status_code == 422
        assert "Water by the street" in refused.content.decode(), "what was typed stays"
        sent = lead.post(tables[1], _row(0, {"title": "Water by the street"}), follow=True)
        assert sent.status_code == 200, "half of it is kept"
        assert "Before it is handed in, it needs: The idea" in sent.content.decode()
        lead.post(tables[1], _row(0, INITIATIVE) | {"version": "1"})
        assert "The first step is filled in" in lead.get(journey).content.decode()
        assert desk_.get(reverse("proposal", args=[case.pk])).status_code == 404, "a draft"
        handed_in(world, case, timezone.now())
        document = json.loads(case.submissions.get().document)
        assert document["registers"].keys() == {"leader", "initiative"}
        held = {name for name, kept in document.items() if kept}
        assert held == {"case", "scheme", "place", "registers"}, "no figures, no draft of more"
        receipt = reverse("assessments:receipt", args=[world.place.slug, f"case-{case.pk}", 1])
        assert "asks for the second step or says why not" in lead.get(receipt).content.decode()

        assert "First steps wait for a look" in desk_.get(reverse("calls")).content.decode()
        listed = desk_.get(reverse("call_proposals", args=[call.pk])).content.decode()
        assert "Water by the street" in listed
        one = desk_.get(reverse("proposal", args=[case.pk])).content.decode()
        assert "Streets keep their own taps." in one
        assert (
            reverse("proposal", args=[case.pk])
            in desk_.get(reverse("assessments:case", args=[case.pk])).content.decode()
        )
        ask = reverse("proposal_ask", args=[case.pk])
        assert desk_.post(ask, {"until_day": "2020-01-01"}).status_code == 422
        until = f"{AT + timedelta(days=60):%Y-%m-%d}"
        asked = desk_.post(ask, {"until_day": until}, follow=True)
        assert asked.status_code == 200, "who asked is led to a page that she sees"
        assert "Second step asked for" in asked.content.decode()
        assert "Streets keep" not in asked.content.decode(), "what is written now is a draft"
        case.refresh_from_db()
        assert (case.state, case.first_step) == ("draft", False)
        assert f"{case.hand_in_by:%Y-%m-%d %H:%M:%S}" == f"{until} 20:59:59", "of Nairobi"
        second = lead.get(journey).content.decode()
        assert "Second step: deliverables" in second
        assert "The criteria" in second
    run_due(timezone.now())
    told = Notice.objects.filter(kind="proposal.more_asked", user=world.lead)
    assert told.count() == 1


def test_the_second_that_counts_is_the_one_in_which_it_was_handed_in() -> None:
    world, call = called(AT)
    case, closes = begun(world, call, AT + timedelta(hours=1)), call.closes_at
    assert closes is not None
    with pytest.raises(Refused, match=r"case\.too_late"):
        handed_in(world, case, closes + timedelta(seconds=1))
    case.refresh_from_db()
    assert (case.state, case.registers.count()) == ("draft", 2), "kept as a draft"
    last = closes + timedelta(microseconds=999_999)
    case = handed_in(world, case, last)
    assert case.state == "submitted"
    with pytest.raises(Refused, match=r"case\.no_time_left"):
        desk.return_case(case=case, reason="Say more.", by=world.secretary, at=soon(closes))
    with pytest.raises(Refused, match=r"case\.first_step"):
        desk.admit_case(case=case, by=world.secretary, at=soon(closes))
    with pytest.raises(Refused, match=r"case\.too_late"):
        proposals.propose(call=call, place=world.place, language="en", by=world.lead, at=soon(AT))
    early = AT - timedelta(days=2)
    with pytest.raises(Refused, match=r"case\.too_early"):
        proposals.propose(call=call, place=world.place, language="en", by=world.lead, at=early)


def test_a_first_step_needs_its_lines_and_has_to_fit() -> None:
    world, call = called(AT)
    case = proposals.propose(call=call, place=world.place, language="en", by=world.lead, at=AT)
    with pytest.raises(CaseAlreadyOpen):
        proposals.propose(call=call, place=world.place, language="en", by=world.lead, at=AT)
    with pytest.raises(Refused, match=r"case\.empty_tables"):
        handed_in(world, case, AT)
    half = {name: LEADER[name] for name in ("name", "kind")}
    fill(case, "leader", [half], world.lead, AT)
    with pytest.raises(Refused, match=r"case\.empty_tables"):
        handed_in(world, case, AT)
    fill(case, "leader", [LEADER], world.lead, AT)
    fill(case, "initiative", [INITIATIVE | {"ends": "2027-02-01"}], world.lead, AT)
    handed_in(world, case, AT)
    case.refresh_from_db()
    until = soon(AT)
    with pytest.raises(Refused, match=r"proposal\.not_eligible"):
        proposals.ask_for_second_step(case=case, until=until, by=world.secretary, at=AT)
    with pytest.raises(Refused, match=r"case\.no_reason"):
        proposals.turn_down(case=case, reason=" ", by=world.secretary, at=AT)
    proposals.turn_down(case=case, reason="It is too short.", by=world.secretary, at=AT)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == ("turned_down", AT)
    lead = factories.log_in(Client(), world.lead)
    journey = reverse("assessments:journey_of", args=[world.place.slug, f"case-{case.pk}"])
    assert "It is too short." in lead.get(journey).content.decode()
    again = begun(world, call, AT)
    assert again.pk != case.pk, "a new one can be begun while there is time"


def test_two_who_write_one_form_choose_whose_line_stands() -> None:
    world, call = called(AT)
    case = proposals.propose(call=call, place=world.place, language="en", by=world.lead, at=AT)
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        lead, editor = (factories.log_in(Client(), who) for who in (world.lead, world.editor))
        args = [world.place.slug, f"case-{case.pk}", "leader"]
        table = reverse("assessments:register", args=args)
        lead.post(table, _row(0, LEADER))
        met = editor.post(table, _row(0, LEADER | {"name": "Another name"}))
        assert met.status_code == 409
        revision = case.registers.get().revisions.get(conflict=True)
        merge = reverse("assessments:register_merge", args=[*args, revision.pk])
        done = editor.post(merge, {"version": "1", "take": ["0"], "keep": ["0"]})
        assert done.status_code == 302
    rows = case.registers.get().rows
    assert [row["name"] for row in rows] == ["Another name"], "one line, and hers as she chose"


def test_a_proposal_stands_beside_the_certification_of_a_city() -> None:
    world, call = called(AT)
    case = begun(world, call, AT)
    found = here(world.lead, world.place.slug)
    assert found is not None
    assert found.case == world.case, "the journey of the city is its certification"
    assert offers(found) == []
    assert newer_edition(world.lead, case) is None
    assert not could_go(world.lead, case)
    assert [fee.case for fee in city_fees(world.lead, world.place, AT)] == [world.case]
    with pytest.raises(NotOnOffer):
        change_target(case=case, target_level="label", by=world.lead, at=AT)
    page = factories.log_in(Client(), world.lead).get(
        reverse("assessments:journey", args=[world.place.slug])
    )
    assert f"case-{case.pk}" in page.content.decode()


def test_a_withdrawn_call_takes_nothing_more() -> None:
    world, call = called(AT)
    case = begun(world, call, AT)
    calls.withdraw_call(call=call, why="No money.", by=world.secretary, at=AT)
    with pytest.raises(Refused, match=r"case\.intake_withdrawn"):
        handed_in(world, case, AT)
    with pytest.raises(NotOnOffer):
        proposals.propose(call=call, place=world.place, language="en", by=world.lead, at=AT)


def test_without_a_global_mechanism_proposals_are_sent_elsewhere() -> None:
    keeper = factories.make_secretary()
    call = make_call(keeper, AT)
    assert not Intake.objects.exists()
    with time_machine.travel(AT, tick=False):
        page = Client().get(reverse("call", args=[call.pk])).content.decode()
        assert "not taken on this site" in page
        found = factories.log_in(Client(), keeper).get(reverse("call_propose", args=[call.pk]))
        assert found.status_code == 404


def test_who_may_do_what_and_who_learns_nothing() -> None:
    world, call = called(AT)
    case = begun(world, call, AT)
    with pytest.raises(NotPermitted):
        proposals.propose(call=call, place=world.place, language="en", by=world.editor, at=AT)
    handed_in(world, case, AT)
    case.refresh_from_db()
    for by in (world.lead, world.reviewers[0], world.chair):
        with pytest.raises(NotPermitted):
            proposals.ask_for_second_step(case=case, until=soon(AT), by=by, at=AT)
        with pytest.raises(NotPermitted):
            proposals.turn_down(case=case, reason="No.", by=by, at=AT)
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        stranger = factories.log_in(Client(), factories.make_user())
        for name in ("proposal", "proposal_ask", "proposal_turn_down"):
            assert stranger.get(reverse(name, args=[case.pk])).status_code == 404
        assert stranger.get(reverse("call_proposals", args=[call.pk])).status_code == 404
        public = Client().get(reverse("call", args=[call.pk])).content.decode()
        assert "Water by the street" not in public
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(intake=None, first_step=True)


def test_a_proposal_is_found_by_words_of_any_script() -> None:
    world, call = called(AT)
    handed_in(world, begun(world, call, AT, title="ماء في الشارع"), AT)
    client = factories.log_in(Client(), world.secretary)
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        address = reverse("call_proposals", args=[call.pk])
        for words, there in (("الشارع", True), ("STREETS keep", True), ("بيت", False)):
            page = client.get(address, {"q": words}).content.decode()
            assert ("No proposal here" not in page) == there, words


def test_the_list_of_proposals_asks_as_much_for_three_as_for_one() -> None:
    world, call = called(AT)
    handed_in(world, begun(world, call, AT), AT)
    client, counts = factories.log_in(Client(), world.secretary), []
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        address = reverse("call_proposals", args=[call.pk])
        client.get(address)
        for _round in range(2):
            with CaptureQueriesContext(connection) as asked:
                found = client.get(f"{address}?order=name&q=water").content.decode()
            counts.append(len(asked))
            for _more in range(2):
                other = neighbour(world)
                handed_in(other, begun(other, call, AT), AT)
        assert found.count("Water by the street") == 3
    assert counts[0] == counts[1]
