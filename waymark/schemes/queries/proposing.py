"""Reads of stewards' proposals: who sees them, and which adaptations wait for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from waymark.base import permits
from waymark.schemes.models import Adaptation, EndorsementProposal
from waymark.schemes.queries.drafts import of_the_desk
from waymark.schemes.rules.publishing import Permit

MOST = 50


def proposals(viewer: Any, row: Adaptation) -> QuerySet[EndorsementProposal]:
    """Return what stewards proposed about an adaptation, for the global bodies alone."""
    if not of_the_desk(viewer):
        return EndorsementProposal.objects.none()
    return row.proposals.select_related("by")


@dataclass(frozen=True)
class Asked:
    """An adaptation that asks for endorsement, and whether the viewer has proposed something."""

    row: Adaptation
    proposed: bool


def to_propose(viewer: Any) -> list[Asked]:
    """Return the adaptations on which a steward may say something before they are decided on."""
    asked = Adaptation.objects.filter(state=Adaptation.State.SUBMITTED).defer("document")
    asked = asked.select_related("mechanism__country", "scheme").order_by("changed_at", "pk")
    rows = [row for row in asked[:MOST] if permits.may(viewer, Permit.PROPOSE_ENDORSEMENT, on=row)]
    said = EndorsementProposal.objects.filter(by=viewer, adaptation__in=rows)
    hashes = set(said.values_list("adaptation_id", "overlay_sha256"))
    return [Asked(row, (row.pk, row.sha256) in hashes) for row in rows]
