"""The one place that says whose verdicts and questions a person may read.

Reviewers judge blind: nobody reads another's verdicts before every slot of the case has
delivered, be it in a list, a count, a timeline, a report or an export (invariant 13). All of
those start from the querysets here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from waymark.assessments.models import Assignment, Case, Clarification, Verdict
from waymark.assessments.queries.access import rights_of, visible
from waymark.assessments.rules.case import AssignmentState, CaseState
from waymark.assessments.rules.spot.flows import CheckState

AT_WORK = (AssignmentState.INVITED, AssignmentState.ACCEPTED, AssignmentState.RETURNED)
OVER = (AssignmentState.DELIVERED, AssignmentState.CLOSED)


ALL_DELIVERED = Q(
    ~Q(state__in=(CaseState.WITHDRAWN, CaseState.TRANSFERRED, CaseState.TURNED_DOWN)),
    at_work=False,
    done__gte=F("mechanism__reviewers_per_case"),
)
"""Every reviewer has delivered and nobody is at work any more; asked of `with_progress`.

A third reviewer is not counted: she works on what the others left tied, and sees nothing of it.
"""


def with_progress(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Let cases know whether a reviewer is `at_work`, and how many are `done`, in conditions."""
    of_case = Assignment.objects.filter(case=OuterRef("pk"), spot_check=None, third=False)
    done = (
        of_case.filter(state__in=OVER, delivered_at__isnull=False)
        .order_by()
        .values("case")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return cases.alias(
        at_work=Exists(of_case.filter(state__in=AT_WORK)),
        done=Coalesce(Subquery(done), 0),
    )


def reviewed_by(viewer: Any) -> frozenset[str]:
    """Return the cases that a person is asked to review, reviews, or has reviewed to the end."""
    mine = Assignment.objects.filter(reviewer=viewer, state__in=(*AT_WORK, *OVER))
    return frozenset(mine.values_list("case_id", flat=True))


def checking(viewer: Any) -> QuerySet[Assignment]:
    """Return the viewer's reviews for spot checks that have no result yet.

    She judges anew, and so sees nothing of what others found before.
    """
    return Assignment.objects.filter(
        reviewer=viewer, spot_check__state=CheckState.OPEN, state__in=(*AT_WORK, *OVER)
    )


def deciding(viewer: Any) -> QuerySet[Assignment]:
    """Return the viewer's reviews as a third that she has not delivered: blind until then."""
    return Assignment.objects.filter(reviewer=viewer, third=True, state__in=AT_WORK)


def opened(viewer: Any, at: datetime | None = None) -> QuerySet[Case]:
    """Return the cases whose verdicts of all reviewers the viewer may read.

    People of the city read the report and never the verdicts themselves.
    """
    has = rights_of(viewer, at or timezone.now())
    cases = visible(viewer, at).exclude(place_id__in=has.places)
    return (
        with_progress(cases)
        .filter(ALL_DELIVERED)
        .exclude(pk__in=checking(viewer).values("case"))
        .exclude(pk__in=deciding(viewer).values("case"))
    )


def verdicts(viewer: Any, at: datetime | None = None) -> QuerySet[Verdict]:
    """Return the verdicts that the viewer may read: her own, and all where review is over."""
    if not getattr(viewer, "is_authenticated", False):
        return Verdict.objects.none()
    own = Q(assignment__reviewer=viewer)
    told = ~Q(assignment__spot_check__state=CheckState.OPEN)
    told &= ~Q(assignment__third=True, assignment__state__in=AT_WORK)
    return Verdict.objects.filter(
        own | (told & Q(assignment__case__in=opened(viewer, at).values("pk")))
    ).exclude(assignment__state__in=("recused", "replaced"))


def questions(viewer: Any, at: datetime | None = None) -> QuerySet[Clarification]:
    """Return the questions to cities that a reviewer may read: her own, others' once all is in.

    A question tells what a colleague doubts, so it is as blind as a verdict.
    """
    if not getattr(viewer, "is_authenticated", False):
        return Clarification.objects.none()
    own = Q(assignment__reviewer=viewer)
    return Clarification.objects.filter(own | Q(case__in=opened(viewer, at).values("pk")))


def is_blind(viewer: Any, case: Case) -> bool:
    """Tell whether the viewer reviews this case herself and the review is not over yet.

    Whatever other seat she holds, she then sees of the case what a reviewer sees.
    """
    if (checking(viewer) | deciding(viewer)).filter(case=case).exists():
        return True
    mine = Assignment.objects.filter(
        case=case, reviewer=viewer, spot_check=None, state__in=(*AT_WORK, *OVER)
    )
    if not mine.exists():
        return False
    return not with_progress(Case.objects.filter(pk=case.pk)).filter(ALL_DELIVERED).exists()
