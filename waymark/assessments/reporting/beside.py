"""What stands beside a printed report and is no part of it: what the library has for its gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.utils.translation import gettext as _

from waymark.assessments.reporting.context import ReportContext, pick
from waymark.assessments.reporting.words import show_day
from waymark.base import statuses
from waymark.base.face import address

if TYPE_CHECKING:
    from waymark.library.help import Help, Helper

MOST = 12  # gaps for which entries are printed; the library has the rest


class BesideLine(TypedDict):
    """A gap, and what helps with it."""

    title: str
    helpers: list[str]


class Beside(TypedDict):
    """The part after the report, in words."""

    title: str
    note: str
    lines: list[BesideLine]
    all: str


def beside_report(told: ReportContext, helps: Mapping[str, Help], at: datetime) -> Beside | None:
    """Return the part after a report, or None where there is nothing to say."""
    gaps = [line for stage in told.stages for line in stage.lines if line.id in helps]
    lines = [
        BesideLine(
            title=f"{line.id} {line.title}",
            helpers=[_helper(one) for one in helps[line.id].shown],
        )
        for line in gaps
        if helps[line.id].shown
    ][:MOST]
    if not helps:
        return None
    note = _(
        "From the library as it was on %(day)s. Not part of this report, and nobody’s "
        "recommendation."
    )
    return {
        "title": _("What may help with what is lacking"),
        "note": note % {"day": show_day(at.date().isoformat())},
        "lines": lines,
        "all": _("All of it, with addresses: %(url)s")
        % {"url": f"{settings.WAYMARK_BASE_URL}{address('library')}"},
    }


def _helper(one: Helper) -> str:
    """An entry with its publisher and how sure it is."""
    sure = statuses.find(one.state).label
    return f"{pick(one.title)} · {pick(one.publisher)} · {sure}"
