"""A city names a result, takes it over and undoes that; reviewers confirm; the report says so."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests import factories
from tests.assessments.city import client_of
from tests.assessments.pledge import Pledge, make_pledge
from tests.assessments.review_acts import declare, judge, the_case
from waymark.assessments.actions import answers, evidence, recognised, review
from waymark.assessments.actions.answers import BadAnswer, NotEditable
from waymark.assessments.models import Answer, RecognisedResult, Verdict
from waymark.assessments.queries.dossier import live_document, where_we_stand
from waymark.assessments.queries.recognised import preview
from waymark.assessments.queries.report import Reading, context_of, document_of
from waymark.assessments.reporting.imported import recognised_words, rests_sentence
from waymark.assessments.reporting.pdf import page_data
from waymark.assessments.rules.case import Outcome
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.rules import WorkspaceRole
from waymark.schemes import actions as schemes

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge() -> Pledge:
    return make_pledge()


def own_answer(pledge: Pledge, criterion: str, **more: Any) -> Answer:
    """The city writes an answer of its own."""
    before = Answer.objects.filter(case=the_case(pledge.world), criterion=criterion).first()
    return answers.save_answer(
        case=the_case(pledge.world),
        criterion=criterion,
        draft=answers.Draft(**({"level": 1, "narrative": "Ours."} | more)),
        version=before.version if before else 0,
        by=pledge.world.editor,
        at=pledge.world.later(),
    ).current


def marks(pledge: Pledge) -> set[str]:
    found = live_document(the_case(pledge.world))["answers"]
    return {name for name, one in found.items() if "imported" in one}


def test_taken_over_marked_and_undone_to_what_was_there_before(pledge: Pledge) -> None:
    own_answer(pledge, "A03")
    case = the_case(pledge.world)
    before = live_document(case)
    result = pledge.named()
    assert live_document(case) == before  # naming fills in nothing
    assert pledge.take(result) == ("A01", "A02")
    taken = live_document(case)
    assert {name: one["level"] for name, one in taken["answers"].items()} == {
        "A01": 2,
        "A02": 3,
        "A03": 1,
    }
    assert marks(pledge) == {"A01", "A02"}
    told = taken["answers"]["A01"]["imported"]
    assert (told["theirs"], told["reference"], told["evidence"]) == ("P1", "HP-7", pledge.item.pk)
    assert taken["evidence"][0]["criteria"] == ["A01", "A02"]
    assert pledge.undo(result) == ("A01", "A02")
    assert live_document(case) == before
    assert pledge.undo(result) == ()
    assert pledge.take(result) == ("A01", "A02")  # and once more


def test_taking_over_twice_changes_nothing_the_second_time(pledge: Pledge) -> None:
    result = pledge.named()
    pledge.take(result)
    before = live_document(the_case(pledge.world))
    versions = list(Answer.objects.values_list("criterion", "version"))
    verbs = Record.objects.filter(verb="recognised.taken").count()
    assert pledge.take(result) == ()
    assert live_document(the_case(pledge.world)) == before
    assert list(Answer.objects.values_list("criterion", "version")) == versions
    assert Record.objects.filter(verb="recognised.taken").count() == verbs


def test_only_what_is_chosen_and_only_where_nothing_was_said(pledge: Pledge) -> None:
    own_answer(pledge, "A01", level=None, narrative="We begin.")
    result = pledge.named()
    assert pledge.take(result, "A01", "A02", "A03", "A04") == ("A02",)
    assert marks(pledge) == {"A02"}


def test_a_change_by_the_city_takes_the_mark_away_and_undo_leaves_it(pledge: Pledge) -> None:
    result = pledge.named()
    pledge.take(result)
    changed = own_answer(pledge, "A01", level=2, narrative="In our own words.")
    assert changed.imported is None
    assert marks(pledge) == {"A02"}
    assert pledge.undo(result) == ("A02",)
    stands = live_document(the_case(pledge.world))["answers"]
    assert stands["A01"]["narrative"] == "In our own words."
    own_answer(pledge, "A01", level=2, narrative="")  # as it was filled in, yet her own
    assert marks(pledge) == set()


def test_saving_an_imported_answer_unchanged_keeps_its_mark(pledge: Pledge) -> None:
    pledge.take(pledge.named())
    own_answer(pledge, "A01", level=2, narrative="")
    assert marks(pledge) == {"A01", "A02"}


def test_what_was_looked_at_is_what_is_done(pledge: Pledge) -> None:
    result = pledge.named()
    at = pledge.world.later()
    seen = preview(result, at).fingerprint
    own_answer(pledge, "A02")
    with pytest.raises(Refused, match="recognised.changed"):
        recognised.take_over(
            result=result, criteria=["A01"], expected=seen, by=pledge.world.editor, at=at
        )
    assert marks(pledge) == set()


def test_evidence_that_stood_there_before_stays_after_an_undo(pledge: Pledge) -> None:
    evidence.link_evidence(
        item=pledge.item,
        criterion="A01",
        pointer="page 2",
        by=pledge.world.editor,
        at=pledge.world.later(),
    )
    before = live_document(the_case(pledge.world))
    result = pledge.named()
    pledge.take(result)
    pledge.undo(result)
    assert live_document(the_case(pledge.world)) == before


def test_an_expired_result_and_one_without_its_crosswalk_fill_in_nothing(pledge: Pledge) -> None:
    today = pledge.world.now.date()
    over = pledge.named(valid_until=today - timedelta(days=1))
    assert pledge.take(over, "A01") == ()
    result = pledge.named()
    schemes.decide_crosswalk(
        crosswalk=pledge.crosswalk,
        kind="withdraw",
        reasons="They changed.",
        seen=pledge.crosswalk.sha256,
        by=pledge.world.chair,
        at=pledge.world.later(),
    )
    assert pledge.take(RecognisedResult.objects.get(pk=result.pk), "A01") == ()
    with pytest.raises(BadAnswer, match="not_in_force"):
        pledge.named()


def test_who_names_and_takes_over(pledge: Pledge) -> None:
    world = pledge.world
    viewer = factories.make_member(world.place, WorkspaceRole.VIEWER)
    stranger = factories.make_member(factories.make_place(), WorkspaceRole.LEAD)
    result = pledge.named()
    for who in (viewer, stranger, world.secretary, world.chair, world.reviewers[0]):
        for act in (recognised.undo_result, recognised.drop_result):
            with pytest.raises(NotPermitted):
                act(result=result, by=who, at=world.later())
        with pytest.raises(NotPermitted):
            recognised.take_over(
                result=result, criteria=["A01"], expected="", by=who, at=world.later()
            )
    recognised.drop_result(result=result, by=world.lead, at=world.later())


def test_what_is_refused_when_a_result_is_named(pledge: Pledge) -> None:
    for wrong in (
        {"level": "gold"},
        {"awarded_on": date(2030, 1, 1)},
        {"valid_until": date(2020, 1, 1)},
    ):
        with pytest.raises(Refused):
            pledge.named(**wrong)
    for reference in ("", " ", "x" * 121):
        with pytest.raises(BadAnswer):
            pledge.named(reference=reference)
    evidence.withdraw_evidence(
        item=pledge.item, reason="Wrong.", by=pledge.world.editor, at=pledge.world.later()
    )
    with pytest.raises(BadAnswer, match="evidence"):
        pledge.named()
    assert not RecognisedResult.objects.exists()


def test_a_result_that_is_dropped_goes_with_what_it_filled_in(pledge: Pledge) -> None:
    before = live_document(the_case(pledge.world))
    result = pledge.named()
    pledge.take(result)
    recognised.drop_result(result=result, by=pledge.world.editor, at=pledge.world.later())
    assert live_document(the_case(pledge.world)) == before
    with pytest.raises(Refused, match="dropped"):
        pledge.take(RecognisedResult.objects.get(pk=result.pk), "A01")
    with pytest.raises(DatabaseError), transaction.atomic():
        RecognisedResult.objects.update(reference="Another")


def test_where_we_stand_takes_nothing_over_for_met(pledge: Pledge) -> None:
    pledge.take(pledge.named())
    today = pledge.world.now.date()
    found = where_we_stand(the_case(pledge.world), as_of=today).by_id["A01"]
    assert found.status == "not_assessed"
    assert [gap.code for gap in found.gaps] == ["imported.unconfirmed"]
    own_answer(pledge, "A01", level=2, narrative="Ours now.")
    found = where_we_stand(the_case(pledge.world), as_of=today).by_id["A01"]
    assert found.status == "met"  # the same evidence behind her own claim


def handed_in(pledge: Pledge, **more: Any) -> Any:
    """Take A01 over, answer the rest, hand in, and let the first reviewer begin."""
    world = pledge.world
    pledge.take(pledge.named(**more), "A01")
    for name in ("A02", "A03", "A04"):
        own_answer(pledge, name, level=2)
    world.submit()
    world.assign()
    return declare(world)


def confirm(pledge: Pledge, task: Any, **more: Any) -> Verdict:
    world = pledge.world
    word = review.Judgement(Outcome.ACCEPT, reason="Looked at it.", confirmed=True)
    return review.give_verdict(
        assignment=task,
        submission=the_case(world).submissions.latest("seq").sha256,
        criterion="A01",
        judgement=word,
        by=task.reviewer,
        at=more.get("at") or world.later(),
    )


def test_a_reviewer_confirms_each_or_does_not_accept(pledge: Pledge) -> None:
    task = handed_in(pledge)
    with pytest.raises(BadAnswer, match="import_unconfirmed"):
        judge(pledge.world, task, "A01")
    assert not Verdict.objects.exists()
    rejected = judge(pledge.world, task, "A01", Outcome.REJECT, "It does not show it.")
    assert not rejected.confirmed
    judge(pledge.world, task, "A02")  # an answer of the city's own needs no such word
    assert confirm(pledge, task).confirmed
    told = Record.objects.filter(verb="verdict.given").latest("id")
    assert '"confirmed":true' in told.body


def test_what_has_expired_by_the_review_is_not_confirmed(pledge: Pledge) -> None:
    last = pledge.world.now.date() + timedelta(days=2)
    task = handed_in(pledge, valid_until=last)
    with pytest.raises(BadAnswer, match="import_expired"):
        confirm(pledge, task, at=pledge.world.now + timedelta(days=3))
    assert confirm(pledge, task).confirmed


def test_the_report_says_which_criteria_rest_on_it(pledge: Pledge) -> None:
    handed_in(pledge)
    world = pledge.world
    for number in range(2):
        task = declare(world, number) if number else world.case.assignments.get(slot=1)  # type: ignore[union-attr]
        confirm(pledge, task)
        for name in ("A02", "A03", "A04"):
            judge(world, task, name)
        review.deliver_review(assignment=task, by=task.reviewer, at=world.later())
    world.report()
    told = document_of(the_case(world).reports.latest("made_at"))
    rests = {one["id"]: one.get("rests") for one in told["criteria"]}
    assert rests == {
        "A01": {
            "name": "Harbour Pledge",
            "reference": "HP-7",
            "relation": "equal",
            "confirmed": True,
        },
        "A02": None,
        "A03": None,
        "A04": None,
    }
    status = {one["id"]: one["status"] for one in told["criteria"]}
    assert status["A01"] == "met"
    report = the_case(world).reports.latest("made_at")
    page = client_of(world.secretary).get(reverse("assessments:report", args=[report.pk]))
    said = page.content.decode()
    assert "What rests on a recognised result" in said
    assert said.count("Taken over from Harbour Pledge (HP-7) and confirmed by reviewers.") == 2
    assert recognised_words(told) == (
        " Taken over from recognised results and confirmed by reviewers: A01 (Harbour Pledge)."
    )
    unconfirmed = {"criteria": [{"id": "A01", "rests": {"name": "P", "reference": "1"}}]}
    assert recognised_words(unconfirmed) == ""  # a certificate says nothing of what nobody saw
    assert "counts for nothing" in rests_sentence({"name": "P", "reference": "1"})
    context = context_of(Reading(report, public=False))
    noted = json.dumps(page_data(context))
    assert noted.count("Taken over from Harbour Pledge (HP-7) and confirmed by reviewers.") == 1


def test_nothing_is_taken_over_or_undone_once_handed_in(pledge: Pledge) -> None:
    handed_in(pledge)
    result = RecognisedResult.objects.get()
    with pytest.raises(NotEditable):
        pledge.undo(result)
    with pytest.raises(NotEditable):
        pledge.take(result, "A02")
    with pytest.raises(NotEditable):
        pledge.named()
