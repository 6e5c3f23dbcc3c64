"""The terms on which certificates live under a mechanism, and what follows from them by date."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from waymark.assessments.rules.case import DecisionKind
from waymark.kernel.flow import Reason

LEAST_PANEL = 3
BOUNDS: Mapping[str, tuple[int, int]] = {
    "renewal_months": (1, 36),
    "grace_months": (0, 24),
    "update_months": (0, 60),
    "hearing_days": (7, 120),
    "appeal_days": (14, 180),
    "panel": (LEAST_PANEL, 9),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a mechanism has set; these are the ones that hold where it has set none."""

    renewal_months: int = 12  # before the end, a renewal can be opened
    grace_months: int = 6  # after the end, a case still counts as a renewal
    update_months: int = 18  # after the grant, the city says what has changed; 0: never
    hearing_days: int = 14  # that a city has to answer before its certificate is revoked
    appeal_days: int = 30  # after publication
    appeal_suspends: bool = False  # a revocation waits for the end of the time to appeal
    lower_stays: bool = True  # a higher level leaves the lower certificate valid until its end
    panel: int = LEAST_PANEL  # how many hear an appeal

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def read_terms(value: Mapping[str, Any]) -> Terms:
    """Read what `document` wrote."""
    return Terms(**{field.name: value[field.name] for field in fields(Terms)})


def refusals(terms: Terms) -> tuple[Reason, ...]:
    """Return what is out of bounds: a hearing or an appeal needs time to be one."""
    return tuple(
        Reason("life.out_of_bounds", {"term": name, "least": least, "most": most})
        for name, (least, most) in BOUNDS.items()
        if not least <= getattr(terms, name) <= most
    )


def months_after(day: date, months: int) -> date:
    """Return the day so many months later or before, the last of the month where it has none."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def renewal_window(valid_until: datetime, terms: Terms) -> tuple[date, date]:
    """Return the first and the last day on which a renewal can be opened."""
    end = valid_until.date()
    return months_after(end, -terms.renewal_months), months_after(end, terms.grace_months)


def new_end(day: date, months: int, before: date | None) -> date:
    """Return the end of a certificate given on a day; an early renewal loses no time."""
    return months_after(max(day, before) if before else day, months)


def update_due(valid_from: datetime, valid_until: datetime, terms: Terms) -> date | None:
    """Return when the city says what has changed, or None: never, or the end comes before."""
    if not terms.update_months:
        return None
    due = months_after(valid_from.date(), terms.update_months)
    return due if due < valid_until.date() else None


@dataclass(frozen=True, slots=True)
class Heard:
    """How far the hearing before a grave decision is."""

    opened: bool = False
    answered: bool = False
    answer_by: date | None = None


GRAVE = frozenset({DecisionKind.REVOKE, DecisionKind.ANNUL})
"""Decisions on a certificate that need a hearing before."""


def not_heard(kind: DecisionKind, heard: Heard, *, on: date) -> Reason | None:
    """Return why a decision has to wait: the city has not been asked, or still has time."""
    if kind not in GRAVE:
        return None
    if not heard.opened:
        return Reason("life.no_hearing")
    if not heard.answered and heard.answer_by is not None and on <= heard.answer_by:
        return Reason("life.hearing_open", {"until": heard.answer_by.isoformat()})
    return None


def appeal_until(published: datetime, terms: Terms) -> date:
    """Return the last day on which a decision can be appealed against."""
    return published.date() + timedelta(days=terms.appeal_days)
