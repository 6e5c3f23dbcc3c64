"""The public decisions on a certificate, as the rules fold them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from waymark.assessments.models import Decision
from waymark.assessments.rules.case import GIVES, DecisionKind
from waymark.assessments.rules.life.state import Act, State, state_at
from waymark.awards.models import Award
from waymark.base.record import ref


def rows_on(award: Award) -> QuerySet[Decision]:
    """Return the public decisions on a certificate, its own first, with what came of each."""
    own = Q(pk=award.decision.partition(":")[2])
    found = Decision.objects.filter(own | Q(award=ref(award)), publication__isnull=False)
    beside = ("publication", "effect", "appeal", "case__mechanism", "case__place", "decided_by")
    found = found.select_related(*beside)
    return found.defer("document", "case__place__boundary").order_by("publication__at", "seq")


def decisions_on(award: Award) -> list[Decision]:
    """Return the public decisions on a certificate, its own first. One query."""
    return list(rows_on(award))


def has_effect(decision: Decision) -> datetime | None:
    """Return since when a decision has effect, or None while it waits."""
    public = decision.publication.at
    if decision.kind == DecisionKind.REVOKE and decision.effective_on > public.date():
        effect = getattr(decision, "effect", None)
        return effect.at if effect is not None else None
    return public


def acts_on(award: Award) -> list[Act]:
    """Return the acts on a certificate that have effect, in their order."""
    found = []
    for decision in decisions_on(award):
        since = has_effect(decision)
        replaces = decision.kind in GIVES and decision.award == ref(award)
        if since is None or (replaces and since >= award.valid_until):
            continue
        about = decision.about.partition(":")[2] if decision.about.startswith("decision:") else ""
        kind = DecisionKind(decision.kind)
        found.append(Act(decision.pk, kind, since, about=about, replaces=replaces))
    waiting = {one.id for one in found}
    # What sets aside a decision that never took effect does nothing to the certificate.
    return [one for one in found if one.kind != DecisionKind.ANNUL or one.about in waiting]


def state_by_decisions(award: Award, at: datetime) -> State:
    """Return what the decisions make of a certificate at a moment."""
    return state_at(acts_on(award), ends=award.valid_until, at=at)
