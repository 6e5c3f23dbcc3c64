"""The stage report: page, PDF and JSON agree; who may read it, and in which form."""

from __future__ import annotations

import hashlib
import io
import json
import re
from typing import Any

import pikepdf
import pytest

from tests.assessments.review_acts import browser, declare, judge, strangers, the_case
from tests.world import World, make_world
from waymark.assessments.actions import desk, review
from waymark.assessments.models import Report
from waymark.assessments.queries.report import context_of, find, public_report
from waymark.assessments.reporting.context import ReportContext
from waymark.assessments.rules.case import Outcome
from waymark.assessments.rules.messages import MESSAGES
from waymark.kernel import canonical

pytestmark = pytest.mark.django_db
WORDS = "Page 7 has no date."


def make_rejected_world() -> World:
    """A reported case: one criterion rejected by both, one on which they differ."""
    world = make_world(until="in_review")
    for number in (0, 1):
        assignment = declare(world, number)
        judge(world, assignment, "A02", Outcome.REJECT, WORDS)
        word = Outcome.NEED_MORE if number else Outcome.REJECT
        judge(world, assignment, "A03", word, "Is it in force?")
        newest = the_case(world).submissions.latest("seq")
        for criterion in review.without_verdict(assignment, newest):
            judge(world, assignment, criterion)
        review.deliver_review(assignment=assignment, by=assignment.reviewer, at=world.later())
    review.end_talk(
        case=the_case(world), reason="Both said it.", by=world.secretary, at=world.later()
    )
    world.report()
    return world


@pytest.fixture
def world() -> World:
    """The same, for each test."""
    return make_rejected_world()


def report_of(world: World) -> Report:
    """The world's report."""
    return the_case(world).reports.get()


def told(world: World) -> ReportContext:
    """The report as the secretary reads it."""
    reading = find(world.secretary, report_of(world).pk)
    assert reading is not None
    return context_of(reading)


def text_of(page: bytes) -> str:
    """A page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def pdf_text(content: bytes) -> str:
    """The words of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_json_is_byte_for_byte_what_the_hash_is_of(world: World) -> None:
    report = report_of(world)
    answer = browser(world.lead).get(f"/reports/{report.pk}/report.json")
    assert hashlib.sha256(answer.content).hexdigest() == report.sha256
    assert canonical.dumps(json.loads(answer.content)) == answer.content
    assert "attachment" in answer["Content-Disposition"]


def test_page_pdf_and_json_agree(world: World) -> None:
    report = report_of(world)
    document = json.loads(report.document)
    client = browser(world.lead)
    page = text_of(client.get(f"/reports/{report.pk}/").content)
    pdf = client.get(f"/reports/{report.pk}/report.pdf").content
    printed = pdf_text(pdf)
    context = told(world)
    lines = {line.id: line for stage in context.stages for line in stage.lines}
    assert set(lines) == {found["id"] for found in document["criteria"]}
    for found in document["criteria"]:
        line = lines[found["id"]]
        assert (line.status, len(line.gaps)) == (found["status"], len(found.get("gaps", ())))
        assert f"{line.id} {line.title}" in page
        assert line.status_label in page
        for gap in line.gaps:
            assert gap in page
        if line.stage == "A":  # beyond the level aimed for the PDF tells counts alone
            assert line.title in printed
            for gap in line.gaps:
                assert gap in printed, gap
    assert printed.count("Beyond the level aimed for.") == 3
    for sha256 in (report.sha256, report.submission_sha256, report.edition_sha256):
        assert sha256 in page
        assert sha256 in printed.replace(" ", "")
    assert report.verdicts_sha256 in page
    assert WORDS in page
    assert WORDS in printed


def test_the_control_that_other_words_would_be_noticed(world: World) -> None:
    report = report_of(world)
    page = text_of(browser(world.lead).get(f"/reports/{report.pk}/").content)
    assert "Reviewers who rejected it: 2." in page
    assert "Reviewers who rejected it: 3." not in page
    assert {line.status for stage in told(world).stages for line in stage.lines} >= {
        "met",
        "partly",
        "not_assessed",
    }


def test_the_pdf_is_tagged_titled_and_carries_the_document(world: World) -> None:
    report = report_of(world)
    content = browser(world.lead).get(f"/reports/{report.pk}/report.pdf").content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "en"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        title = str(pdf.docinfo["/Title"])
        assert world.place.name["en"] in title
        assert root.StructTreeRoot is not None
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        attached = pdf.attachments["report.json"].get_file().read_bytes()
    assert attached == report.document.encode()


def test_the_pdf_is_made_in_arabic_too_and_equal_calls_give_equal_bytes(world: World) -> None:
    report = report_of(world)
    client = browser(world.lead)
    address = f"/reports/{report.pk}/report.pdf"
    assert client.get(address).content == client.get(address).content
    client.cookies["django_language"] = "ar"
    with pikepdf.open(io.BytesIO(client.get(address).content)) as pdf:
        assert str(pdf.Root.Lang) == "ar"
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert 'dir="rtl"' in page


