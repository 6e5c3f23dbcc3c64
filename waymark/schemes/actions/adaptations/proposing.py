"""A steward's advice to the global body on an adaptation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.actions.adaptations.common import lock, said
from waymark.schemes.models import Adaptation, EndorsementProposal
from waymark.schemes.rules.adapting import open_decisions
from waymark.schemes.rules.publishing import Permit


@transaction.atomic
def propose_endorsement(
    *, adaptation: Adaptation, kind: str, reasons: str, seen: str, by: Any, at: datetime
) -> EndorsementProposal:
    """Propose a decision that the global body could take now, with reasons; it decides nothing.

    `seen` is the hash of the overlay that was read. Raises NotPermitted, Refused.
    """
    require(by, Permit.PROPOSE_ENDORSEMENT, on=adaptation)
    row = lock(adaptation)
    if seen != row.sha256:
        raise Refused(Reason("adaptation.changed_since"))
    if kind not in open_decisions(row.state):
        raise Refused(Reason("flow.not_from_here"))
    made = EndorsementProposal.objects.create(
        adaptation=row, kind=kind, overlay_sha256=row.sha256, reasons=said(reasons), by=by, at=at
    )
    facts = {"kind": kind, "overlay": row.sha256}
    record("adaptation.propose", row, by=by, at=at, scope=row.mechanism, facts=facts)
    return made
