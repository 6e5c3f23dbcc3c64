"""Values that a submission froze and that were revised later: shown, and never taken over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from waymark.assessments.models import Case, Submission
from waymark.indicators.queries.revised import Revised, revised_since

AT_HOME = frozenset({"draft", "returned"})
"""States in which what the city enters is frozen anew: there is nothing to compare it with."""


@dataclass(frozen=True)
class Since:
    """What was revised since a submission; the frozen copy decides."""

    at: datetime
    rows: tuple[Revised, ...]
    reported: bool  # a report rests on the frozen copy


def revised_in(submission: Submission | None, case: Case) -> Since | None:
    """Return what was revised since something was handed in, or None where nothing was.

    At most two queries, and one more where there is something to show.
    """
    if submission is None or case.state in AT_HOME:
        return None
    rows = revised_since(case.place, submission.at)
    if not rows:
        return None
    return Since(submission.at, rows, submission.reports.exists())
