"""Which certificates a place holds, and from which case each came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from waymark.assessments.models import Case, Decision, Hearing, Statement
from waymark.assessments.queries.life.terms import terms_of, with_terms
from waymark.assessments.rules.case import CaseKind, DecisionKind
from waymark.awards.models import Award
from waymark.awards.queries import state_of
from waymark.awards.rules.lifecycle import AwardState
from waymark.base.record import ref
from waymark.places.models import Place
from waymark.schemes.models import Mechanism


@dataclass(frozen=True)
class Held:
    """A certificate of a place under one scheme."""

    award: Award
    state: AwardState
    case: Case


def decision_of(award: Award) -> Decision | None:
    """Return the decision that gave an award, with its case."""
    found = Decision.objects.filter(pk=award.decision.partition(":")[2])
    return found.select_related("case__mechanism", "case__place").defer("document").first()


def decided_under(decision: Decision) -> Mechanism:
    """Return the mechanism whose committee gave a certificate; a correction gives it anew."""
    while decision.kind == DecisionKind.CORRECT:
        decision = Decision.objects.get(pk=decision.about.partition(":")[2])
    slug = decision.quorum.get("decided_by", "")
    there = Mechanism.objects.filter(slug=slug).first() if slug else None
    return there or decision.case.mechanism


def given_by(award: Award, case: Case) -> Decision | Mechanism:
    """Return on what the permits of acts on an award are asked: the decision that gave it."""
    return decision_of(award) or case.mechanism


def decisions_of(awards: Iterable[Award]) -> dict[str, Decision]:
    """Return, by award, the decision that gave it, with its case and the terms. One query."""
    ids = {award.decision.partition(":")[2]: award.pk for award in awards}
    rows = with_terms(Decision.objects.filter(pk__in=ids)).defer("document")
    return {ids[one.pk]: one for one in rows.select_related("case__mechanism", "case__place")}


def updated(awards: Iterable[Award]) -> set[str]:
    """Return the awards on which the city has said how it goes on. One query."""
    said = Statement.objects.filter(award__in=[ref(award) for award in awards], kind="update")
    return {name.partition(":")[2] for name in said.values_list("award", flat=True)}


def held_by(place: Place, scheme: str, at: datetime) -> list[Held]:
    """Return a place's certificates under a scheme, those that end last first. Three queries."""
    awards = Award.objects.filter(subject=ref(place)).defer("credential", "claim")
    rows = list(awards.prefetch_related("events").order_by("-valid_until", "-intended_at"))
    ids = [award.decision.partition(":")[2] for award in rows]
    given = Decision.objects.filter(pk__in=ids, case__scheme_id=scheme).select_related("case")
    cases = {one.pk: one.case for one in given.defer("document")} if ids else {}
    return [
        Held(award, state_of(award, at), cases[pk])
        for award, pk in zip(rows, ids, strict=True)
        if pk in cases
    ]


LIVE = frozenset({AwardState.INTENDED, AwardState.ACTIVE, AwardState.SUSPENDED})
"""States in which a certificate has not ended."""


def predecessor(case: Case, level: str, at: datetime) -> tuple[date | None, str]:
    """Return the end of the certificate that a new one follows on, and the one that it replaces.

    A renewal replaces what the place holds at that level; an upgrade leaves the lower level valid
    or replaces it, as the terms say. What answers an intake replaces nothing.
    """
    if case.intake_id is not None:
        return None, ""
    live = [one for one in held_by(case.place, case.scheme_id, at) if one.state in LIVE]
    live = [one for one in live if one.case.pk != case.pk]
    same = next((one for one in live if one.award.level == level), None)
    if same is not None:
        return same.award.valid_until.date(), ref(same.award)
    if live and case.kind == CaseKind.UPGRADE and not terms_of(case.mechanism).lower_stays:
        return None, ref(live[0].award)
    return None, ""


def open_hearing(award: Award) -> Hearing | None:
    """Return the hearing on an award that no decision has closed yet."""
    return Hearing.objects.filter(award=ref(award), closed_at__isnull=True).first()
