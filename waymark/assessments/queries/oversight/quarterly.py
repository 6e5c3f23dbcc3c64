"""What happened in a quarter, from the record; and who reads the reports on it.

A report is frozen and the same for everybody, so it names nobody but cities whose certificate
is public. Everything else is a number.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import QuerySet

from waymark.assessments.models import (
    Appeal,
    Decision,
    GlobalWord,
    Meeting,
    QuarterlyReport,
    SpotCheck,
    SpotResult,
    TabledReport,
)
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.oversight.access import global_mechanism, in_global, watched
from waymark.assessments.queries.oversight.decided import Line, lines
from waymark.assessments.queries.oversight.page import adapted
from waymark.assessments.queries.oversight.rule import with_rules
from waymark.assessments.rules.case import GIVES, MeetingState
from waymark.assessments.rules.oversight.quarters import Quarter
from waymark.assessments.rules.oversight.words import Standing
from waymark.schemes.models import Mechanism

Span = tuple[datetime, datetime]


def span_of(quarter: Quarter) -> Span:
    """Return the first moment of a quarter and the first one after it."""
    start = datetime.combine(quarter.first, time.min, UTC)
    return start, datetime.combine(quarter.last + timedelta(days=1), time.min, UTC)


def _decided(mechanism: Mechanism, span: Span) -> QuerySet[Decision]:
    found = Decision.objects.filter(
        case__mechanism=mechanism, publication__at__gte=span[0], publication__at__lt=span[1]
    )
    return (
        with_rules(found)
        .select_related("publication", "case__place")
        .prefetch_related("global_words")
        .defer("document", "case__place__boundary")
        .order_by("case__place__slug", "seq", "pk")
    )


def _in(span: Span, field: str) -> dict[str, datetime]:
    return {f"{field}__gte": span[0], f"{field}__lt": span[1]}


def _counts(mechanism: Mechanism, span: Span, rows: list[Decision], given: list[Line]) -> Any:
    kinds = Counter(row.kind for row in rows)
    of, by = {"case__mechanism": mechanism}, {"spot_check__case__mechanism": mechanism}
    appeals = Appeal.objects.filter(**of)
    closed = Counter(appeals.filter(**_in(span, "closed_at")).values_list("state", flat=True))
    results = SpotResult.objects.filter(**by, **_in(span, "at"))
    agreed = Counter(results.values_list("concordant", flat=True))
    words = GlobalWord.objects.filter(decision__case__mechanism=mechanism, **_in(span, "at"))
    said = Counter(words.values_list("kind", flat=True))
    days = [line.days for line in given if line.days is not None]
    held = Meeting.objects.filter(mechanism=mechanism, **_in(span, "starts_at"))
    return {
        "meetings": held.filter(state=MeetingState.PUBLISHED).count(),
        "given": len(given),
        "refused": kinds["refuse"],
        "deferred": kinds["defer"],
        "suspended": kinds["suspend"],
        "revoked": kinds["revoke"],
        "annulled": kinds["annul"],
        "days_median": int(median(days)) if days else None,
        "with_deviations": sum(bool(line.deviations) for line in given),
        "reviewers_differed": sum(bool(line.split) for line in given),
        "third_reviewers": sum(line.third for line in given),
        "appeals_lodged": appeals.filter(**_in(span, "lodged_at")).count(),
        "appeals_upheld": closed["upheld"],
        "appeals_dismissed": closed["dismissed"],
        "checks_opened": SpotCheck.objects.filter(**of, **_in(span, "made_at")).count(),
        "checks_agreed": agreed[True],
        "checks_differed": agreed[False],
        "endorsed": said["endorse"],
        "endorsed_by_silence": said["silence"],
        "objected": said["object"],
        "waiting": sum(line.standing == Standing.WAITING for line in given),
    }


def _certificate(line: Line) -> dict[str, Any]:
    place, award = line.decision.case.place, line.award
    assert award is not None
    return {
        "place": dict(place.name),
        "country": place.country_id,
        "fictional": place.fictional,
        "number": award.number,
        "level": dict(award.level_name),
        "kind": line.decision.kind,
        "published": line.decision.publication.at.date().isoformat(),
        "days": line.days,
        "deviations": list(line.deviations),
        "word": line.standing.value,
    }


def _adaptation(one: Any) -> dict[str, Any]:
    return {
        "scheme": one.adaptation.scheme_id,
        "version": one.adaptation.version,
        "state": one.adaptation.state,
        "endorsed": one.since.date().isoformat() if one.since else "",
        "ends": [{"criterion": criterion, "until": day.isoformat()} for criterion, day in one.ends],
    }


def of_mechanism(mechanism: Mechanism, quarter: Quarter) -> dict[str, Any]:
    """Return what happened in one mechanism, as JSON; certificates by the name of their place."""
    span = span_of(quarter)
    rows = list(_decided(mechanism, span))
    given = lines([row for row in rows if row.kind in GIVES], quarter.last)
    named = sorted(
        (_certificate(line) for line in given if line.award is not None),
        key=lambda one: (one["place"].get("en", ""), one["number"]),
    )
    return {
        "mechanism": mechanism.slug,
        "name": dict(mechanism.name),
        "country": mechanism.country_id,
        "counts": _counts(mechanism, span, rows, given),
        "certificates": named,
        "adaptations": [_adaptation(one) for one in adapted(mechanism)],
    }


def nations() -> QuerySet[Mechanism]:
    """Return the national mechanisms by their short names, which no figure sorts."""
    return (
        Mechanism.objects.filter(country__isnull=False).select_related("country").order_by("slug")
    )


def document(mechanism: Mechanism, quarter: Quarter, at: datetime) -> dict[str, Any]:
    """Return the whole report as JSON: on all national mechanisms, or on a national one's own."""
    told = list(nations()) if mechanism.country_id is None else [mechanism]
    began = span_of(quarter)[1]
    return {
        "format": "waymark-quarterly/1",
        "to": "committee" if mechanism.country_id is None else "ministry",
        "mechanism": mechanism.slug,
        "name": dict(mechanism.name),
        "quarter": str(quarter),
        "first": quarter.first.isoformat(),
        "last": quarter.last.isoformat(),
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "mechanisms": [of_mechanism(one, quarter) for one in told if one.created_at < began],
    }


