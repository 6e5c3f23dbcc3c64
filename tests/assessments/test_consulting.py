"""A city asks a partner of its mechanism: who reads what, and what advice does to the adviser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client

from tests import factories
from tests.races import race, split
from tests.world import FEW, World, make_world
from waymark.assessments.actions import consulting as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.models import Consultation, ConsultationWord
from waymark.assessments.queries import consulting as queries
from waymark.assessments.queries.standing import standing
from waymark.assessments.rules.case import Outcome
from waymark.assessments.rules.consulting import gaps_in, refuse_asking
from waymark.assessments.rules.independence import conflicts
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.models import Body, Interest, User
from waymark.people.rules import BodyKind


def test_only_what_is_lacking_counts_and_only_codes_are_taken() -> None:
    lacks = {
        "id": "A01",
        "status": "partly",
        "inputs": {"verdicts": ["v"]},
        "gaps": [{"code": "x"}],
    }
    found = gaps_in({"criteria": [lacks, {"id": "A02", "status": "met", "gaps": []}]})
    assert [gap.document() for gap in found] == [
        {"criterion": "A01", "status": "partly", "gaps": [{"code": "x", "params": {}}]}
    ]


@pytest.mark.parametrize(
    ("chosen", "more", "key"),
    [
        (set(), {}, "consult.choose_gaps"),
        ({"A02"}, {}, "consult.choose_gaps"),
        ({"A01"}, {"serves": False}, "consult.no_partner"),
        ({"A01"}, {"open_already": True}, "consult.open_already"),
    ],
)
def test_what_can_not_be_asked(chosen: set[str], more: dict[str, bool], key: str) -> None:
    facts = {"serves": True, "open_already": False} | more
    assert key in [one.key for one in refuse_asking(chosen, ["A01"], **facts)]
    assert refuse_asking({"A01"}, ["A01"], serves=True, open_already=False) == ()


pytestmark = pytest.mark.django_db


def lacking_world() -> World:
    """A city whose report shows gaps."""
    world = make_world(until="in_review", criteria=FEW)
    world.review(Outcome.REJECT)
    world.report()
    world.extra["partner"] = Body.objects.get(kind=BodyKind.PARTNER)
    world.extra["adviser"] = factories.make_seat(world.extra["partner"])
    return world


@pytest.fixture
def world() -> World:
    return lacking_world()


def ask(world: World, **more: Any) -> Consultation:
    data = {"partner": world.extra["partner"], "criteria": ["A01"], "by": world.lead, **more}
    return acts.ask_partner(
        case=world.case, question="Which plan is enough?", at=world.later(), **data
    )


def page(who: User, row: Consultation) -> Any:
    return factories.log_in(Client(), who).get(f"/consultations/{row.pk}/")


def test_the_partner_sees_the_question_and_the_chosen_gaps_alone(world: World) -> None:
    assert [gap.criterion for gap in queries.lacking(world.case)] == list(FEW)
    row = ask(world)
    run_due(datetime.now(UTC))
    adviser = world.extra["adviser"]
    assert Notice.objects.get(kind="consultation.asked").user == adviser
    shown = page(adviser, row)
    assert shown.status_code == 200
    assert "Which plan is enough?" in shown.content.decode()
    assert "A01" in shown.content.decode()
    assert "A02" not in shown.content.decode(), "this gap was not shared"
    client = factories.log_in(Client(), adviser)
    assert client.get(f"/reports/{row.report_id}/").status_code == 404
    assert client.get(f"/workspaces/{world.place.slug}/").status_code == 404


def test_nobody_else_reads_it(world: World) -> None:
    row = ask(world)
    other = factories.make_body(BodyKind.PARTNER)
    strangers = [
        factories.make_seat(other), world.secretary, world.chair, world.reviewers[0],
        factories.make_user(),
    ]  # fmt: skip
    for who in strangers:
        assert page(who, row).status_code == 404
    for who in (world.lead, world.editor, world.signatory):
        assert page(who, row).status_code == 200


def test_advice_ties_the_adviser_for_the_months_of_the_mechanism(world: World) -> None:
    row = ask(world)
    adviser, months = world.extra["adviser"], world.mechanism.adviser_months
    at = world.later()

    def tied(on: Any) -> bool:
        return bool(conflicts(standing(adviser, world.case), on=on, adviser_months=months))

    assert not tied(at.date()), "to be asked ties nobody"
    acts.say_on(consultation=row, text="A plan that the council adopted.", by=adviser, at=at)
    assert tied(at.date())
    assert tied(at.date() + timedelta(days=30 * months))
    assert not tied(at.date() + timedelta(days=32 * months))
    acts.say_on(consultation=row, text="And more.", by=adviser, at=at + timedelta(days=3))
    tie = Interest.objects.get(user=adviser)
    assert (tie.since, tie.until) == (at.date(), at.date() + timedelta(days=3))


def test_who_judges_the_case_does_not_advise_on_it(world: World) -> None:
    row = ask(world)
    reviewer = factories.make_seat(world.extra["partner"], user=world.reviewers[0])
    with pytest.raises(Refused) as told:
        acts.say_on(consultation=row, text="Do this.", by=reviewer, at=world.later())
    assert [one.key for one in told.value.reasons] == ["consult.judges"]
    assert not Interest.objects.exists()


def test_who_is_of_both_sides_speaks_for_the_city_and_the_partner_is_told(world: World) -> None:
    row, adviser = ask(world), world.extra["adviser"]
    factories.make_seat(world.extra["partner"], user=world.lead)
    run_due(datetime.now(UTC))
    Notice.objects.all().delete()
    said = acts.say_on(consultation=row, text="Which?", by=world.lead, at=world.later())
    run_due(datetime.now(UTC))
    told = Notice.objects.filter(kind="consultation.said").values_list("user_id", flat=True)
    assert said.side == "city"
    assert list(told) == [adviser.pk]


def test_further_questions_a_closing_note_and_nothing_after_it(world: World) -> None:
    row, adviser = ask(world), world.extra["adviser"]
    with pytest.raises(Refused):
        ask(world)
    acts.say_on(consultation=row, text="A plan.", by=adviser, at=world.later())
    acts.say_on(consultation=row, text="Which year?", by=world.lead, at=world.later())
    acts.close_consultation(consultation=row, note="2024.", by=adviser, at=world.later())
    said = list(row.words.values_list("side", "closing"))
    assert said == [("city", False), ("partner", False), ("city", False), ("partner", True)]
    with pytest.raises(Refused):
        acts.say_on(consultation=row, text="One more.", by=world.lead, at=world.later())
    run_due(datetime.now(UTC))
    assert Notice.objects.filter(kind="consultation.said", user=world.lead).count() == 1
    assert Notice.objects.filter(kind="consultation.said", user=adviser).count() == 1
    assert Notice.objects.filter(kind="consultation.closed", user=world.signatory).exists()
    assert ask(world).pk != row.pk
    for act in (row.words.first().delete, lambda: ConsultationWord.objects.update(text="")):
        with pytest.raises(Error), transaction.atomic():
            act()


def test_who_may_ask_and_answer(world: World) -> None:
    for who in (world.editor, world.secretary, world.extra["adviser"]):
        with pytest.raises(NotPermitted):
            ask(world, by=who)
    with pytest.raises(BadAnswer):
        acts.ask_partner(
            case=world.case, partner=world.extra["partner"], criteria=["A01"], question=" ",
            by=world.lead, at=world.later(),
        )  # fmt: skip
    foreign = factories.make_body(BodyKind.PARTNER, country=factories.make_country("KE"))
    with pytest.raises(Refused):
        ask(world, partner=foreign)


def test_it_is_asked_and_answered_with_plain_forms(world: World) -> None:
    client = factories.log_in(Client(), world.lead)
    path = f"/workspaces/{world.place.slug}/case/consult/"
    assert "A01" in client.get(path).content.decode()
    words = {"partner": world.extra["partner"].pk, "criteria": ["A01"], "question": "What now?"}
    assert client.post(path, words | {"criteria": []}).status_code == 422
    sent = client.post(path, words)
    assert sent.status_code == 302
    adviser = factories.log_in(Client(), world.extra["adviser"])
    assert world.place.name["en"] in adviser.get("/consultations/").content.decode()
    assert adviser.post(sent["Location"], {"text": "This."}).status_code == 302
    assert client.post(sent["Location"], {"text": "Thanks.", "close": "1"}).status_code == 302
    assert Consultation.objects.get().closed_at is not None


def test_the_inbox_asks_no_more_for_three_questions_than_for_one(world: World) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = factories.log_in(Client(), world.extra["adviser"])
    row, counts = ask(world), []
    for more in (0, 2):
        for _ in range(more):
            Consultation.objects.create(
                case=world.case, partner=row.partner, report=row.report, shared=[],
                asked_by=world.lead, asked_at=world.now, closed_at=world.now,
            )  # fmt: skip
        client.get("/consultations/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/consultations/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


@pytest.mark.django_db(transaction=True)
def test_two_ask_the_same_partner_at_once_and_one_is_asked() -> None:
    world = lacking_world()
    at = world.later()

    def asking(by: User) -> Any:
        return lambda: acts.ask_partner(
            case=world.case, partner=world.extra["partner"], criteria=["A01"],
            question="What now?", by=by, at=at,
        )  # fmt: skip

    won, lost = split(race(asking(world.lead), asking(world.signatory)))
    assert (len(won), len(lost)) == (1, 1)
    assert Consultation.objects.count() == 1
    assert ConsultationWord.objects.count() == 1
