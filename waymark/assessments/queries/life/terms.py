"""On what terms certificates live."""

from __future__ import annotations

import json

from waymark.assessments.models import LifeTerms
from waymark.assessments.rules.life.terms import Terms, read_terms
from waymark.schemes.models import Mechanism


def newest_terms(mechanism: Mechanism) -> LifeTerms | None:
    """Return the row of the terms that hold, or None where none were set."""
    return LifeTerms.objects.filter(mechanism=mechanism).order_by("-version").first()


def terms_of(mechanism: Mechanism) -> Terms:
    """Return the terms that hold: those that were set last, else the usual ones."""
    return terms_in(newest_terms(mechanism))


def terms_in(row: LifeTerms | None) -> Terms:
    """Return the terms that a row has set; without one, the usual ones."""
    return read_terms(json.loads(row.document)) if row else Terms()