def test_who_reads_a_report_before_the_decision(world: World) -> None:
    address = f"/reports/{report_of(world).pk}/"
    lead = factories_lead(world)
    for user in (world.lead, world.editor, world.secretary, lead, *world.reviewers):
        assert browser(user).get(address).status_code == 200
    for who, user in (strangers(world) | {"undeclared chair": world.chair}).items():
        for part in ("", "report.pdf", "report.json"):
            assert browser(user).get(address + part).status_code == 404, who
    assert browser().get(address).status_code == 404
    item = world.convene()
    assert item.report_sha256 == report_of(world).sha256
    assert browser(world.chair).get(address).status_code == 200


def factories_lead(world: World) -> Any:
    """A technical lead of the mechanism."""
    from tests import factories

    return factories.make_seat(world.mechanism.technical_team, "lead")


def test_a_refused_report_never_becomes_public(world: World) -> None:
    from waymark.assessments.rules.case import BallotChoice

    world.convene()
    world.vote(BallotChoice.REFUSE)
    world.decide()
    world.publish()
    report = report_of(world)
    assert browser().get(f"/reports/{report.pk}/").status_code == 404
    assert public_report(None, report.sha256) is None


def test_a_granted_report_is_public_once_published_and_without_inner_notes() -> None:
    world = make_world(until="decided")
    report = report_of(world)
    address = f"/reports/{report.pk}/"
    assert browser().get(address).status_code == 404
    assert public_report(None, report.sha256) is None
    world.case.evidence.filter(title="Proof of A01").update(visibility="public")
    world.publish()
    stranger = browser()
    page = stranger.get(address).content.decode()
    assert "Looked at page 1." not in page  # the reviewers' words
    assert "What we did for" not in page
    assert "Proof of A01" in page
    assert "Proof of A02" not in page
    printed = pdf_text(stranger.get(f"{address}report.pdf").content)
    assert "Looked at page 1." not in printed
    found = public_report(None, report.sha256)
    assert found is not None
    assert hashlib.sha256(found.document.encode()).hexdigest() == report.sha256
    assert stranger.get(f"{address}report.json").content == found.document.encode()
    inside = browser(world.lead).get(address).content.decode()
    assert "Looked at page 1." in inside  # the control: they are in the whole form


def test_no_form_of_a_report_names_a_reviewer(world: World) -> None:
    report = report_of(world)
    client = browser(world.lead)
    shown = client.get(f"/reports/{report.pk}/").content.decode()
    shown += pdf_text(client.get(f"/reports/{report.pk}/report.pdf").content)
    shown += report.document
    for reviewer in world.reviewers:
        for word in (reviewer.name, reviewer.email, reviewer.pk):
            assert not re.search(rf"\b{re.escape(word)}\b", shown)


def test_verdicts_on_an_older_submission_have_no_part_in_the_report() -> None:
    """Invariant 11 and 2: each report is bound to its own submission and verdicts."""
    world = make_world(until="reported")
    first = report_of(world)
    desk.reopen_review(case=the_case(world), reason="Anew.", by=world.secretary, at=world.later())
    for one in the_case(world).assignments.order_by("slot"):
        judge(world, one, "A01", Outcome.REJECT, WORDS)
    for one in the_case(world).assignments.order_by("slot"):
        review.deliver_review(assignment=one, by=one.reviewer, at=world.later())
    world.report()
    second = the_case(world).reports.latest("seq")
    assert second.verdicts_sha256 != first.verdicts_sha256
    assert second.submission_sha256 == first.submission_sha256
    by_id = {found["id"]: found for found in json.loads(second.document)["criteria"]}
    assert by_id["A01"]["status"] != "met"
    assert by_id["A02"]["status"] == "met"
    first.refresh_from_db()
    assert {f["status"] for f in json.loads(first.document)["criteria"] if f["stage"] == "A"} == {
        "met"
    }


def test_every_code_becomes_a_sentence_without_a_placeholder_left(world: World) -> None:
    for stage in told(world).stages:
        for line in stage.lines:
            for sentence in (*line.gaps, *(check.text for check in line.checks)):
                assert sentence not in MESSAGES
                assert "%(" not in sentence


@pytest.mark.parametrize("who", ["city", "public"])
def test_a_report_asks_few_queries(who: str, django_assert_max_num_queries: Any) -> None:
    world = make_world(until="published")
    client = browser(world.lead if who == "city" else None)
    address = f"/reports/{report_of(world).pk}/"
    client.get(address)
    with django_assert_max_num_queries(11 if who == "city" else 4):  # two are the library
        assert client.get(address).status_code == 200
