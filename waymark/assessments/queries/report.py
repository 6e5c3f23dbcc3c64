"""Stage reports: who may read which, and everything that a page of one shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from waymark.assessments.models import Decision, Delegation, EvidenceItem, Report, Verdict
from waymark.assessments.queries.access import rights_of, visible
from waymark.assessments.queries.dossier import scheme_under
from waymark.assessments.queries.review_blind import opened, reviewed_by
from waymark.assessments.reporting.context import (
    LevelPart,
    ReportContext,
    Said,
    Sources,
    StagePart,
    level_parts,
    report_context,
    stage_parts,
)
from waymark.assessments.reviewing import reason_label
from waymark.assessments.rules.case import GIVES, Visibility
from waymark.base import statuses
from waymark.kernel import canonical
from waymark.schemes.models import Mechanism
from waymark.schemes.rules import Scheme

MAX_REPORT = 64 * 1024 * 1024
MOST_READ = 64
_documents: dict[str, Mapping[str, Any]] = {}


def document_of(report: Report) -> Mapping[str, Any]:
    """Return a report's document; the latest ones are kept, for they never change."""
    found = _documents.pop(report.sha256, None)
    if found is None:
        loaded = canonical.loads(report.document.encode(), max_bytes=MAX_REPORT)
        assert isinstance(loaded, dict)
        found = loaded
        while len(_documents) >= MOST_READ:
            _documents.pop(next(iter(_documents)), None)
    _documents[report.sha256] = found
    return found


def _granted() -> Exists:
    """Whether a grant that rests on this very report has been made public."""
    return Exists(
        Decision.objects.filter(
            report=OuterRef("pk"),
            report_sha256=OuterRef("sha256"),
            kind__in=GIVES,
            publication__isnull=False,
        )
    )


def public_reports(viewer: Any) -> QuerySet[Report]:
    """Return the reports that everybody may read: those behind a published grant."""
    return _with_case(Report.objects.filter(_granted()))


