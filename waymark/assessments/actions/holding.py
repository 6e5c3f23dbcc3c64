"""Holding cases whose adaptation has lost its endorsement, and what a committee chooses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.chain import ties
from waymark.assessments.actions.life.common import words
from waymark.assessments.actions.moving import change_edition
from waymark.assessments.actions.steps import Overtaken, lock, lock_meeting, take
from waymark.assessments.models import AgendaItem, Case, Hold, HoldChoice
from waymark.assessments.queries.dossier import document_under
from waymark.assessments.queries.erasing import open_agenda_item
from waymark.assessments.queries.holding import chooses, facts_of, told, under_way
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.holding import NOT_ENDORSED, Choice, Ended, refuse_choice
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Refused
from waymark.schemes.models import Adaptation, Endorsement
from waymark.schemes.rules import InvalidDocument


def hold_cases(*, word: Endorsement, by: Any, at: datetime) -> list[Hold]:
    """Hold every case under way whose adaptation this word suspends or withdraws.

    by=None: the platform's rule. It may be called again: who is held already stays so.
    """
    if by is not None:
        require(by, Permit.CHOOSE_ON_HOLD, on=word.adaptation.mechanism)  # type: ignore[union-attr]
    adaptation = Adaptation.objects.get(pk=word.adaptation_id)
    if adaptation.state not in NOT_ENDORSED:
        return []
    found = [_hold(case, word, at=at) for case in under_way(adaptation)]
    return [row for row in found if row is not None]


@transaction.atomic
def _hold(case: Case, word: Endorsement, *, at: datetime) -> Hold | None:
    on_agenda = open_agenda_item(case)
    if on_agenda is not None:
        lock_meeting(on_agenda.meeting)
    case = lock(case)
    if open_agenda_item(case) != on_agenda:
        raise Overtaken(case)
    if not under_way(word.adaptation).filter(pk=case.pk).exists():  # type: ignore[arg-type]
        return None
    if case.state == "scheduled" and on_agenda is not None:
        AgendaItem.objects.filter(pk=on_agenda.pk).update(removed_at=at)
        case = take(case, "unschedule", CaseFacts(), by=None, at=at)
        facts = {"item": on_agenda.pk}
        record("case.unscheduled", case, by=None, at=at, scope=case.place, facts=facts)
    made = Hold.objects.create(case=case, word=word, at=at)
    told_of = {"case": case.pk, "adaptation": word.adaptation_id, "word": word.kind}
    record("case.held", made, by=None, at=at, scope=case.place, facts=told_of)
    return made


def release_cases(*, adaptation: Adaptation, by: Any, at: datetime) -> int:
    """Let the cases go on whose adaptation is endorsed again; return how many.

    by=None: the platform's rule.
    """
    if by is not None:
        require(by, Permit.CHOOSE_ON_HOLD, on=adaptation.mechanism)
    if adaptation.state in NOT_ENDORSED:
        return 0
    found = Hold.objects.filter(word__adaptation=adaptation, ended_at=None)
    return sum(_release(row, at=at) for row in found.select_related("case__edition"))


@transaction.atomic
def _release(hold: Hold, *, at: datetime) -> bool:
    case = lock(hold.case)
    if case.edition.adaptation_id != hold.word.adaptation_id:
        return False
    return end_hold(case, Ended.BACK, by=None, at=at)


def end_hold(case: Case, end: Ended, *, by: Any, at: datetime) -> bool:
    """End the hold of a locked case, if there is one; tell whether there was."""
    row = Hold.objects.select_for_update().filter(case=case, ended_at=None).first()
    if row is None:
        return False
    row.ended_at, row.end = at, end
    row.save(update_fields=["ended_at", "end"])
    _released(row, case, by=by, at=at)
    return True


def _released(row: Hold, case: Case, *, by: Any, at: datetime) -> None:
    facts = {"case": case.pk, "end": row.end}
    record("case.released", row, by=by, at=at, scope=case.place, facts=facts)


@transaction.atomic
def choose_on_hold(*, hold: Hold, choice: Choice, reason: str, by: Any, at: datetime) -> HoldChoice:
    """Choose for a committee: the case is finished on the base edition, or waits.

    On the base edition it comes back to its city, to be signed anew. Raises BadAnswer without a
    reason, flow.Refused with every reason, steps.Overtaken.
    """
    require(by, Permit.CHOOSE_ON_HOLD, on=chooses(hold.case))
    reason = words("reason", reason, "case.no_reason")
    case = lock(hold.case)
    hold = (
        Hold.objects.select_for_update(of=("self",))
        .select_related("word__adaptation")
        .get(pk=hold.pk)
    )
    hold.case = case
    found = told(hold)
    problems: tuple[str, ...] = ()
    try:
        parse_submission(document_under(case, found.after, found.plan.moves), found.after)
    except InvalidDocument as invalid:
        problems = tuple(problem.sentence for problem in invalid.problems)
    facts = facts_of(found, tied=bool(ties(by, case, at)), problems=problems)
    if refused := refuse_choice(choice, facts):
        raise Refused(*refused)
    made = HoldChoice.objects.create(
        hold=hold, seq=len(found.chosen) + 1, choice=choice, reason=reason, by=by, at=at
    )
    more = {"case": case.pk, "choice": choice, "base": found.base.sha256}
    record("hold.chosen", made, by=by, at=at, scope=case.place, facts=more)
    if choice == Choice.BASE:
        change_edition(case, found.base, found.plan, note=reason, by=by, at=at)
        end_hold(case, Ended.BASE, by=by, at=at)
    return made
