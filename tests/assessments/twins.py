"""Cases like one that was brought to a state act by act, for tests that need many of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests import factories
from tests.races import copy
from tests.world import World
from waymark.assessments.models import Declaration, Recusal
from waymark.assessments.queries.dossier import verdicts_on
from waymark.assessments.rules.evaluate import verdict_set_hash
from waymark.people.models import Membership


def twin(world: World) -> World:
    """Return a world whose city and case are new, in the same state, before the same people."""
    assert world.case is not None
    world.case.refresh_from_db()
    place = factories.make_place()
    for row in Membership.objects.filter(place=world.place):
        copy(row, place_id=place.pk)
    case = copy(world.case, place_id=place.pk)
    for answer in world.case.answers.all():
        copy(answer, case_id=case.pk)
    for item in world.case.evidence.all():
        again = copy(item, case_id=case.pk)
        for row in (*item.revisions.all(), *item.links.all()):
            copy(row, item_id=again.pk)
    for row in Declaration.objects.filter(case=world.case):
        copy(row, case_id=case.pk)
    for submission in world.case.submissions.all():
        _submission(submission, world.case, case)
    made = replace(world, place=place, case=case, item=None, extra={})
    if world.item is not None and not world.item.removed_at:
        report = case.reports.latest("seq")
        made.item = copy(
            world.item, case_id=case.pk, report_id=report.pk, report_sha256=report.sha256
        )
        for ballot in world.item.ballots.all():
            copy(ballot, item_id=made.item.pk)
        for recusal in Recusal.objects.filter(item=world.item):
            copy(recusal, item_id=made.item.pk)
    return made


def _submission(submission: Any, old: Any, case: Any) -> None:
    again = copy(submission, case_id=case.pk)
    for assignment in old.assignments.all():
        slot = case.assignments.filter(slot=assignment.slot, state=assignment.state).first()
        slot = slot or copy(assignment, case_id=case.pk)
        for talk in old.talks.filter(submission=submission):
            if not case.talks.filter(opened_at=talk.opened_at).exists():
                copy(talk, case_id=case.pk, submission_id=again.pk)
        for verdict in assignment.verdicts.filter(submission=submission):
            copy(verdict, assignment_id=slot.pk, submission_id=again.pk)
    for report in submission.reports.all():
        verdicts = verdict_set_hash(verdicts_on(again))
        copy(report, case_id=case.pk, submission_id=again.pk, verdicts_sha256=verdicts)
