"""Putting a certificate that was given before a meeting once more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from waymark.assessments.actions.meeting.agenda import OPEN, next_place
from waymark.assessments.models import (
    AgendaItem,
    Case,
    Decision,
    Hearing,
    Inheritance,
    Meeting,
)
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.delegating import hears
from waymark.awards.models import Award
from waymark.kernel.flow import Reason, Refused


def refuse_at_once(*, meeting: Meeting, case: Case, by: Any, at: datetime) -> None:
    """Raise flow.Refused where the meeting is over, or where `by` has a tie to the city."""
    if meeting.state not in OPEN:
        raise Refused(Reason("meeting.over", {"state": meeting.state}))
    if rights_of(by, at).barred.closes(case):
        raise Refused(Reason("meeting.item_tied"))


def put_given(
    *,
    meeting: Meeting,
    award: Award,
    about: Hearing | Inheritance,
    refusals: Iterable[Reason],
    at: datetime,
) -> AgendaItem:
    """Put the report on which an award was given on the agenda of a locked meeting.

    about: what is asked of it. Raises flow.Refused with `refusals`, and where the meeting does not
    hear the case or hears it already.
    """
    case = about.case
    refusals = list(refusals)
    decision = award.decision.partition(":")[2]
    given = Decision.objects.filter(pk=decision).select_related("report").first()
    report = given.report if given else None
    if not hears(meeting, case) or report is None:
        refusals.append(Reason("meeting.no_report"))
    if meeting.items.filter(case=case, removed_at__isnull=True).exists():
        refusals.append(Reason("meeting.heard_already"))
    if refusals or given is None or report is None:
        raise Refused(*refusals)
    return AgendaItem.objects.create(
        meeting=meeting,
        case=case,
        report=report,
        report_sha256=given.report_sha256,
        order=next_place(meeting),
        added_at=at,
        **{"hearing" if isinstance(about, Hearing) else "inheritance": about},
    )
