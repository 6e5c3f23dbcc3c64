"""A global steward, and a spot check with a result that she may read."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from tests import factories
from tests.world import World
from waymark.assessments.models import SpotCheck, SpotResult
from waymark.assessments.queries.report import document_of
from waymark.assessments.rules.spot.comparing import compare
from waymark.kernel import canonical
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind


def make_steward() -> User:
    """Seat somebody among the global stewards."""
    return factories.make_seat(Body.objects.get(kind=BodyKind.STEWARDS, country=None))


def make_result(granted: World, desk: User, say: Callable[[str], str]) -> SpotCheck:
    """A check of the certified case that was asked for and came to the same."""
    assert granted.case is not None
    now, report = timezone.now(), granted.case.reports.latest("seq")
    check = SpotCheck.objects.create(
        case=granted.case,
        report=report,
        kind="risk",
        reason=say("We heard a doubt."),
        reviewers=1,
        state="concordant",
        made_by=desk,
        made_at=now,
        ended_at=now,
    )
    first = document_of(report)
    found = compare(first, first, target=granted.case.target_level)
    SpotResult.objects.create(
        spot_check=check,
        report=report.document,
        report_sha256=report.sha256,
        comparison=canonical.dumps(found.document()).decode(),
        sha256=canonical.digest(found.document()),
        concordant=True,
        by=desk,
        at=now,
    )
    return check
