"""What a committee, and everybody, reads of the certificates that its decisions gave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from waymark.assessments.models import Case, Decision, Report
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.life.held import given_by
from waymark.assessments.queries.report import public_report
from waymark.assessments.rules.case import GIVES
from waymark.awards.models import Award
from waymark.awards.queries import published

__all__ = ["awards_chaired", "case_of_award", "given_by", "report_behind"]


def case_of_award(viewer: Any, decision: str) -> Case | None:
    """Return the case that an award's decision ("decision:…") was taken on, for its chair."""
    found = Decision.objects.filter(pk=decision.partition(":")[2]).select_related(
        "case__mechanism", "case__place"
    )
    row = found.first()
    return row.case if row else None


def report_behind(viewer: Any, decision: str) -> Report | None:
    """Return the public report that an award's decision ("decision:…") cites, or None."""
    cited = Decision.objects.filter(pk=decision.partition(":")[2]).values_list("report_sha256")
    sha256 = cited.first()
    return public_report(viewer, sha256[0]) if sha256 else None


def awards_chaired(viewer: Any, at: datetime) -> list[Award]:
    """Return the published awards that the viewer, as a chair, may decide on, by place."""
    has = rights_of(viewer, at)
    if not has.chaired:
        return []
    given = Decision.objects.filter(case=OuterRef("case"), kind__in=GIVES, item__isnull=False)
    there = given.filter(item__meeting__mechanism__committee_id__in=has.chaired)
    without = ~Exists(given) & Q(case__mechanism__committee_id__in=has.chaired)
    grants = Decision.objects.filter(Q(Exists(there)) | without, kind__in=GIVES)
    refs = [f"decision:{pk}" for pk in grants.values_list("pk", flat=True)]
    return list(
        published(viewer)
        .filter(decision__in=refs)
        .defer("credential", "claim")
        .prefetch_related("events")
    )
