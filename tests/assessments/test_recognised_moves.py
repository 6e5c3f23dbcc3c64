"""A marked answer on its way to a newer edition or to another mechanism keeps its mark."""

from __future__ import annotations

import pytest

from tests.assessments.pledge import Pledge, make_pledge
from tests.assessments.review_acts import the_case
from tests.assessments.test_rebasing import THREE, newer, publish, rebase
from tests.assessments.test_transfers import ask, nation
from tests.schemes.crossing import row
from waymark.assessments.models import Case, EvidenceItem, RecognisedResult
from waymark.assessments.queries.dossier import live_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge() -> Pledge:
    return make_pledge(THREE, rows=[row("P1", "A03")])


def test_to_a_newer_edition_with_its_question(pledge: Pledge) -> None:
    result = pledge.named()
    pledge.take(result)
    rebase(pledge.world, publish(pledge.world.edition, newer(pledge.world.edition)))
    found = live_document(the_case(pledge.world))
    assert list(found["answers"]) == ["A04"]
    assert found["answers"]["A04"]["imported"]["theirs"] == "P1"
    assert found["evidence"][0]["criteria"] == ["A04"]
    assert pledge.undo(RecognisedResult.objects.get(pk=result.pk)) == ("A04",)
    found = live_document(the_case(pledge.world))
    assert (found["answers"], found["evidence"]) == ({}, [])


def test_to_another_mechanism_with_its_result_and_evidence(pledge: Pledge) -> None:
    result = pledge.named()
    pledge.take(result)
    old = live_document(the_case(pledge.world))["answers"]["A03"]["imported"]
    done = ask(pledge.world, nation(pledge.world))
    assert done.outcome == "done"
    fresh = Case.objects.exclude(pk=result.case_id).get()
    copy = RecognisedResult.objects.get(case=fresh)
    found = live_document(fresh)["answers"]["A03"]["imported"]
    assert (found["result"], found["evidence"]) == (copy.pk, copy.evidence_id)
    assert copy.evidence_id == EvidenceItem.objects.get(case=fresh).pk
    assert {**found, "result": "", "evidence": ""} == {**old, "result": "", "evidence": ""}
    assert pledge.undo(copy) == ("A03",)
    assert live_document(fresh)["answers"] == {}
    assert "imported" in live_document(Case.objects.get(pk=result.case_id))["answers"]["A03"]
