"""A hub from the acceptance of its proposal to its label, its page and its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.appealing import story_of
from tests.hubs.proposing import accepted, begun, called, handed_in, soon
from tests.world import DAY, World, neighbour
from waymark.assessments.actions.life.correcting import correct_decision
from waymark.assessments.models import Case
from waymark.assessments.rules.case import BallotChoice
from waymark.assessments.rules.life.appeal import Remedy, Vote
from waymark.awards.models import Award
from waymark.awards.queries import Wanted as InRegistry
from waymark.awards.queries import registry
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.hubs.actions import agreeing, pages
from waymark.hubs.models import Agreement, Hub
from waymark.hubs.queries import hubs as queries
from waymark.hubs.rules.agreeing import (
    Deliverable,
    Partner,
    Terms,
    document_of,
    next_id,
    refuse,
    refuse_accepting,
    terms_in,
)
from waymark.hubs.rules.life import HUB, HubFacts, Phase, phase
from waymark.kernel.flow import Refused

AT = DAY + timedelta(days=1)
TERMS = Terms(
    title="Water by the street",
    starts=date(2027, 1, 1),
    ends=date(2028, 6, 30),
    deliverables=(
        Deliverable("d1", "Ten taps", "works", date(2027, 10, 1), "Water works", "Photos"),
    ),
    partners=(Partner("Street committees", "keep the taps"),),
)


@pytest.mark.parametrize(
    ("change", "keys"),
    [
        ({}, []),
        ({"title": " "}, ["agreement.no_title"]),
        ({"ends": date(2027, 6, 30)}, ["hub.too_short", "agreement.due_outside"]),
        ({"ends": date(2030, 1, 1)}, ["hub.too_long"]),
        ({"deliverables": ()}, ["agreement.no_deliverables"]),
        ({"deliverables": TERMS.deliverables * 2}, ["agreement.same_id"]),
        ({"partners": ()}, ["agreement.no_partners"]),
    ],
)
def test_what_two_sides_cannot_agree_on(change: dict[str, Any], keys: list[str]) -> None:
    assert [reason.key for reason in refuse(replace(TERMS, **change))] == keys


words = st.text(max_size=20)
days = st.dates(date(2027, 1, 1), date(2029, 12, 31))


@given(words, days, days, st.lists(st.tuples(words, days), max_size=4))
def test_terms_come_back_from_their_document(
    title: str, starts: date, ends: date, found: list[tuple[str, date]]
) -> None:
    made: list[Deliverable] = []
    for said, due in found:
        made.append(Deliverable(next_id(one.id for one in made), said, "", due, "", ""))
    terms = Terms(title, starts, ends, tuple(made), TERMS.partners)
    assert terms_in(document_of(terms)) == terms
    assert len({one.id for one in made}) == len(made)
    assert "agreement.same_id" not in {reason.key for reason in refuse(terms)}


def test_partners_agree_before_the_first_day() -> None:
    assert refuse_accepting(TERMS, TERMS.starts - timedelta(days=1)) is None
    assert refuse_accepting(TERMS, TERMS.starts) is not None


@pytest.mark.parametrize(
    ("state", "step", "facts", "key"),
    [
        ("accepted", "label", HubFacts(), "hub.not_agreed"),
        ("accepted", "give_up", HubFacts(), "hub.no_reason"),
        ("accepted", "close", HubFacts(over=True, reason="So."), "flow.not_from_here"),
        ("labelled", "close", HubFacts(reason="So.", reported=True), "hub.not_over"),
        ("labelled", "close", HubFacts(reason="So.", over=True), "hub.no_final_report"),
        ("labelled", "give_up", HubFacts(reason="So."), "flow.not_from_here"),
        ("closed", "label", HubFacts(agreed=True), "flow.not_from_here"),
    ],
)
def test_a_step_of_a_hub_that_is_refused(state: str, step: str, facts: Any, key: str) -> None:
    with pytest.raises(Refused) as refused:
        HUB.step(step, state, facts)
    assert [reason.key for reason in refused.value.reasons] == [key]


def test_what_a_hub_is_on_a_day() -> None:
    span = (TERMS.starts, TERMS.ends)
    assert phase("labelled", *span, TERMS.starts - timedelta(days=1)) == Phase.COMING
    assert phase("labelled", *span, TERMS.starts) == Phase.RUNNING
    assert phase("labelled", *span, TERMS.ends) == Phase.RUNNING
    assert phase("labelled", *span, TERMS.ends + timedelta(days=1)) == Phase.OVER
    assert phase("closed", *span, TERMS.starts) == Phase.CLOSED


def _sent(client: Client, address: str) -> dict[str, str]:
    """What a browser would send of the form of an agreement, as it is shown."""
    page = client.get(address)
    form = page.context["form"]
    typed: dict[str, str] = {}
    for part in (form.terms_form, *form.deliverables.forms, *form.partners.forms):
        for bound in part:
            value = bound.value()
            if value not in (None, False):
                typed[bound.html_name] = str(value)
    for group in (form.deliverables, form.partners):
        for bound in group.management_form:
            typed[bound.html_name] = str(bound.value())
    return typed


@pytest.mark.django_db
def test_from_acceptance_to_a_label_that_anybody_can_check_by_plain_forms() -> None:
    base, call = called(AT)
    world, case = accepted(base, call, AT)
    assert not Award.objects.exists(), "the label waits for the agreement"
    assert queries.outcome(case) == "accepted"
    desk, signs = (factories.log_in(Client(), who) for who in (world.secretary, world.signatory))
    with time_machine.travel(world.later(days=1), tick=False):
        kept = desk.get(reverse("hubs_kept")).content.decode()
        assert reverse("proposal", args=[case.pk]) in kept
        assert "Begin the hub" in desk.get(reverse("proposal", args=[case.pk])).content.decode()
        desk.post(reverse("hub_begin", args=[case.pk]))
        desk.post(reverse("hub_begin", args=[case.pk]))
        hub = Hub.objects.get()
        offer = reverse("hub_offer", args=[hub.pk])
        typed = _sent(desk, offer)
        assert typed["d-0-title"] == "Ten taps"
        wrong = desk.post(offer, typed | {"d-0-due": "2031-01-01"})
        assert wrong.status_code == 422
        assert "between the first and the last day" in wrong.content.decode()
        assert "2031-01-01" in wrong.content.decode(), "what was typed stays"
        assert desk.post(offer, typed).status_code == 302
        page = reverse("hub_agreement", args=[hub.pk])
        answer = reverse("hub_answer", args=[hub.pk])
        first = Agreement.objects.get()
        no = {"expected": first.sha256, "answer": "no", "words": ""}
        assert signs.post(answer, no).status_code == 422
        assert signs.post(answer, no | {"words": "A month more."}).status_code == 302
        assert "A month more." in desk.get(offer).content.decode()
        desk.post(offer, _sent(desk, offer) | {"ends": "2028-07-31"})
        second = Agreement.objects.latest("seq")
        stale = signs.post(answer, {"expected": first.sha256, "answer": "yes"})
        assert (stale.status_code, "newer version" in stale.content.decode()) == (422, True)
        assert "Give the label" not in desk.get(page).content.decode()
        assert signs.post(answer, {"expected": second.sha256, "answer": "yes"}).status_code == 302
        assert "Give the label" in desk.get(page).content.decode()
        desk.post(reverse("hub_label", args=[hub.pk]))
        run_due(datetime.now(UTC))
        label = Award.objects.get()
        assert (label.kind, label.valid_until) == ("label", datetime(2028, 8, 1, tzinfo=UTC))
        assert label.published_at is not None
        assert not registry(None, InRegistry(), at=datetime.now(UTC)).exists()
        shown = Client().get(reverse("certificate", args=[label.number])).content.decode()
        assert "Water by the street" in shown
        assert Client().get(reverse("hub", args=[hub.pk])).status_code == 404
        signs.post(reverse("hub_publish", args=[hub.pk]))
        public = Client().get(reverse("hub", args=[hub.pk])).content.decode()
        assert "Ten taps" in public
        assert label.number in public
        document = Client().get(reverse("hub_document", args=[hub.pk])).content
        assert sha256(document).hexdigest() == second.sha256
        assert second.sha256 in label.claim, "the label is bound to what was signed"
        svg = Client().get(reverse("hub_badge_svg", args=[hub.pk]))
        assert (svg["Content-Type"], b"<svg" in svg.content[:200]) == ("image/svg+xml", True)
        assert b"<script" not in svg.content
        png = Client().get(reverse("hub_badge_png", args=[hub.pk]))
        assert png.content.startswith(b"\x89PNG")
        assert "&lt;a href=" in public, "the snippet"
        assert "Water by the street" in Client().get(reverse("hubs")).content.decode()
        assert "No hub here" in Client().get(reverse("hubs") + "?goal=3").content.decode()
        assert (
            reverse("hub", args=[hub.pk])
            in Client().get(reverse("certificate", args=[label.number])).content.decode()
        )
        signs.post(reverse("hub_hide", args=[hub.pk]))
        assert Client().get(reverse("hub", args=[hub.pk])).status_code == 404
        assert Client().get(reverse("hub_badge_svg", args=[hub.pk])).status_code == 404
    told = set(Notice.objects.filter(user=world.signatory).values_list("kind", flat=True))
    assert {"hub.agreement_offered", "hub.labelled"} <= told
    assert Notice.objects.filter(user=world.secretary, kind="hub.agreement_answered").exists()


def agreed(world: World, case: Case) -> Hub:
    """Begin a hub and agree on what its proposal says."""
    at = world.later()
    hub = agreeing.begin_hub(case=case, by=world.secretary, at=at)
    terms = queries.proposed(case)
    assert terms is not None
    row = agreeing.offer_agreement(hub=hub, terms=terms, by=world.secretary, at=at)
    agreeing.answer_agreement(
        agreement=row, expected=row.sha256, accepted=True, words="", by=world.signatory, at=at
    )
    return hub


@pytest.mark.django_db
def test_what_is_agreed_stands_and_who_may_do_what() -> None:
    base, call = called(AT)
    world, case = accepted(base, call, AT)
    at = world.later()
    with pytest.raises(NotPermitted):
        agreeing.begin_hub(case=case, by=world.lead, at=at)
    hub = agreeing.begin_hub(case=case, by=world.secretary, at=at)
    with pytest.raises(Refused, match=r"hub\.not_agreed"):
        agreeing.give_label(hub=hub, by=world.secretary, at=at)
    with pytest.raises(Refused, match=r"hub\.no_label"):
        pages.publish_page(hub=hub, by=world.lead, at=at)
    agreed(world, case)
    row = Agreement.objects.get()
    for by in (world.lead, world.signatory, world.chair):
        with pytest.raises(NotPermitted):
            agreeing.give_label(hub=hub, by=by, at=at)
        with pytest.raises(NotPermitted):
            agreeing.offer_agreement(hub=hub, terms=TERMS, by=by, at=at)
    with pytest.raises(NotPermitted):
        agreeing.answer_agreement(
            agreement=row, expected=row.sha256, accepted=True, words="", by=world.lead, at=at
        )
    with pytest.raises(Refused, match=r"agreement\.stands"):
        agreeing.offer_agreement(hub=hub, terms=TERMS, by=world.secretary, at=at)
    with pytest.raises(Error), transaction.atomic():
        Agreement.objects.filter(pk=row.pk).update(sha256="0" * 64)
    labelled = agreeing.give_label(hub=hub, by=world.secretary, at=at)
    with pytest.raises(Refused, match=r"flow\.not_from_here"):
        agreeing.give_label(hub=hub, by=world.secretary, at=at)
    assert Award.objects.count() == 1
    label = Award.objects.get()
    Award.objects.update(signed_at=at, credential={})
    told = {"case": case, "award": label, "reasons": "A name.", "by": world.chair, "at": at}
    with pytest.raises(Refused, match=r"life\.label"):
        correct_decision(**told)  # it would give a certificate
    with pytest.raises(Refused, match=r"hub\.not_over"):
        agreeing.end_hub(hub=labelled, reason="Done.", by=world.secretary, at=at)
    late = datetime.combine(labelled.ends, at.timetz()) + timedelta(days=1)
    with time_machine.travel(late, tick=False):
        stranger = factories.log_in(Client(), factories.make_user())
        for name in ("hub", "hub_agreement", "hub_offer", "hub_end"):
            assert stranger.get(reverse(name, args=[hub.pk])).status_code == 404
        assert stranger.get(reverse("hubs_kept")).status_code == 404


@pytest.mark.django_db
def test_the_page_is_written_in_languages_and_a_stale_save_keeps_what_was_typed() -> None:
    base, call = called(AT)
    world, case = accepted(base, call, AT)
    hub = agreed(world, case)
    agreeing.give_label(hub=hub, by=world.secretary, at=world.later())
    lead = factories.log_in(Client(), world.lead)
    with time_machine.travel(world.later(), tick=False):
        address = reverse("hub_write", args=[hub.pk, "fr"])
        said = {"title": "L’eau dans la rue", "story": "<b>Une</b> **fontaine**.", "seen": "1"}
        assert lead.post(address, said).status_code == 302
        stale = lead.post(address, said | {"title": "Autre"})
        assert (stale.status_code, "Autre" in stale.content.decode()) == (422, True)
        lead.post(reverse("hub_publish", args=[hub.pk]))
        page = Client(headers={"accept-language": "fr"}).get(reverse("hub", args=[hub.pk]))
        assert "L’eau dans la rue" in page.content.decode()
        assert "<b>Une</b>" not in page.content.decode()
        for words, there in (("RUE", True), ("L’eau", True), ("pont", False)):
            found = Client().get(reverse("hubs"), {"q": words})
            assert ("No hub here" not in found.content.decode()) == there, words


@pytest.mark.django_db
def test_a_proposal_that_was_not_accepted_becomes_no_hub() -> None:
    world, call = called(AT)
    case = handed_in(world, begun(world, call, AT), AT)
    with pytest.raises(Refused, match=r"hub\.not_accepted"):
        agreeing.begin_hub(case=case, by=world.secretary, at=soon(AT))


@pytest.mark.django_db
def test_the_lists_ask_as_much_for_three_as_for_one() -> None:
    base, call = called(AT)
    world, case = accepted(base, call, AT)
    first = agreed(world, case)
    agreeing.give_label(hub=first, by=world.secretary, at=world.later())
    desk, counts = factories.log_in(Client(), world.secretary), []
    with time_machine.travel(world.later(), tick=False):
        pages.publish_page(hub=first, by=world.lead, at=datetime.now(UTC))
        desk.get(reverse("hubs"))
        for _round in range(2):
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(reverse("hubs")).status_code == 200
                assert desk.get(reverse("hubs_kept")).status_code == 200
            counts.append(len(asked))
            for _more in range(2):
                other = neighbour(base)
                proposal = handed_in(other, begun(other, call, AT), AT)
                row = Hub.objects.get(pk=first.pk)
                row.pk, row.case, row.place, row.award = None, proposal, other.place, "award:x"
                row._state.adding, row.id = True, "0" * 24 + f"{len(counts)}{_more}"
                row.save(force_insert=True)
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_an_appeal_that_is_upheld_leads_to_an_agreement_and_to_no_certificate() -> None:
    now = datetime.now(UTC)  # the time to appeal runs by the clock of those who read on
    base, call = called(now)
    world, case = accepted(base, call, now, choice=BallotChoice.REFUSE)
    assert queries.outcome(case) == "not_accepted"
    story = story_of(world, case.decisions.get())
    story.heard(Vote.UPHOLD, Vote.UPHOLD, Vote.DISMISS)
    story.decide(Remedy.GRANT)
    run_due(datetime.now(UTC))
    assert queries.outcome(case) == "accepted"
    assert not Award.objects.exists()
    assert queries.agreed(agreed(world, case)) is not None
