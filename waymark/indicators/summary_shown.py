"""The summary of a city's progress over goals or domains, for its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.indicators.queries.summary import Verdict
from waymark.indicators.rules.together import Together, counted
from waymark.indicators.saying import progress_words, say
from waymark.kernel.progress import Status

COLUMNS = (
    *(Status.ACHIEVED, Status.ON_TRACK, Status.MODERATE, Status.LIMITED, Status.DETERIORATION),
    *(Status.NOT_ACHIEVED, Status.NOT_AVAILABLE, Status.NOT_ASSESSABLE),
)
"""The verdicts in the order in which they are shown; those that nothing has are left out."""


@dataclass(frozen=True)
class Row:
    """An indicator with its verdict in words."""

    verdict: Verdict
    status: str
    text: str


@dataclass(frozen=True)
class Part:
    """A goal or domain: how many indicators have which verdict, and which they are."""

    key: str
    counts: list[int]
    total: int
    rows: list[Row]


@dataclass(frozen=True)
class Summary:
    """All parts, the verdicts that are counted, and the sums below."""

    columns: list[str]
    parts: list[Part]
    counts: list[int]
    total: int


def key_of(verdict: Verdict, by: str) -> str:
    """Return the part under which an indicator stands: its goal, or its domain."""
    indicator = verdict.row.indicator
    goal = str(indicator.goal or "")
    return goal if by == "goal" else verdict.row.part


def summary(verdicts: Iterable[Verdict], by: str) -> Summary:
    """Return the counts by goal or domain, goals in their order and domains in that of the list."""
    rows: dict[str, list[Verdict]] = {}
    for one in verdicts:
        rows.setdefault(key_of(one, by), []).append(one)
    order = list(rows)
    if all(key.isdecimal() for key in rows if key):
        order.sort(key=lambda key: int(key or 99))  # what has no goal comes last
    whole = counted(_status(one) for found in rows.values() for one in found)
    columns = [status for status in COLUMNS if whole[status]]
    parts = [_part(key, rows[key], columns) for key in order]
    return Summary(
        columns=[f"progress.{status}" for status in columns],
        parts=parts,
        counts=[whole[status] for status in columns],
        total=sum(whole.values()),
    )


def _part(key: str, found: Sequence[Verdict], columns: Sequence[Status]) -> Part:
    counts = counted(map(_status, found))
    rows = [Row(one, f"progress.{_status(one)}", _text(one.verdict)) for one in found]
    return Part(key, [counts[status] for status in columns], len(found), rows)


def _status(one: Verdict) -> Status:
    return one.verdict.status if one.verdict else Status.NOT_AVAILABLE


def _text(verdict: Together | None) -> str:
    if verdict is None:
        return _("There is no value yet.")
    if verdict.only:
        return progress_words(verdict.only)
    facts = {"assessed": verdict.assessed, "total": verdict.total}
    counted_ = _("Series that could be judged: %(assessed)s of %(total)s.") % facts
    return f"{say(verdict.reason)} {counted_}"
