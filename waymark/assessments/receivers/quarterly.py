"""Who is told of a quarterly report."""

from __future__ import annotations

from django.urls import reverse

from waymark.assessments.models import Meeting, QuarterlyReport
from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.people.queries import members_of


@receives("quarterly.written")
def tell_of_a_report(row: Record) -> None:
    """The committee that it is for, and its secretariat."""
    found = QuarterlyReport.objects.filter(pk=row.subject.partition(":")[2])
    report = found.select_related("mechanism").defer("document").first()
    if report is None:
        return
    bodies = (report.mechanism.committee_id, report.mechanism.secretariat_id)
    seats = [seat for body in bodies for seat in members_of(body, row.at)]
    national = report.mechanism.country_id is not None
    notices.send(
        "quarterly.ministry" if national else "quarterly.committee",
        [seat.user for seat in seats],
        {"quarter": report.quarter.upper()},
        url=reverse("assessments:quarterly", args=[report.mechanism.slug, report.quarter]),
        about=row.subject,
        once_key=f"quarterly:{report.pk}",
        at=row.at,
    )


@receives("meeting.planned", "meeting.cancelled", "meeting.adjourned")
def put_before_the_next_meeting(row: Record) -> None:
    """Without waiting for the clock."""
    from waymark.assessments.actions.oversight.quarterly import table_reports

    found = Meeting.objects.filter(pk=row.subject.partition(":")[2]).select_related("mechanism")
    meeting = found.first()
    if meeting is not None:
        table_reports(mechanism=meeting.mechanism, by=None, at=row.at)
