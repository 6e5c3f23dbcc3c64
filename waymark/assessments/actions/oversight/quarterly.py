"""Writing the quarterly reports, and putting them before a meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.models import QuarterlyReport, TabledReport
from waymark.assessments.queries.oversight import quarterly as queries
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.oversight.quarters import Quarter
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.models import Mechanism


@transaction.atomic
def write_report(
    *, mechanism: Mechanism, quarter: Quarter, by: Any, at: datetime
) -> QuarterlyReport | None:
    """Write the report on a quarter that is over, once; None where it is there.

    by=None: the platform's clock. Raises flow.Refused while the quarter runs.
    """
    if by is not None:
        require(by, Permit.PLAN_MEETING, on=mechanism)
    if at.date() <= quarter.last:
        raise Refused(Reason("quarterly.runs"))
    told = queries.document(mechanism, quarter, at)
    try:
        with transaction.atomic():
            made = QuarterlyReport.objects.create(
                mechanism=mechanism,
                quarter=str(quarter),
                document=canonical.dumps(told).decode(),
                sha256=canonical.digest(told),
                made_at=at,
            )
    except IntegrityError:
        return None
    facts = {"quarter": made.quarter, "sha256": made.sha256}
    record("quarterly.written", made, by=by, at=at, scope=mechanism, facts=facts)
    return made


@transaction.atomic
def table_reports(*, mechanism: Mechanism, by: Any, at: datetime) -> int:
    """Put reports before the next planned meeting; return how many were. None is put there twice.

    by=None: the platform's clock.
    """
    if by is not None:
        require(by, Permit.PLAN_MEETING, on=mechanism)
    meeting = queries.next_meeting(mechanism, at)
    if meeting is None:
        return 0
    tabled = 0
    for report in queries.untabled(mechanism).order_by("quarter"):
        _row, made = TabledReport.objects.get_or_create(
            report=report, meeting=meeting, defaults={"at": at}
        )
        if made:
            facts = {"report": report.pk, "quarter": report.quarter}
            record("quarterly.tabled", meeting, by=by, at=at, scope=mechanism, facts=facts)
            tabled += 1
    return tabled