def due(at: datetime, quarter: Quarter) -> list[Mechanism]:
    """Return the mechanisms that have no report on a quarter yet."""
    there = set(nations().filter(created_at__lt=span_of(quarter)[1]).values_list("pk", flat=True))
    common = global_mechanism()
    if common is not None and there:
        there.add(common.pk)
    had = QuarterlyReport.objects.filter(quarter=str(quarter)).values("mechanism")
    return list(Mechanism.objects.filter(pk__in=there).exclude(pk__in=had).order_by("slug"))


def reports(viewer: Any, at: datetime) -> QuerySet[QuarterlyReport]:
    """Return the reports that the viewer reads: of mechanisms that she watches or belongs to.

    That to the global committee is read by the global committee and its secretariat alone.
    """
    if not getattr(viewer, "is_authenticated", False):
        return QuarterlyReport.objects.none()
    may = list(watched(viewer, at).values_list("pk", flat=True))
    common = global_mechanism()
    if in_global(rights_of(viewer, at), common):
        assert common is not None
        may.append(common.pk)
    found = QuarterlyReport.objects.filter(mechanism__in=may).defer("document")
    return found.select_related("mechanism").order_by("-quarter", "mechanism__slug")


def report(viewer: Any, slug: str, quarter: str, at: datetime) -> QuarterlyReport | None:
    """Return one report that the viewer reads, or None."""
    return reports(viewer, at).filter(mechanism__slug=slug, quarter=quarter).first()


def content(row: QuarterlyReport) -> dict[str, Any]:
    """Return a report's document."""
    found: dict[str, Any] = json.loads(row.document)
    return found


OVER = (MeetingState.CANCELLED, MeetingState.ADJOURNED)


def untabled(mechanism: Mechanism) -> QuerySet[QuarterlyReport]:
    """Return the reports of a mechanism that no meeting has had, or one that was not held."""
    had = TabledReport.objects.filter(report__mechanism=mechanism)
    had = had.exclude(meeting__state__in=OVER)
    return QuarterlyReport.objects.filter(mechanism=mechanism).exclude(pk__in=had.values("report"))


def next_meeting(mechanism: Mechanism, at: datetime) -> Meeting | None:
    """Return the next meeting of a mechanism's committee that is planned, in a room."""
    found = Meeting.objects.filter(mechanism=mechanism, state=MeetingState.PLANNED)
    return found.filter(starts_at__gt=at, answer_by=None).order_by("starts_at", "pk").first()


def before(meeting: Meeting) -> list[QuarterlyReport]:
    """Return the reports that are before a meeting; who sees the meeting sees their names."""
    found = QuarterlyReport.objects.filter(tabled__meeting=meeting).defer("document")
    return list(found.select_related("mechanism").order_by("quarter"))
