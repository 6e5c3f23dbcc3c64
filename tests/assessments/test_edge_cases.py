"""Edge cases of CERTIFICATION.md §1.7 that are about what stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests import factories
from tests.indicators.cities import make_lists
from tests.schemes.editing import bring_into_force
from tests.world import FEW, make_world, neighbour, scheme_content
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.evidence import withdraw_evidence
from waymark.assessments.actions.submission import SomethingChanged, submit_case
from waymark.assessments.models import Case, Report
from waymark.assessments.queries.dossier import frozen, live_submission
from waymark.assessments.queries.report import document_of
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.record import record
from waymark.indicators.actions.values import change_value, enter_value
from waymark.indicators.models import Indicator
from waymark.indicators.rules.facts import Value
from waymark.kernel.flow import Refused
from waymark.people.rules import WorkspaceRole
from waymark.schemes.models import Edition

pytestmark = pytest.mark.django_db


def stricter() -> dict[str, Any]:
    """The next version of the edition of FEW criteria: each answer has to reach the third level."""
    document = scheme_content(FEW) | {"version": "1.1.0"}
    for criterion in document["criteria"]:
        for rule in criterion["rule"]["all"]:
            if rule["kind"] == "answer":
                rule["min"] = 3
    return document


def test_edge_a_new_edition_leaves_a_case_on_the_one_that_it_was_opened_with() -> None:
    world = make_world(until="in_review", criteria=FEW)
    fresh = bring_into_force(stricter(), desk=world.secretary, chair=world.chair, at=world.later())
    world.edition.refresh_from_db()
    assert world.edition.state == "superseded"
    world.review()
    world.report()
    report = Report.objects.get()
    assert report.edition_sha256 == world.edition.sha256
    assert document_of(report)["scheme"]["version"] == "1.0.0"
    assert {one["status"] for one in document_of(report)["criteria"]} == {"met"}
    other = opened_under(world, fresh)
    assert other.edition_id == fresh.pk, "who begins now begins with the new one"


def test_edge_a_former_edition_takes_new_cases_until_its_day_and_keeps_those_it_has() -> None:
    world = make_world(criteria=FEW)
    world.answer_all()
    last = world.later().date() + timedelta(days=1)
    Edition.objects.filter(pk=world.edition.pk).update(state="superseded", sunset_at=last)
    late = world.later() + timedelta(days=3)
    world.case.refresh_from_db()
    said = {"case": world.case, "expected": "", "by": world.signatory, "at": late}
    with pytest.raises(Refused, match="edition_over"):
        submit_case(**said)
    Case.objects.filter(pk=world.case.pk).update(submitted_at=world.later())  # it was returned
    with pytest.raises(SomethingChanged):  # the next thing that is looked at
        submit_case(**said)


@pytest.mark.parametrize("lasts", [True, False])
def test_who_never_handed_in_is_told_until_when_the_former_edition_takes_cases(
    lasts: bool,
) -> None:
    world = make_world(criteria=FEW)
    handed_in = neighbour(world, until="submitted")
    at = world.later(days=1)
    sunset = (at + timedelta(days=90)).date().isoformat() if lasts else ""
    with transaction.atomic():
        facts = {"by_version": "1.1.0", "sunset": sunset}
        record("edition.supersede", world.edition, by=world.chair, at=at, facts=facts)
    run_due(datetime.now(UTC))
    told = Notice.objects.filter(kind="city.edition_ends")
    users = set(told.values_list("user_id", flat=True))
    assert users == ({world.lead.pk, world.editor.pk, world.signatory.pk} if lasts else set())
    assert handed_in.lead.pk not in users
    if lasts:
        page = factories.log_in(Client(), world.lead).get("/notices/").content.decode()
        assert "The edition of your case takes cases until" in page


def opened_under(world: Any, edition: Any) -> Any:
    """Open a case of another city under an edition."""
    city = factories.make_place()
    lead = factories.make_member(city, WorkspaceRole.LEAD)
    return replace(world, place=city, lead=lead, edition=edition, case=None).open()


def test_edge_after_the_decision_withdrawn_evidence_is_told_and_the_report_stays() -> None:
    world = make_world(until="published", criteria=FEW)
    assert world.case is not None
    before = Report.objects.get().document
    item = world.case.evidence.first()
    assert item is not None
    withdraw_evidence(item=item, reason="Wrong file.", by=world.editor, at=world.later())
    run_due(world.now)
    told = Notice.objects.filter(kind="city.evidence_withdrawn")
    assert [one.user_id for one in told] == [world.secretary.pk]
    with pytest.raises(BadAnswer):
        withdraw_evidence(item=item, reason="Again.", by=world.editor, at=world.later())
    assert Report.objects.get().document == before
    assert not world.award.events.exists(), "nothing becomes of the certificate by itself"


def test_edge_a_late_revision_of_an_indicator_leaves_the_frozen_copy() -> None:
    make_lists()
    world = make_world(criteria=FEW)
    assert world.case is not None
    indicator = Indicator.objects.get(code="UMF-1.1.2")
    first = enter_value(
        place=world.place, indicator=indicator, value=Value("2020", 61.0), by=world.editor,
        at=world.later(),
    )  # fmt: skip
    world.reach("submitted")
    submission = world.case.submissions.get()
    before = submission.document
    change_value(
        observation=first, value=Value("2020", 64.5), by=world.editor, at=world.later(days=30)
    )
    submission.refresh_from_db()
    assert submission.document == before
    assert [one.value for one in frozen(submission).observations] == [61]
    assert [one.value for one in live_submission(world.case).observations] == [64.5], "the control"
