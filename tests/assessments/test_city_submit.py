"""Handing in: what is shown, who signs, once more logging in, receipts; questions; notices."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.assessments.city import answer, at, client_of, text
from tests.world import World, make_world
from waymark.assessments.actions import answers, asking, case, desk, review
from waymark.assessments.actions.evidence import withdraw_evidence
from waymark.assessments.models import Case, Clarification, Submission
from waymark.assessments.queries.dossier import live_submission
from waymark.assessments.rules.case import Permit
from waymark.base.jobs.worker import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.people.rules import WorkspaceRole

pytestmark = pytest.mark.django_db


def ready() -> World:
    """A case in which nothing is missing."""
    world = make_world()
    world.answer_all()
    return world


def hash_on(page: str) -> str:
    """The hash that the form for signing carries."""
    return page.partition('name="expected" value="')[2].partition('"')[0]


def test_the_signatory_sees_the_document_and_signs_exactly_that() -> None:
    world = ready()
    browser = client_of(world.signatory)
    page = text(browser.get(at(world, "submit/")))
    shown = hash_on(page)
    assert shown == live_submission(world.case).hash
    assert page.count("Proof of A") == 11
    file = browser.get(at(world, "submit/document.json"))
    assert hashlib.sha256(file.content).hexdigest() == shown
    done = browser.post(at(world, "submit/"), {"expected": shown, "statement": "on"}, follow=True)
    assert "Your case was handed in" in text(done)
    row = Submission.objects.get()
    assert (row.sha256, row.signed_by) == (shown, world.signatory)
    world.case.refresh_from_db()
    assert world.case.state == "submitted"
    frozen = browser.get(at(world, "submissions/1.json"))
    assert hashlib.sha256(frozen.content).hexdigest() == shown
    assert browser.get(at(world, "submit/")).status_code == 302


def test_the_receipt_is_a_page_and_a_pdf_with_the_hash() -> None:
    world = ready()
    world.submit()
    browser = client_of(world.editor)
    page = text(browser.get(at(world, "submissions/1/")))
    row = Submission.objects.get()
    assert row.sha256 in page
    assert world.signatory.name in page
    made = browser.get(at(world, "submissions/1.pdf"))
    assert made.content.startswith(b"%PDF-")
    desk.admit_case(case=world.case, by=world.secretary, at=world.later())
    assert made.content == browser.get(at(world, "submissions/1.pdf")).content
    for missing in ("submissions/2/", "submissions/2.pdf", "submissions/9999999999.json"):
        assert browser.get(at(world, missing)).status_code == 404


def test_a_signature_needs_the_statement_and_a_hash() -> None:
    world = ready()
    browser = client_of(world.signatory)
    shown = hash_on(text(browser.get(at(world, "submit/"))))
    for data in ({"expected": shown}, {"statement": "on"}, {"expected": "x", "statement": "on"}):
        assert browser.post(at(world, "submit/"), data).status_code == 422
    assert not Submission.objects.exists()


def test_a_change_meanwhile_has_to_be_looked_at() -> None:
    world = ready()
    browser = client_of(world.signatory)
    shown = hash_on(text(browser.get(at(world, "submit/"))))
    found = world.case.answers.get(criterion="A01")
    answers.save_answer(
        case=world.case,
        criterion="A01",
        draft=answers.Draft(level=1, narrative="Quickly changed"),
        version=found.version,
        by=world.editor,
        at=world.later(),
    )
    page = browser.post(at(world, "submit/"), {"expected": shown, "statement": "on"})
    assert "A colleague changed something meanwhile" in text(page)
    assert hash_on(text(page)) not in ("", shown)
    assert not Submission.objects.exists()


def test_whoever_logged_in_long_ago_does_it_once_more_and_the_signature_goes_on() -> None:
    world = ready()
    world.signatory.set_password(factories.PASSWORD)
    world.signatory.save()
    browser = Client()
    browser.force_login(world.signatory)  # with no authentication in the last minutes
    shown = hash_on(text(browser.get(at(world, "submit/"))))
    asked = browser.post(at(world, "submit/"), {"expected": shown, "statement": "on"})
    assert asked.status_code == 302
    assert "/reauthenticate/" in asked.url
    assert not Submission.objects.exists()
    wrong = browser.post(asked.url, {"password": "not the password"})
    assert wrong.status_code == 200
    assert not Submission.objects.exists()
    done = browser.post(asked.url, {"password": factories.PASSWORD})
    assert done.status_code == 302
    assert done.url == at(world, "submissions/1/")
    assert Submission.objects.get().sha256 == shown


def test_nobody_but_the_signatory_signs_and_she_can_be_asked_to() -> None:
    world = ready()
    for user in (world.lead, world.editor):
        browser = client_of(user)
        page = text(browser.get(at(world, "submit/")))
        assert 'name="expected"' not in page
        assert world.signatory.name in page
        data = {"expected": live_submission(world.case).hash, "statement": "on"}
        browser.post(at(world, "submit/"), data)
        assert not Submission.objects.exists()
    for _ in range(3):
        client_of(world.editor).post(at(world, "submit/remind/"))
    run_due()
    told = Notice.objects.filter(kind="city.signature_wanted")
    assert [notice.user for notice in told] == [world.signatory]
    viewer = factories.make_member(world.place, WorkspaceRole.VIEWER)
    assert client_of(viewer).post(at(world, "submit/remind/")).status_code == 404


def test_what_is_missing_is_listed_with_links() -> None:
    world = make_world()
    browser = client_of(world.signatory)
    page = text(browser.get(at(world, "submit/")))
    assert "11 criteria have no answer yet" in page
    assert at(world, "criteria/A11/") in page
    assert 'name="expected"' not in page
    data = {"expected": live_submission(world.case).hash, "statement": "on"}
    refused = browser.post(at(world, "submit/"), data)
    assert "11 criteria have no answer yet: A01" in text(refused)
    assert not Submission.objects.exists()


def test_rows_that_depart_from_the_format_are_named_and_not_frozen() -> None:
    world = ready()
    answers.save_register(
        case=world.case,
        register="policies",
        rows=[{"policy": "Plan", "level": "moon"}],
        version=0,
        by=world.editor,
        at=world.later(),
    )
    browser = client_of(world.signatory)
    page = text(browser.get(at(world, "submit/")))
    assert "$.registers.policies[0].level" in page
    assert 'name="expected"' not in page
    assert browser.get(at(world, "submit/document.json")).status_code == 404
    assert "departs from the format" in text(browser.get(at(world, "standing/")))


def test_where_we_stand_speaks_in_sentences_and_counts() -> None:
    world = ready()
    found = world.case.evidence.get(links__criterion="A03")
    withdraw_evidence(item=found, reason="Wrong file", by=world.editor, at=world.later())
    page = text(client_of(world.editor).get(at(world, "standing/")))
    assert "10 of 11 are as asked" in page
    assert "Evidence “Proof of A03” was withdrawn." in page
    assert "reviewers have accepted" not in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "score" not in main.lower()


# Questions


def asked_world() -> tuple[World, Any]:
    """A case under review with one question open."""
    world = make_world(until="in_review")
    assignment = world.case.assignments.order_by("slot").first()
    by = assignment.reviewer
    review.declare_interest(assignment=assignment, conflict=False, by=by, at=world.later())
    asked = review.ask_city(
        assignment=assignment,
        criterion="A03",
        question="Which plan ends when?",
        due=None,
        by=by,
        at=world.later(),
    )
    world.case.refresh_from_db()
    return world, asked


def test_a_question_is_answered_and_the_answers_are_sent() -> None:
    world, asked = asked_world()
    browser = client_of(world.editor)
    page = text(browser.get(at(world, "questions/")))
    assert "Which plan ends when?" in page
    assert asked.assignment.reviewer.name not in page
    path = at(world, f"questions/{asked.pk}/")
    assert browser.post(path, {"answer": " "}).status_code == 422
    early = browser.post(at(world, "questions/send/"), follow=True)
    assert "Questions without an answer: 1" in text(early)
    browser.post(path, {"answer": "In 2030."})
    browser.post(path, {"answer": "In 2031."})  # it can be bettered until it is sent
    assert Clarification.objects.get().answer == "In 2031."
    sent = browser.post(at(world, "questions/send/"), follow=True)
    assert "were sent to the reviewers" in text(sent)
    world.case.refresh_from_db()
    assert world.case.state == "in_review"
    late = browser.post(path, {"answer": "In 2032."})
    assert late.status_code == 422
    assert Clarification.objects.get().answer == "In 2031."


def test_a_changed_case_is_handed_in_again_by_the_signatory() -> None:
    world, asked = asked_world()
    editor, signatory = client_of(world.editor), client_of(world.signatory)
    found = world.case.answers.get(criterion="A03")
    data = answer(2, "The plan ends in 2030.", version=found.version)
    editor.post(at(world, "criteria/A03/"), data)
    editor.post(at(world, f"questions/{asked.pk}/"), {"answer": "See A03."})
    page = text(editor.get(at(world, "questions/")))
    assert "hands it in again" in page
    shown = hash_on(text(signatory.get(at(world, "submit/"))))
    signatory.post(at(world, "submit/"), {"expected": shown, "statement": "on"})
    world.case.refresh_from_db()
    assert world.case.state == "in_review"
    assert [row.seq for row in Submission.objects.all()] == [1, 2]
    for seq in (1, 2):
        assert editor.get(at(world, f"submissions/{seq}/")).status_code == 200


def test_questions_of_another_case_and_readers_are_kept_out() -> None:
    world, asked = asked_world()
    other = client_of(factories.make_member(factories.make_place(), WorkspaceRole.LEAD))
    path = at(world, f"questions/{asked.pk}/")
    assert other.post(path, {"answer": "Mine"}).status_code == 404
    viewer = client_of(factories.make_member(world.place, WorkspaceRole.VIEWER))
    assert viewer.get(at(world, "questions/")).status_code == 200
    assert viewer.post(path, {"answer": "Mine"}).status_code == 404
    missing = at(world, f"questions/{'0' * 26}/")
    assert client_of(world.editor).post(missing, {"answer": "x"}).status_code == 404
    assert Clarification.objects.get().answer == ""


# Notices


def kinds_of(user: Any) -> list[str]:
    """The kinds of notices that somebody has got, in order."""
    run_due()
    found = Notice.objects.filter(user=user).order_by("made_at", "id")
    return [kind for kind in found.values_list("kind", flat=True) if kind.startswith("city.")]


def test_colleagues_are_told_of_mentions_and_work() -> None:
    world = make_world()
    answers.add_comment(
        case=world.case,
        criterion="A01",
        words="Please look. " * 100,
        mentions=[world.editor, world.lead],
        by=world.lead,
        at=world.later(),
    )
    assert kinds_of(world.editor) == ["city.mentioned"]
    assert kinds_of(world.lead) == []  # nobody is told of her own act
    told = Notice.objects.get(user=world.editor)
    assert told.url.startswith(f"/workspaces/{world.place.slug}/case-{world.case.pk}/criteria/A01/")
    assert len(told.params["words"]) < 310
    assert client_of(world.editor).get(told.url.partition("#")[0]).status_code == 200
    for due in (None, world.now.date()):
        answers.assign_answer(
            case=world.case,
            criterion="A01",
            department=None,
            assignee=world.editor,
            due=due,
            by=world.lead,
            at=world.later(),
        )
    assert kinds_of(world.editor)[1:] == ["city.assigned_until", "city.assigned_until"]


def test_a_city_hears_of_each_step_and_the_links_lead_there() -> None:
    world = ready()
    world.submit()
    desk.return_case(
        case=world.case, reason="A01 is unclear.", by=world.secretary, at=world.later()
    )
    world.case.refresh_from_db()
    assert kinds_of(world.editor) == ["city.submitted", "city.returned"]
    told = Notice.objects.get(user=world.editor, kind="city.returned")
    assert told.params["reason"] == "A01 is unclear."
    page = text(client_of(world.editor).get(at(world)))
    assert "A01 is unclear." in page
    world.submit()
    desk.admit_case(case=world.case, by=world.secretary, at=world.later())
    assert kinds_of(world.lead)[-1] == "city.admitted"
    case.withdraw_case(case=world.case, reason="Elections", by=world.signatory, at=world.later())
    assert kinds_of(world.lead)[-1] == "city.withdrawn"
    assert kinds_of(world.secretary) == ["city.withdrawn"]
    for notice in Notice.objects.filter(user=world.lead):
        assert client_of(world.lead).get(notice.url).status_code == 200, notice.url


def test_asking_for_a_signature_needs_the_permit() -> None:
    world = ready()
    with pytest.raises(NotPermitted) as refused:
        asking.ask_for_signature(case=world.case, by=factories.make_user(), at=world.now)
    assert refused.value.permit == Permit.EDIT_CASE
    world.submit()
    with pytest.raises(answers.NotEditable):
        asking.ask_for_signature(case=world.case, by=world.editor, at=world.now)
    assert not Case.objects.filter(state="draft").exists()
