"""Taking a case to a newer edition: answers, comments and evidence travel with their questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, CaseEvent, EvidenceLink
from waymark.assessments.queries.rebasing import preview
from waymark.assessments.rules.case import Permit
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused

ASIDE = "~"  # before the id of a criterion that is not asked any more and whose id is taken anew


def _rename(rows: QuerySet[Any], moves: Mapping[str, str]) -> None:
    """Let rows follow their question to another criterion; no row is lost or overwritten."""
    changed = {old: new for old, new in moves.items() if old != new}
    if not changed:
        return
    found: list[Model] = list(rows.filter(criterion__in={*changed, *changed.values()}))
    for row in found:
        row.criterion = f"{ASIDE}{row.criterion}"  # type: ignore[attr-defined]
        row.save(update_fields=["criterion"])
    for row in found:
        old = row.criterion.removeprefix(ASIDE)  # type: ignore[attr-defined]
        if old in moves:
            row.criterion = moves[old]  # type: ignore[attr-defined]
            row.save(update_fields=["criterion"])


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
    _rename(case.answers.all(), found.plan.moves)
    _rename(case.comments.all(), found.plan.moves)
    _rename(EvidenceLink.objects.filter(item__case=case), found.plan.moves)
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
