"""What a global steward sees: cases whose spot check has a result, and what waits for her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from waymark.assessments.models import Case, Declaration, SpotCheck
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.review_blind import checking
from waymark.assessments.queries.spot.checks import comparison_of
from waymark.assessments.rules.spot.comparing import Comparison
from waymark.assessments.rules.spot.flows import READ_AGAIN


def is_steward(viewer: Any, at: datetime) -> bool:
    """Tell whether a person has a seat among the global stewards."""
    return bool(getattr(viewer, "is_authenticated", False) and rights_of(viewer, at).stewards)


def steward_checks(viewer: Any, at: datetime) -> QuerySet[SpotCheck]:
    """Return the checks with a result that a steward may know of, the newest first.

    Left out are cities that she has a tie to or works for, and cases that she is to judge anew.
    """
    if not is_steward(viewer, at):
        return SpotCheck.objects.none()
    has = rights_of(viewer, at)
    found = SpotCheck.objects.filter(state__in=READ_AGAIN)
    found = found.exclude(case__place_id__in=has.places)
    found = found.exclude(case__in=checking(viewer).values("case"))
    if has.barred:
        found = found.exclude(case__in=Case.objects.filter(has.barred.condition()).values("pk"))
    return (
        found.select_related("case__place__country", "case__mechanism", "case__edition", "result")
        .defer("case__edition__document", "case__place__boundary")
        .order_by("-result__at", "pk")
    )


@dataclass(frozen=True)
class StewardCheck:
    """A check before a steward. What came of it is told once the case is open to her."""

    check: SpotCheck
    reads: bool
    tied: bool  # she has told of a tie

    @property
    def waits(self) -> bool:
        """Whether she has yet to say if she has a tie."""
        return not (self.reads or self.tied)

    @property
    def comparison(self) -> Comparison | None:
        """The second look beside the first, once she may read it."""
        return comparison_of(self.check) if self.reads else None


def told(viewer: Any, checks: list[SpotCheck], at: datetime) -> list[StewardCheck]:
    """Return checks with how the viewer stands to each. One query besides her rights."""
    cases = [check.case_id for check in checks]
    said = Declaration.objects.filter(user=viewer, case__in=cases, conflict=True)
    tied, reading = set(said.values_list("case_id", flat=True)), rights_of(viewer, at).stewarding
    return [
        StewardCheck(one, one.case_id in reading, one.case_id in tied - reading) for one in checks
    ]


def steward_check(viewer: Any, pk: str, at: datetime) -> StewardCheck | None:
    """Return one check before a steward, or None."""
    found = steward_checks(viewer, at).filter(pk=pk).first()
    return told(viewer, [found], at)[0] if found else None
