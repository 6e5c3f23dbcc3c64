"""On what terms certificates live."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from waymark.assessments.models import Decision, LifeTerms
from waymark.assessments.rules.life.terms import Terms, read_terms
from waymark.schemes.models import Mechanism


def newest_terms(mechanism: Mechanism) -> LifeTerms | None:
    """Return the row of the terms that hold, or None where none were set."""
    return LifeTerms.objects.filter(mechanism=mechanism).order_by("-version").first()


@dataclass(frozen=True)
class SetTerms:
    """Terms as they were set, when and why."""

    document: str
    reason: str
    at: datetime


def with_terms(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Let decisions bring along the terms that hold under their mechanism; see `set_terms`."""
    held = LifeTerms.objects.filter(mechanism=OuterRef("case__mechanism")).order_by("-version")
    return decisions.annotate(
        terms_document=Subquery(held.values("document")[:1]),
        terms_reason=Subquery(held.values("reason")[:1]),
        terms_at=Subquery(held.values("at")[:1]),
    )


def set_terms(decision: Any) -> SetTerms | None:
    """Return the terms that a decision of `with_terms` has brought along; None where none are."""
    if decision.terms_document is None:
        return None
    return SetTerms(decision.terms_document, decision.terms_reason, decision.terms_at)


def terms_of(mechanism: Mechanism) -> Terms:
    """Return the terms that hold: those that were set last, else the usual ones."""
    return terms_in(newest_terms(mechanism))


def terms_in(row: LifeTerms | SetTerms | None) -> Terms:
    """Return the terms that a row has set; without one, the usual ones."""
    return read_terms(json.loads(row.document)) if row else Terms()
