"""The global committee's word on an edition, by its chair."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.actions.adaptations.common import said
from waymark.schemes.actions.drafts.common import facts_of, lock, take
from waymark.schemes.models import Edition, Endorsement
from waymark.schemes.rules.publishing import DECISIONS, Permit


@transaction.atomic
def decide_edition(
    *,
    edition: Edition,
    kind: str,
    reasons: str,
    looked: bool = False,
    seen: str,
    by: Any,
    at: datetime,
) -> Endorsement:
    """Approve, return, or take an approval back: a row that binds both contents.

    `seen` is the hash of the edition that was read; `looked` says that what it would mean for
    cases and adaptations was read as well. Raises NotPermitted, Refused.
    """
    require(by, Permit.PUBLISH_EDITION, on=edition.scheme)
    row = lock(edition)
    if seen != row.sha256:
        raise Refused(Reason("adaptation.changed_since"))
    if kind not in DECISIONS:
        raise Refused(Reason("flow.unknown_step", {"step": kind}))
    take(row, kind, facts_of(row, at, reasons=reasons, looked=looked))
    if row.state == "draft":
        row.comments_until = None
    row.save(update_fields=["state", "comments_until"])
    made = Endorsement.objects.create(
        edition=row,
        seq=row.endorsements.count() + 1,
        kind=kind,
        overlay_sha256=row.sha256,
        base_sha256=row.base.sha256 if row.base else "",
        reasons=said(reasons),
        by=by,
        at=at,
    )
    facts = {"kind": kind, "sha256": row.sha256, "base": made.base_sha256}
    record("edition.decide", row, by=by, at=at, facts=facts)
    return made
