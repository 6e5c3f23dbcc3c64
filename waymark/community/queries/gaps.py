"""The gap that a need is opened from, as the newest report or the city's own word has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from waymark.assessments.models import Report
from waymark.assessments.queries import diagnosing
from waymark.assessments.queries.consulting import in_words, lacking, last_report
from waymark.assessments.queries.workspace import cases_of
from waymark.base.fields import short_language
from waymark.community.queries.needs import likely_topics
from waymark.community.rules.needs import MOST, Gap, Wanted
from waymark.kernel import text as texts
from waymark.kernel.text import LANGUAGES
from waymark.places.models import Place
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Criterion


@dataclass(frozen=True)
class Found:
    """A gap, and the need that it suggests. report: the one that names it, if one does."""

    gap: Gap
    criterion: Criterion
    wanted: Wanted
    report: Report | None


def gap(viewer: Any, place: Place, criterion: str, at: datetime) -> Found | None:
    """Return what a criterion of the case at work suggests; None where there is no such one."""
    case = cases_of(viewer, place, at).select_related("edition", "mechanism").first()
    if not criterion or case is None:
        return None
    asked = scheme_of(case.edition).by_id.get(criterion)
    if asked is None:
        return None
    report = last_report(case)
    told = [one for one in lacking(case) if one.criterion == criterion]
    sentences = [line for one in in_words(case, [g.document() for g in told]) for line in one.gaps]
    title = texts.pick(asked.title, short_language()).text
    wanted = Wanted(
        title=f"{criterion} {title}"[: MOST["title"]],
        why=" ".join(sentences)[: MOST["why"]],
        languages=spoken(place),
        topics=likely_topics(viewer, criterion),
        criteria=(criterion,),
    )
    names = report is not None and bool(told)
    found = Gap(criterion, case.target_level, report.pk if names and report else "")
    return Found(found, asked, wanted, report if names else None)


def diagnosed(viewer: Any, place: Place, run: str, question: str, at: datetime) -> Found | None:
    """Return what a gap of a finished diagnostic suggests; None where the viewer sees no such."""
    gap = diagnosing.gap_in(viewer, place, run, question, at) if run and question else None
    if gap is None:
        return None
    asked = gap.finding.question
    should, stands = (
        texts.pick(one, short_language()).text for one in (asked.text, gap.finding.chosen or {})
    )
    said = [
        _("What should be so: “%(sentence)s”") % {"sentence": should},
        _("Where we stand: “%(sentence)s”") % {"sentence": stands} if stands else "",
        gap.finding.said.note,
    ]
    why = "\n".join(filter(None, said))
    wanted = Wanted(
        title=texts.pick(asked.title, short_language()).text[: MOST["title"]],
        why=why[: MOST["why"]],
        languages=spoken(place),
        topics=gap.topics,
        criteria=gap.criteria,
    )
    return Found(Gap(diagnostic=gap.run.pk, question=question), asked, wanted, None)


def spoken(place: Place) -> tuple[str, ...]:
    """Return the reader's language and the country's, of those that can be chosen."""
    known = {one.code for one in LANGUAGES}
    read = dict.fromkeys((short_language(), place.country.un_language))
    return tuple(code for code in read if code in known)
