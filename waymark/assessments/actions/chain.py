"""Writing a decision down: the next row of its case's chain, bound to the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.assessments.models import Case, Decision, Publication
from waymark.assessments.queries.standing import standing
from waymark.assessments.rules.independence import may_vote
from waymark.kernel import canonical
from waymark.kernel.flow import Reason


def append(case: Case, *, by: Any, at: datetime, **facts: Any) -> Decision:
    """Write the next decision of a locked case, chained to the one before."""
    last = case.decisions.order_by("-seq").first()
    row = Decision(
        case=case,
        seq=last.seq + 1 if last else 1,
        prev_sha256=last.sha256 if last else "",
        decided_by=by,
        decided_at=at,
        **facts,
    )
    body = {
        "v": 1,
        "id": row.pk,
        "case": case.pk,
        "seq": row.seq,
        "prev": row.prev_sha256,
        "kind": row.kind,
        "level": row.level,
        "item": row.item_id or "",
        "report": row.report_sha256,
        "award": row.award,
        "votes": row.votes,
        "quorum": row.quorum,
        "reasons": row.reasons,
        "conditions": row.conditions,
        "effective_on": row.effective_on.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else "",
        "decided_by": by.pk if by else "",
        "decided_at": at.isoformat(),
    }
    if row.about:
        body["about"] = row.about
    row.document = canonical.dumps(body).decode()
    row.sha256 = canonical.digest(body)
    row.save(force_insert=True)
    return row


def ties(person: Any, case: Case, at: datetime) -> tuple[Reason, ...]:
    """Say what ties whoever writes a decision down to its case; recused members do not."""
    return may_vote(
        standing(person, case), on=at.date(), adviser_months=case.mechanism.adviser_months
    )


def publish_at_once(decision: Decision, *, by: Any, at: datetime) -> dict[str, Any]:
    """Make a decision on a certificate public at once; return what the ledger says of it."""
    Publication.objects.create(decision=decision, by=by, at=at)
    return {
        "kind": decision.kind,
        "award": decision.award.partition(":")[2],
        "sha256": decision.sha256,
    }
