"""Who reads a consultation: the city's people, and the people of the partner that was asked.

Nobody else: no secretariat, no reviewer, no committee. The partner's people see the question and
what the city shared, and nothing else of the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.assessments.models import Case, Consultation, Report
from waymark.assessments.queries.access import CITY_ROLES
from waymark.assessments.queries.report import document_of
from waymark.assessments.reporting.words import sentence
from waymark.assessments.rules.consulting import Gap, gaps_in
from waymark.people.models import Body
from waymark.people.queries import held_by
from waymark.people.rules import BodyKind, Role
from waymark.schemes.models import Mechanism
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Criterion


def partners_of(mechanism: Mechanism) -> QuerySet[Body]:
    """Return the partners that a mechanism's cities can ask: bodies of its country, or global."""
    found = Body.objects.filter(kind=BodyKind.PARTNER, country=mechanism.country_id)
    return found.select_related("organisation").order_by("name__en", "pk")


def last_report(case: Case) -> Report | None:
    """Return the newest report on a case, or None."""
    return case.reports.order_by("-seq").first()


def lacking(case: Case) -> tuple[Gap, ...]:
    """Return the gaps of a case's newest report."""
    report = last_report(case)
    return gaps_in(document_of(report)) if report else ()


def consultations(viewer: Any, at: datetime) -> QuerySet[Consultation]:
    """Return the consultations that the viewer reads, the newest first."""
    if not getattr(viewer, "is_authenticated", False):
        return Consultation.objects.none()
    held = held_by(viewer, at)
    mine = Q(case__place_id__in=held.places) | Q(partner_id__in=held.bodies(BodyKind.PARTNER))
    found = Consultation.objects.filter(mine)
    return found.select_related(
        "case__place__country", "case__edition", "partner__organisation"
    ).defer("case__edition__document", "case__place__boundary")


def asked_of(viewer: Any, at: datetime) -> QuerySet[Consultation]:
    """Return those that are put to a partner of the viewer's."""
    mine = held_by(viewer, at).bodies(BodyKind.PARTNER)
    return consultations(viewer, at).filter(partner_id__in=mine)


def consultation(viewer: Any, pk: str, at: datetime) -> Consultation | None:
    """Return one that the viewer reads, or None."""
    return consultations(viewer, at).filter(pk=pk).first()


def roles(viewer: Any, row: Consultation, at: datetime) -> frozenset[str]:
    """Return what the viewer is in a consultation."""
    held = held_by(viewer, at)
    found: set[str] = set()
    if row.case.place_id in held.places:
        found.add(CITY_ROLES[held.places[row.case.place_id]])
    elif row.partner_id in held.bodies(BodyKind.PARTNER):
        found.add(Role.PARTNER)
    return frozenset(found)


@dataclass(frozen=True)
class Shared:
    """A gap in words."""

    criterion: Criterion | None
    id: str
    status: str
    gaps: tuple[str, ...]


def in_words(case: Case, gaps: Any) -> list[Shared]:
    """Return gaps in the active language, from their codes."""
    scheme = scheme_of(case.edition)
    return [
        Shared(
            scheme.by_id.get(one["criterion"]),
            one["criterion"],
            one["status"],
            tuple(sentence(scheme, gap["code"], gap["params"]) for gap in one["gaps"]),
        )
        for one in gaps
    ]


def is_partner(viewer: Any, at: datetime) -> bool:
    """Tell whether the viewer sits for a partner."""
    return bool(held_by(viewer, at).bodies(BodyKind.PARTNER))


def in_city(viewer: Any, row: Consultation, at: datetime) -> bool:
    """Tell whether the viewer works for the city that asked."""
    return Role.PARTNER not in roles(viewer, row, at)
