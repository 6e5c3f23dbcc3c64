"""Storing proposals and the steps of their way: what the verbs about them share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.common import fingerprint
from waymark.indicators.queries.proposals import TOLD
from waymark.indicators.rules.facts import MAX_NOTE
from waymark.indicators.rules.proposals import PROPOSAL
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused


def standing(proposal: models.Proposal) -> tuple[int, str]:
    """How many steps a proposal has gone, and where it stands."""
    last = proposal.steps.order_by("-number").first()
    return (last.number, last.state) if last else (0, PROPOSAL.start)


def reason_told(reason: str, *, needed: bool = True) -> str:
    """What is said to whoever proposed, as it is stored. Raises Refused."""
    try:
        reason = texts.clean(reason).strip()[:MAX_NOTE]
    except texts.BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error
    if texts.skeleton(reason):
        return reason
    if needed:
        raise Refused(Reason("proposal.reason_missing"))
    return ""


def check_step(proposal: models.Proposal, name: str) -> str:
    """Return where a step would lead. Raises Refused where it can't be taken any more."""
    try:
        return PROPOSAL.step(name, standing(proposal)[1]).target
    except Refused as refused:
        raise Refused(Reason("proposal.decided_meanwhile")) from refused


@dataclass(frozen=True)
class Act:
    """Who proposes or decides, and when.

    Its steps belong into a transaction with the place locked, and whoever takes them has asked for
    the permit.
    """

    by: Any
    at: datetime

    def make(self, rows: list[models.Proposal]) -> list[models.Proposal]:
        """Store proposals that were made at once."""
        for row in rows:
            row.proposed_by, row.proposed_at = self.by, self.at
        models.Proposal.objects.bulk_create(rows)
        first = rows[0]
        told = [[row.indicator_id, *(getattr(row, name) for name in TOLD)] for row in rows]
        facts = {"count": len(rows), "file": first.blob_id, "sha256": fingerprint({"rows": told})}
        record("proposal.make", first, by=self.by, at=self.at, scope=first.place, facts=facts)
        return rows

    def step(self, proposal: models.Proposal, name: str, **more: Any) -> models.ProposalStep:
        """Take one step of a proposal's way. Raises Refused where it can't be taken any more."""
        target = check_step(proposal, name)
        step = models.ProposalStep.objects.create(
            proposal=proposal,
            number=standing(proposal)[0] + 1,
            kind=name,
            state=target,
            by=self.by,
            at=self.at,
            **more,
        )
        facts = {"person": proposal.proposed_by_id, "observation": step.observation_id}
        verb = f"proposal.{name}"
        record(verb, proposal, by=self.by, at=self.at, scope=proposal.place, facts=facts)
        return step
