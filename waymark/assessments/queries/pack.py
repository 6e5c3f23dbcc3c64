"""What lies before a member of a committee: the dossiers of a meeting that are open to her.

Cases from which she is recused, or on which she has not declared, are left out by the same two
querysets that every list of cases and reports starts from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.assessments.models import (
    AgendaItem,
    EvidenceItem,
    Meeting,
    Recusal,
    Report,
    SpotCheck,
    Submission,
)
from waymark.assessments.queries.access import rights_of, seat_in
from waymark.assessments.queries.dossier import frozen, scheme_under
from waymark.assessments.queries.report import Reading, contexts_of, internal_reports
from waymark.assessments.queries.spot.checks import Compared, compared, comparison_of
from waymark.assessments.reporting.context import ReportContext
from waymark.assessments.rules.case import EvidenceState
from waymark.assessments.rules.document import Evidence
from waymark.assessments.rules.reading import may_open
from waymark.people.rules import Role


@dataclass(frozen=True)
class Indexed:
    """A piece of evidence that was handed in, and whether it was withdrawn or erased since."""

    evidence: Evidence
    kind: Mapping[str, str]  # the kind's name in many languages
    state: str
    opens: bool  # to whoever reads the pack


@dataclass(frozen=True)
class PackCase:
    """One item with the report before the committee."""

    item: AgendaItem
    report: Report
    told: ReportContext
    evidence: tuple[Indexed, ...]
    check: SpotCheck | None
    differing: tuple[Compared, ...]


@dataclass(frozen=True)
class Pack:
    """Everything of a meeting that one viewer may read, in the order of the agenda."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]  # the whole agenda, as she sees it on its page
    cases: tuple[PackCase, ...]
    recused: frozenset[str]  # items that are closed to her for good
    sits: bool = True  # a seat there opens them once she has declared


def agenda(meeting: Meeting, item: str = "") -> list[AgendaItem]:
    """Return the items that stand on an agenda, or the one of them."""
    found = meeting.items.filter(removed_at__isnull=True)
    found = found.filter(pk=item) if item else found
    return list(
        found.select_related(
            "case__place__country",
            "case__edition",
            "spot_check__result",
            "spot_check__case__edition",
        )
        .defer(
            "case__place__boundary",
            "case__edition__document",
            "spot_check__case__edition__document",
        )
        .order_by("order", "pk")
    )


def pack_of(viewer: Any, meeting: Meeting, at: datetime, item: str = "") -> Pack:
    """Return the dossiers of a meeting, or of one item. A handful of queries, however many."""
    items = agenda(meeting, item)
    wanted = {one.report_id for one in items}
    reports = internal_reports(viewer, at).filter(pk__in=wanted).defer(None)
    reports = reports.defer("case__edition__document", "case__place__boundary")
    open_to_her = {report.pk: report for report in reports}
    told = contexts_of([Reading(report, public=False) for report in open_to_her.values()])
    words = dict(zip(open_to_her, told, strict=True))
    states = _states(open_to_her.values())
    roles = _roles(viewer, meeting, at)
    cases = tuple(
        _case(one, open_to_her[one.report_id], words[one.report_id], states, roles)
        for one in items
        if one.report_id in open_to_her
    )
    recused = Recusal.objects.filter(member=viewer, item__in=items)
    return Pack(
        meeting=meeting,
        items=tuple(items),
        cases=cases,
        recused=frozenset(recused.values_list("item_id", flat=True)),
        sits=bool(roles - {Role.SECRETARIAT}),
    )


def _case(
    item: AgendaItem,
    report: Report,
    told: ReportContext,
    states: Mapping[str, str],
    roles: frozenset[Role],
) -> PackCase:
    check = item.spot_check
    found = comparison_of(check) if check else None
    differing = tuple(compared(check, found)) if check and found else ()
    index = _index(report.submission, report, states, roles)
    return PackCase(item, report, told, index, check, differing)


def _index(
    submission: Submission, report: Report, states: Mapping[str, str], roles: frozenset[Role]
) -> tuple[Indexed, ...]:
    scheme = scheme_under(report.case, report.edition_sha256)
    kinds = {kind.id: kind.label for kind in scheme.evidence_kinds}
    return tuple(
        Indexed(
            evidence=one,
            kind=kinds.get(one.kind, {"en": one.kind}),
            state=states.get(one.id, EvidenceState.ACTIVE),
            opens=may_open(one.visibility, roles, handed_in=True, published=False),
        )
        for one in frozen(submission).evidence
    )


def _states(reports: Iterable[Report]) -> dict[str, str]:
    """Return what became of evidence since it was handed in: only what is not active any more."""
    found = EvidenceItem.objects.filter(case__in=[report.case_id for report in reports])
    return dict(found.exclude(state=EvidenceState.ACTIVE).values_list("pk", "state"))


def _roles(viewer: Any, meeting: Meeting, at: datetime) -> frozenset[Role]:
    """Return what the viewer is in this meeting, for what she may open of the evidence."""
    has = rights_of(viewer, at)
    desk = meeting.mechanism.secretariat_id in has.secretariats
    seat = seat_in(has, meeting.body_id)
    return frozenset({seat} if seat else ()) | frozenset({Role.SECRETARIAT} if desk else ())
