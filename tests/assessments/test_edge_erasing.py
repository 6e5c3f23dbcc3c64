"""Edge case of CERTIFICATION.md §1.7: a file must be erased."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories import log_in, make_seat
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import erasing, evidence, meeting, review
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.erasing import erase_evidence
from waymark.assessments.actions.steps import Overtaken, lock
from waymark.assessments.models import Case, EvidenceItem, Report
from waymark.assessments.queries.report import document_of
from waymark.assessments.rules.flows import AFTER_ERASURE
from waymark.base.files import disk, storage
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.rules import SeatRole

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "A court has ordered it."


def with_file(world: World, text: bytes = b"who,where\nAda,Olvera\n") -> EvidenceItem:
    """Put a file behind the first criterion."""
    assert world.case is not None
    kept = storage.store(io.BytesIO(text), name="list.csv")
    return evidence.add_evidence(
        case=world.case,
        details=evidence.Details(
            title="List of people", kind="policy_document", effective_on=date(2026, 1, 15)
        ),
        content=evidence.Content(blob=storage.keep(kept, at=world.now), name=kept.name),
        links={"A01": "page 1"},
        by=world.editor,
        at=world.later(),
    )


def until(state: str) -> tuple[World, EvidenceItem]:
    """A world whose case has a file, taken to a state."""
    world = make_world(criteria=FEW)
    item = with_file(world)
    world.reach(state)
    return world, item


def erased(world: World, item: EvidenceItem, **more: Any) -> EvidenceItem:
    said = {"reason": WHY, "by": world.secretary, "at": world.later(), **more}
    found = erase_evidence(item=EvidenceItem.objects.get(pk=item.pk), **said)
    assert world.case is not None
    world.case.refresh_from_db()
    return found


@pytest.mark.parametrize("state", ["submitted", "in_review", "reported", "scheduled", "decided"])
def test_edge_a_file_must_be_erased_its_bytes_go_hash_and_reason_stay(state: str) -> None:
    world, item = until(state)
    assert world.case is not None
    before = world.case.state
    blob = item.revisions.get().blob
    assert blob is not None
    assert disk.path_of(blob.sha256).exists(), "the control"
    found = erased(world, item)
    assert not disk.path_of(blob.sha256).exists()
    blob.refresh_from_db()
    assert (blob.erased_reason, found.state, found.state_reason) == (WHY, "erased", WHY)
    assert world.case.state == AFTER_ERASURE.get(before, before)
    facts = Record.objects.get(verb="evidence.erased").body
    assert blob.sha256 in facts
    assert item.pk in facts


def test_edge_erased_before_the_decision_the_case_is_handed_in_and_judged_anew() -> None:
    world, item = until("scheduled")
    assert world.case is not None
    assert world.item is not None
    first = Report.objects.get()
    erased(world, item)
    world.item.refresh_from_db()
    assert world.item.removed_at is not None, "it is off the agenda"
    assert world.case.state == "clarification"
    with pytest.raises(Refused) as refused:
        review.send_answers(case=world.case, by=world.editor, at=world.later())
    assert [one.key for one in refused.value.reasons] == ["case.evidence_erased"]
    world.submit()
    assert world.case.state == "in_review"
    assert {one.state for one in world.case.assignments.all()} == {"returned"}
    world.review()
    world.report()
    again = Report.objects.latest("seq")
    assert again.submission_sha256 != first.submission_sha256
    assert Report.objects.get(pk=first.pk).document == first.document, "the first one stays"
    assert "evidence.erased" not in again.document, "another item stands in its place"


def test_a_case_put_on_an_agenda_in_the_same_moment_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, item = until("reported")
    case = world.case
    assert case is not None
    planned = meeting.plan_meeting(
        mechanism=world.mechanism,
        title="Next",
        starts_at=world.now + timedelta(days=20),
        where="",
        by=world.secretary,
        at=world.later(),
    )

    def late(row: Case) -> Case:
        """The lock is got after somebody else has put the case on an agenda."""
        meeting.schedule_case(meeting=planned, case=row, by=world.secretary, at=world.later())
        return lock(row)

    with monkeypatch.context() as patched:
        patched.setattr(erasing, "lock", late)
        with pytest.raises(Overtaken):
            erased(world, item)
    item.refresh_from_db()
    assert item.state == "active", "nothing has happened"
    meeting.schedule_case(meeting=planned, case=case, by=world.secretary, at=world.later())
    erased(world, item)
    assert case.state == "clarification"
    assert not case.agenda_items.filter(removed_at=None).exists()


def test_a_file_behind_an_address_that_took_its_place_can_be_erased_too() -> None:
    world = make_world(criteria=FEW)
    item = with_file(world)
    evidence.revise_evidence(
        item=item,
        content=evidence.Content(url="https://olvera.example/list"),
        effective_on=date(2026, 1, 16),
        by=world.editor,
        at=world.later(),
    )
    world.reach("in_review")
    assert world.case is not None
    desk = log_in(Client(), world.secretary)
    page = desk.get(f"/cases/{world.case.pk}/evidence/").content.decode()
    others = world.case.evidence.exclude(pk=item.pk)
    links = [pk for pk in (item.pk, *others.values_list("pk", flat=True)) if f"{pk}/erase/" in page]
    assert links == [item.pk], "the others never had a file"


def test_edge_erased_evidence_is_a_gap_where_nothing_else_stands_behind_an_answer() -> None:
    world = make_world(criteria=FEW)
    item = with_file(world)
    world.answer_all()
    assert world.case is not None
    for other in world.case.evidence.exclude(pk=item.pk).filter(links__criterion="A01"):
        evidence.unlink_evidence(item=other, criterion="A01", by=world.editor, at=world.later())
    world.submit()
    world.assign()
    erased(world, item)
    world.submit()
    world.review()
    world.report()
    found = {one["id"]: one for one in document_of(Report.objects.get())["criteria"]}
    assert "evidence.erased" in str(found["A01"]["gaps"])
    assert found["A01"]["status"] != "met"
    assert found["A02"]["status"] == "met", "the control"


def test_edge_erased_after_the_decision_the_report_stays_and_the_file_says_why_it_is_gone() -> None:
    world, item = until("published")
    assert world.case is not None
    document = Report.objects.get().document
    erased(world, item)
    assert world.case.state == "closed"
    assert Report.objects.get().document == document
    assert not world.award.events.exists()
    client = log_in(Client(), world.editor)
    answer = client.get(f"/evidence/{item.pk}/1/")
    assert answer.status_code == 410
    assert "for a reason that is on record" in answer.content.decode()


def test_only_the_desk_erases_with_a_reason_once_and_files_alone() -> None:
    world, item = until("in_review")
    for person in (world.editor, world.signatory, world.reviewers[0], world.chair):
        with pytest.raises(NotPermitted):
            erased(world, item, by=person)
    with pytest.raises(BadAnswer, match="erase_why"):
        erased(world, item, reason=" \n")
    assert world.case is not None
    address = world.case.evidence.exclude(pk=item.pk).first()
    assert address is not None
    with pytest.raises(BadAnswer, match="no_file"):
        erased(world, address)
    erased(world, item)
    with pytest.raises(BadAnswer, match="erased_already"):
        erased(world, item)


def test_the_technical_lead_sees_what_was_handed_in_and_is_offered_no_erasing() -> None:
    world, item = until("in_review")
    assert world.case is not None
    listed = f"/cases/{world.case.pk}/evidence/"
    lead = make_seat(world.mechanism.technical_team, SeatRole.LEAD)
    client = log_in(Client(), lead)
    page = client.get(listed).content.decode()
    assert item.title in page
    assert "/erase/" not in page
    assert client.get(f"{listed}{item.pk}/erase/").status_code == 404
    assert client.post(f"{listed}{item.pk}/erase/", {"note": WHY}).status_code == 404
    desk = log_in(Client(), world.secretary)
    assert "/erase/" in desk.get(listed).content.decode(), "the control"


def test_the_same_bytes_are_gone_wherever_they_stand() -> None:
    world, item = until("in_review")
    other = neighbour(world)
    twin = with_file(other)
    blob = twin.revisions.get().blob
    assert blob is not None
    assert blob.pk == item.revisions.get().blob_id
    erased(world, item)
    blob.refresh_from_db()
    with pytest.raises(storage.BytesGone):
        storage.open_blob(blob)
    twin.refresh_from_db()
    assert twin.state == "active", "its own case is not given back: nobody has looked at it"


@pytest.mark.parametrize(
    ("state", "kind"),
    [("in_review", "city.evidence_erased_back"), ("published", "city.evidence_erased")],
)
def test_the_city_learns_of_it_with_the_reason(state: str, kind: str) -> None:
    world, item = until(state)
    erased(world, item)
    run_due(datetime.now(UTC))
    notice = Notice.objects.get(user=world.editor, kind=kind)
    assert WHY in str(notice.params)


def test_the_desk_goes_its_whole_way_through_the_pages() -> None:
    world, item = until("in_review")
    assert world.case is not None
    client = log_in(Client(), world.secretary)
    listed = f"/cases/{world.case.pk}/evidence/"
    assert listed in client.get(f"/cases/{world.case.pk}/").content.decode()
    form = f"{listed}{item.pk}/erase/"
    assert form in client.get(listed).content.decode()
    assert "goes back to the city" in client.get(form).content.decode()
    empty = client.post(form, {"note": ""})
    assert empty.status_code == 422
    done = client.post(form, {"note": WHY}, follow=True)
    assert WHY in done.content.decode()
    assert form not in done.content.decode(), "it is erased once"
    city = log_in(Client(), world.editor)
    asked = city.get(f"/workspaces/{world.place.slug}/case/questions/").content.decode()
    assert "had to be erased" in asked
    assert "Send the answers alone" not in asked
    below = f"/workspaces/{world.place.slug}/case/evidence/"
    link = f"/evidence/{item.pk}/1/"
    for page in (f"{below}?state=erased", f"{below}{item.pk}/"):
        shown = city.get(page).content.decode()
        assert WHY in shown
        assert link not in shown, "nothing leads to a file that is gone"


def test_a_reviewer_reads_that_the_file_is_gone_and_why() -> None:
    world, item = until("in_review")
    assert world.case is not None
    world.review()
    client = log_in(Client(), world.reviewers[0])
    assignment = world.case.assignments.get(reviewer=world.reviewers[0])
    page = f"/reviews/{assignment.pk}/criteria/A01/?evidence={item.pk}"
    assert "no longer there" not in client.get(page).content.decode(), "the control"
    erased(world, item)
    shown = client.get(page).content.decode()
    assert "Its content is no longer there." in shown
    assert WHY in shown
