"""Which certified cases a draw can pick: those that no draw has had in its list yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from waymark.assessments.models import Case, Decision, FrameEntry, Report
from waymark.assessments.queries.spot.policy import stratum_of
from waymark.assessments.rules.case import GIVES, CaseState
from waymark.assessments.rules.spot.flows import DrawState
from waymark.awards.models import Award
from waymark.awards.queries import state_of
from waymark.awards.rules.lifecycle import AwardState
from waymark.schemes.models import Mechanism

GONE = {
    AwardState.REVOKED: "revoked",
    AwardState.EXPIRED: "expired",
    AwardState.SUPERSEDED: "superseded",
}
"""States in which a certificate has ended: there is nothing left to check."""


@dataclass(frozen=True)
class Eligible:
    """A case that can be drawn, the report that its certificate rests on, and its stratum."""

    case: Case
    report: Report
    level: str  # the stratum


def award_of(decision: Decision) -> Award | None:
    """Return the award that a grant has led to."""
    return (
        Award.objects.filter(decision=f"decision:{decision.pk}")
        .defer("credential", "claim")
        .select_related("issuer")
        .prefetch_related("events")
        .first()
    )


def grant_of(case: Case) -> Decision | None:
    """Return the published grant of a case."""
    return (
        case.decisions.filter(kind__in=GIVES, publication__isnull=False)
        .select_related("report")
        .defer("document", "report__document")
        .order_by("-seq")
        .first()
    )


def cause_against(case: Case, at: datetime) -> str:
    """Return why a drawn case can't be checked any more, as a code; "" where it can."""
    if case.state == CaseState.WITHDRAWN:
        return "withdrawn"
    grant = grant_of(case)
    award = award_of(grant) if grant else None
    return GONE.get(state_of(award, at), "") if award else "withdrawn"


def eligible(mechanism: Mechanism, at: datetime) -> list[Eligible]:
    """Return every certified case of a mechanism that was in no list of a draw that was held.

    What answers an intake certifies nobody and is left out. Three queries, however many there are.
    """
    had = FrameEntry.objects.exclude(draw__state=DrawState.FAILED).values("case")
    grants = list(
        Decision.objects.filter(
            case__mechanism=mechanism,
            case__intake=None,
            kind__in=GIVES,
            publication__isnull=False,
        )
        .exclude(case__in=had)
        .select_related("case__place", "report")
        .defer("document", "report__document", "case__place__boundary")
        .order_by("case_id", "seq")
    )
    refs = {f"decision:{grant.pk}": grant for grant in grants}
    awards = Award.objects.filter(decision__in=list(refs)).defer("credential", "claim")
    live = {
        award.decision
        for award in awards.prefetch_related("events")
        if state_of(award, at) not in GONE
    }
    found: dict[str, Eligible] = {}
    for name, grant in refs.items():
        if name in live and grant.report is not None:
            stratum = stratum_of(grant.case.scheme_id, grant.level)
            found[grant.case_id] = Eligible(grant.case, grant.report, stratum)
    return list(found.values())
