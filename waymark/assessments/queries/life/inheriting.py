"""Certificates of cities that ended: what is asked, what waits for a vote, and who holds them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from waymark.assessments.models import AgendaItem, Case, Decision, Inheritance
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.delegating import heard_by
from waymark.assessments.rules.case import DecisionKind
from waymark.assessments.rules.life.inheritance import Inheriting, refuse_inheriting
from waymark.awards.models import Award
from waymark.awards.queries import state_of
from waymark.awards.rules.lifecycle import AwardState
from waymark.base.record import ref
from waymark.kernel.flow import Reason
from waymark.places.models import Place
from waymark.places.queries.succession import Told, heirs_of, of_places

UNDECIDED = {"removed_at__isnull": True, "decisions__isnull": True}


def holder_of(decision: Decision) -> Place:
    """Return the place to which a decision gave a certificate: the case's, or its successor."""
    while decision.kind == DecisionKind.CORRECT:
        decision = Decision.objects.get(pk=decision.about.partition(":")[2])
    if decision.kind == DecisionKind.HAND_ON and decision.item is not None:
        found = Inheritance.objects.select_related("successor").get(pk=decision.item.inheritance_id)
        return found.successor
    return decision.case.place


def award_asked(row: Inheritance) -> Award:
    """Return the certificate that is asked about."""
    return Award.objects.defer("credential", "claim").get(pk=row.award.partition(":")[2])


def place_of(award: Award) -> Place | None:
    """Return the place that holds a certificate, as it is now, or None."""
    return Place.objects.filter(pk=award.subject.partition(":")[2]).first()


def facts_of(award: Award, named: str, at: datetime, row: Inheritance | None = None) -> Inheriting:
    """Return what is known of a certificate and the successor named, for the rules."""
    place = place_of(award)
    gone = place is not None and place.ended_on is not None
    on_agenda = AgendaItem.objects.filter(inheritance__award=ref(award), **UNDECIDED).exists()
    return Inheriting(
        ended=gone,
        heirs=tuple(one.pk for one in heirs_of(None, place)) if place and gone else (),
        named=named,
        valid=state_of(award, at) == AwardState.ACTIVE,
        on_agenda=on_agenda,
        closed=row is not None and row.closed_at is not None,
    )


def ended_by(award: Award) -> bool:
    """Tell whether the place that holds a certificate has ended. One query."""
    rows = Place.objects.filter(pk=award.subject.partition(":")[2])
    return rows.filter(ended_on__isnull=False).exists()


def end_of(place: Place) -> Told | None:
    """Return the succession with which a place ended, or None while it is there."""
    found = of_places(None, [place.pk]) if place.ended_on else []
    return next((told for told in found if place in told.ended), None)


def asked(viewer: Any, award: Award) -> Inheritance | None:
    """Return what is asked about a certificate and not decided yet, or None. One query."""
    found = Inheritance.objects.filter(award=ref(award), closed_at=None)
    return found.select_related("successor").first()


def waiting(viewer: Any, mechanism: str, at: datetime) -> list[Inheritance]:
    """Return what is asked under a mechanism and can be put on an agenda now. One query."""
    items = AgendaItem.objects.filter(inheritance=OuterRef("pk"), **UNDECIDED)
    cases = Case.objects.filter(heard_by(mechanism))
    if barred := rights_of(viewer, at).barred:
        cases = cases.exclude(barred.condition())
    found = Inheritance.objects.filter(~Exists(items), case__in=cases.values("pk"), closed_at=None)
    rows = found.select_related("case__place", "successor").defer("case__place__boundary")
    return list(rows.order_by("asked_at", "pk"))


def before_committee(viewer: Any, item: AgendaItem) -> tuple[Inheritance, Award] | None:
    """Return what an item asks and of which certificate, for who may read its dossier, or None."""
    found = Inheritance.objects.filter(pk=item.inheritance_id)
    row = found.select_related("successor", "succession", "asked_by").first()
    return (row, award_asked(row)) if row is not None else None


def not_inherited(row: Inheritance, at: datetime) -> list[Reason]:
    """Return why a vote on what is asked can not be written down; empty when it can."""
    facts = replace(facts_of(award_asked(row), row.successor_id, at, row), on_agenda=False)
    return list(refuse_inheriting(facts))


def kept_from(row: Inheritance) -> dict[str, Any]:
    """Return what stays of the decision that gave a certificate, as fields of one that keeps it."""
    award = award_asked(row)
    given = Decision.objects.get(pk=award.decision.partition(":")[2])
    return {"level": given.level, "valid_until": given.valid_until, "about": ref(given)}


def rests_on(succession: str) -> bool:
    """Tell whether a committee was asked about a certificate because of a succession."""
    return Inheritance.objects.filter(succession=succession).exists()
