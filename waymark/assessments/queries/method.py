"""By which method the progress of a city is judged: what the edition of its case says."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from waymark.assessments.models import Case
from waymark.places.models import Place


def progress_method(viewer: Any, place: Place) -> str:
    """Return the method named by the edition of the place's case, or "" without a case.

    An open case counts before a closed one, a later one before an earlier one. Editions are
    public, and that there is a case says nothing of what is in it.
    """
    from waymark.schemes.queries import scheme_of  # every command loads this file

    case = (
        Case.objects.filter(place=place, intake=None)
        .select_related("edition")
        .only("edition__sha256")
        .order_by(F("closed_at").desc(nulls_first=True), "-opened_at")
        .first()
    )
    return scheme_of(case.edition).progress_method if case else ""
