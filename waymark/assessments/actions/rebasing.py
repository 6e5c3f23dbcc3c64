"""Taking a case to a newer edition: answers, comments and evidence travel with their questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, CaseEvent, EvidenceLink
from waymark.assessments.queries.rebasing import preview
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.rebasing import Rebase
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused

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


@transaction.atomic
def rebase_case(*, case: Case, expected: str, by: Any, at: datetime) -> Case:
    """Take a case that nobody has reviewed to the edition by which its mechanism certifies now.

    expected: the content of the edition that was previewed. What is not asked any more stays
    stored and is left out. Raises flow.Refused with every reason.
    """
    require(by, Permit.OPEN_CASE, on=case.place)
    case = lock(case)
    found = preview(by, case, expected)
    if found is None:
        raise Refused(Reason("rebase.newest"))
    if found.refused:
        raise Refused(*found.refused)
    before = case.edition.sha256
    _rename(case.answers.all(), found.plan)
    _rename(case.comments.all(), found.plan)
    _rename(EvidenceLink.objects.filter(item__case=case), found.plan)
    case.edition, case.version = found.edition, case.version + 1
    case.save(update_fields=["edition", "version"])
    CaseEvent.objects.create(
        case=case, step="rebase", state=case.state, by=by, at=at, note=found.after.version
    )
    facts = {
        "from": before,
        "to": found.edition.sha256,
        "changed": list(found.plan.changed),
        "added": list(found.plan.added),
        "removed": list(found.plan.removed),
    }
    record("case.rebased", case, by=by, at=at, scope=case.place, facts=facts)
    return case
