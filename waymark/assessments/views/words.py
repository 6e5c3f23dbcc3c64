"""Words for what happens to a case, in the active language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from babel import Locale
from babel.dates import format_datetime, format_time
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.assessments.rules.flows import AFTER_ERASURE, TO_ANOTHER_EDITION

OF_THE_CITY = frozenset({"open", "submit", "answer", "resubmit", "withdraw"})
"""Steps that the city itself takes. Who takes the others is not told by name."""


def step_titles() -> dict[str, str]:
    """Return what a timeline says of each step of a case's flow."""
    return {
        "open": _("Case opened"),
        "submit": _("Handed in"),
        "admit": _("Admitted"),
        "return": _("Returned for completion"),
        "ask_more": _("First step accepted: more is asked"),
        "turn_down": _("Not taken further"),
        "start_review": _("Review begun"),
        "ask": _("Reviewers asked the city"),
        "answer": _("Answers sent to the reviewers"),
        "resubmit": _("Handed in again"),
        "report": _("Report made"),
        "reopen_review": _("Review taken up again"),
        "schedule": _("Put on the committee’s agenda"),
        "unschedule": _("Taken off the agenda"),
        "defer": _("Put off by the committee"),
        "decide": _("Decided"),
        "close": _("Decision published"),
        "withdraw": _("Taken back by the city"),
        "transfer": _("Gone to another mechanism"),
        "rebase": _("Taken to a newer edition"),
        "carry": _("Took over what a city that ended had entered"),
        "carried": _("Taken over by a city that follows on this one"),
        **{f"erase_{state}": _("Back with the city: a file was erased") for state in AFTER_ERASURE},
        **{f"edition_{state}": _("Taken to another edition") for state in TO_ANOTHER_EDITION},
    }


def timeline(events: Iterable[Any]) -> list[dict[str, Any]]:
    """Return events of a case as a timeline shows them."""
    titles = step_titles()
    return [
        {
            "at": event.at,
            "title": titles.get(event.step, event.step),
            "by": event.by if event.step in OF_THE_CITY else None,
            "note": event.note,
        }
        for event in events
    ]


def clock(at: datetime | None) -> str:
    """Return the time of day, with the date where it is not today's; "" for never."""
    if at is None:
        return ""
    locale = Locale.parse(get_language() or "en", sep="-")
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return str(format_time(local, "short", locale=locale))
    return str(format_datetime(local, "short", locale=locale))
