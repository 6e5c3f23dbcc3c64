"""Taking a locked case to another edition, and what of its review goes along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from waymark.assessments.actions.review.differing import void_talk
from waymark.assessments.actions.review.judging import Judgement, write
from waymark.assessments.actions.steps import take
from waymark.assessments.models import Case, CaseEvent, EvidenceLink, Submission, Verdict
from waymark.assessments.queries.dossier import frozen, scheme_under
from waymark.assessments.queries.talks import first_reviews
from waymark.assessments.rules.carry import unchanged
from waymark.assessments.rules.case import Outcome
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.rebasing import WITH_ITS_CITY, Rebase
from waymark.base.record import record
from waymark.schemes.models import Edition
from waymark.schemes.queries import scheme_of

ASIDE = "~"  # before the id of a criterion that is not asked any more and whose id is taken anew


def _rename(rows: QuerySet[Any], plan: Rebase) -> None:
    """Let rows follow their question to another criterion; no row is lost or overwritten.

    What was said to another question than the one that now bears a criterion's id goes aside.
    """
    moves = plan.moves
    leaving = {old for old, new in moves.items() if old != new}
    asked = rows.filter(criterion__in={*leaving, *moves.values(), *plan.added})
    found = [row for row in asked if moves.get(row.criterion) != row.criterion]
    aside = _free(rows) if found else ""
    for row in found:
        row.criterion = f"{aside}{row.criterion}"
        row.save(update_fields=["criterion"])
    for row in found:
        old = row.criterion.removeprefix(aside)
        if old in moves:
            row.criterion = moves[old]
            row.save(update_fields=["criterion"])


def _free(rows: QuerySet[Any]) -> str:
    """Return a sign under which nothing was put aside before."""
    aside = ASIDE
    while rows.filter(criterion__startswith=aside).exists():
        aside += ASIDE
    return aside


def change_edition(
    case: Case, edition: Edition, plan: Rebase, *, note: str, by: Any, at: datetime
) -> Case:
    """Take a locked case to another edition; answers, comments and evidence follow their question.

    What was handed in goes back to the city, which signs anew: what it signed named the edition.
    Questions of reviewers go along too; those about what is not asked any more are withdrawn.
    """
    _rename(case.answers.all(), plan)
    _rename(case.comments.all(), plan)
    _rename(EvidenceLink.objects.filter(item__case=case), plan)
    for result in case.recognised.exclude(linked=[]):
        result.linked = [plan.moves[name] for name in result.linked if name in plan.moves]
        result.save(update_fields=["linked"])
    _ask_on(case, plan, at=at)
    if case.state in WITH_ITS_CITY:
        case.edition, case.version = edition, case.version + 1
        case.save(update_fields=["edition", "version"])
        CaseEvent.objects.create(
            case=case, step="rebase", state=case.state, by=by, at=at, note=note
        )
        return case
    void_talk(case.pk)
    step = f"edition_{case.state}"
    return take(case, step, CaseFacts(), by=by, at=at, note=note, edition=edition)


def _ask_on(case: Case, plan: Rebase, *, at: datetime) -> None:
    asked = case.clarifications.filter(withdrawn_at=None)
    asked.filter(criterion__in=plan.removed, answered_at=None).update(withdrawn_at=at)
    found = [row for row in asked if plan.moves.get(row.criterion, row.criterion) != row.criterion]
    for row in found:
        row.criterion = plan.moves[row.criterion]
        row.save(update_fields=["criterion"])


def carry_verdicts(case: Case, newest: Submission, *, by: Any, at: datetime) -> tuple[str, ...]:
    """Give reviewers' verdicts again on what was handed in under another edition.

    Only where the rule is equal and nothing that it was given on has changed; return these
    criteria. A reviewer can change hers until she delivers, and she has to deliver again. What
    she said the first time stays as it was.
    """
    before = case.submissions.filter(seq__lt=newest.seq).order_by("-seq").first()
    if before is None or before.edition_sha256 == newest.edition_sha256:
        return ()
    after, was = scheme_of(case.edition), scheme_under(case, before.edition_sha256)
    same = frozenset(unchanged(after, frozen(before), frozen(newest), was))
    told: dict[str, list[str]] = {}
    for assignment in first_reviews(case).order_by("pk"):
        latest = {row.criterion: row for row in assignment.verdicts.filter(submission=before)}
        kept = [row for name, row in sorted(latest.items()) if name in same and _stands(row)]
        for row in kept:
            write(assignment, newest, row.criterion, _word(row), at)
        told[assignment.pk] = [row.criterion for row in kept]
    _carried(case, {"from": before.sha256, "to": newest.sha256, "kept": told}, by=by, at=at)
    return tuple(sorted(same))


def _carried(case: Case, facts: dict[str, Any], *, by: Any, at: datetime) -> None:
    record("verdicts.carried", case, by=by, at=at, scope=case, facts=facts)


def _stands(row: Verdict) -> bool:
    return row.outcome in {Outcome.ACCEPT, Outcome.REJECT}


def _word(row: Verdict) -> Judgement:
    return Judgement(
        Outcome(row.outcome), row.level, row.reason_code, row.reason, tuple(row.evidence)
    )