def _with_case(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.select_related(
        "case__place__country", "case__mechanism", "case__edition", "submission"
    ).defer("case__edition__document", "case__place__boundary", "submission__document", "document")


def internal_reports(viewer: Any, at: datetime | None = None) -> QuerySet[Report]:
    """Return the reports that the viewer reads whole, with the reviewers' words.

    Everybody who sees the dossier does, except a reviewer of the case while anybody is still at
    work: a report tells what the others found.
    """
    if not getattr(viewer, "is_authenticated", False):
        return Report.objects.none()
    at = at or timezone.now()
    found = Report.objects.filter(case__in=visible(viewer, at).values("pk"))
    own = reviewed_by(viewer)
    if own:
        found = found.filter(~Q(case__in=own) | Q(case__in=opened(viewer, at).values("pk")))
    return _with_case(found)


@dataclass(frozen=True)
class Reading:
    """A report that the viewer may read, whole or in its public form."""

    report: Report
    public: bool


def find(viewer: Any, pk: str, at: datetime | None = None) -> Reading | None:
    """Return a report by its id, whole where the viewer may read that, or None."""
    if getattr(viewer, "is_authenticated", False):
        rights_of(viewer, at or timezone.now())
        report = internal_reports(viewer, at).filter(pk=pk).first()
        if report is not None:
            return Reading(report, public=False)
    report = public_reports(viewer).filter(pk=pk).first()
    return Reading(report, public=True) if report else None


def public_report(viewer: Any, sha256: str) -> Report | None:
    """Return the report with this hash if a published grant rests on it, else None.

    Its `document` holds the exact bytes that the hash is of. They name evidence and verdicts by
    id alone and hold no text of reviewers or of the city.
    """
    return public_reports(viewer).filter(sha256=sha256).order_by("made_at").first()


def context_of(reading: Reading) -> ReportContext:
    """Return a report in words. At most three queries besides the report."""
    return contexts_of([reading])[0]


def contexts_of(readings: Sequence[Reading]) -> list[ReportContext]:
    """Return reports in words, in two queries however many, and one for each document not read."""
    documents = [document_of(reading.report) for reading in readings]
    evidence = _evidence(readings, {name for one in documents for name in _evidence_in(one)})
    decides = _deciders(readings)
    said = _said(readings, {name for one in documents for name in _verdicts_in(one)})
    return [
        report_context(
            scheme_under(reading.report.case, reading.report.edition_sha256),
            document,
            reading.report.sha256,
            _sources(reading, evidence, said, decides),
        )
        for reading, document in zip(readings, documents, strict=True)
    ]


def _sources(
    reading: Reading,
    evidence: Mapping[str, Mapping[str, tuple[str, str]]],
    said: Mapping[str, Said],
    decides: Mapping[str, str],
) -> Sources:
    case = reading.report.case
    return Sources(
        place=str(case.place),
        country=str(case.place.country),
        fictional=case.place.fictional,
        target=case.target_level,
        evidence=evidence.get(case.pk, {}),
        said={} if reading.public else said,
        public=reading.public,
        decides=decides.get(case.pk, ""),
    )


def _deciders(readings: Sequence[Reading]) -> dict[str, str]:
    """Return whose committee decides on a case, where it is not its own; only countries have it.

    Not where it is a spot check or a doubt that went elsewhere: the report was decided on before.
    """
    national = [
        reading.report.case_id
        for reading in readings
        if reading.report.case.mechanism.kind == Mechanism.Kind.NATIONAL
    ]
    if not national:
        return {}
    rows = Delegation.objects.filter(
        case__in=national,
        ended_at=None,
        item__spot_check=None,
        item__hearing=None,
        item__inheritance=None,
    ).select_related("to")
    return {row.case_id: str(row.to) for row in rows}


def _evidence_in(document: Mapping[str, Any]) -> set[str]:
    """Return the ids of the evidence that a report names."""
    found = {name for one in document["criteria"] for name in _inputs(one).get("evidence", ())}
    return found | {
        str(gap["params"]["evidence"])
        for one in document["criteria"]
        for gap in one.get("gaps", ())
        if "evidence" in gap.get("params", {})
    }


def _verdicts_in(document: Mapping[str, Any]) -> set[str]:
    return {name for one in document["criteria"] for name in _inputs(one).get("verdicts", ())}


def _inputs(found: Mapping[str, Any]) -> Mapping[str, Any]:
    inputs: Mapping[str, Any] = found.get("inputs", {})
    return inputs


def _evidence(readings: Sequence[Reading], ids: set[str]) -> dict[str, dict[str, tuple[str, str]]]:
    """Titles and kinds by case and id; of what is not public, the public learns neither."""
    whole = [one.report.case_id for one in readings if not one.public]
    public = [one.report.case_id for one in readings if one.public]
    allowed = Q(case__in=whole) | Q(case__in=public, visibility=Visibility.PUBLIC)
    rows = EvidenceItem.objects.filter(allowed, pk__in=ids).order_by()
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for case, pk, title, kind in rows.values_list("case_id", "pk", "title", "kind"):
        found.setdefault(case, {})[pk] = (title, kind)
    return found


def _said(readings: Sequence[Reading], ids: set[str]) -> dict[str, Said]:
    whole = [one.report.submission_id for one in readings if not one.public]
    if not whole:
        return {}
    rows = Verdict.objects.filter(submission__in=whole, pk__in=[int(name) for name in ids])
    return {
        str(row.pk): Said(
            outcome=row.outcome,
            label=str(statuses.find(row.outcome).label),
            reason_label=reason_label(row.reason_code) if row.reason_code else "",
            reason=row.reason,
            level=row.level,
            part=row.part,
        )
        for row in rows.order_by("pk")
    }


@dataclass(frozen=True)
class Summary:
    """What a page about a case tells of its report."""

    report: Report
    stages: tuple[StagePart, ...]
    levels: tuple[LevelPart, ...]

    @property
    def attained(self) -> str:
        """The name of the highest level attained, or ""."""
        names = [level.name for level in self.levels if level.attained]
        return names[-1] if names else ""


def summary_of(report: Report, scheme: Scheme) -> Summary:
    """Return counts and levels of a report; one query where it has not been read yet."""
    document = document_of(report)
    return Summary(
        report,
        stage_parts(scheme, document, [], report.case.target_level),
        level_parts(scheme, document),
    )
