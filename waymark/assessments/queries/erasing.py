"""Evidence that is erased, and what stands in the way of a case because of it."""

from __future__ import annotations

from django.db.models import QuerySet

from waymark.assessments.models import AgendaItem, Case, EvidenceItem
from waymark.assessments.queries.dossier import frozen
from waymark.assessments.queries.evidence import Item, revisions, shown
from waymark.assessments.rules.case import EvidenceState
from waymark.schemes.queries import scheme_of


def open_agenda_item(case: Case) -> AgendaItem | None:
    """Return the item under which a case waits for its decision, or None."""
    found = case.agenda_items.filter(
        removed_at__isnull=True,
        decisions__isnull=True,
        spot_check__isnull=True,
        hearing__isnull=True,
    )
    return found.select_related("meeting").order_by("-pk").first()


def erased_since(case: Case) -> int:
    """Count the pieces of evidence that were erased after the case was handed in last."""
    last = case.submissions.order_by("-seq").values_list("at", flat=True).first()
    erased = case.evidence.filter(state=EvidenceState.ERASED)
    return erased.filter(state_at__gt=last).count() if last else 0


def handed_in(case: Case) -> QuerySet[EvidenceItem]:
    """Return the evidence that any submission of a case names, erased or not."""
    named = {one.id for row in case.submissions.all() for one in frozen(row).evidence}
    return EvidenceItem.objects.filter(case=case, pk__in=named)


def desk_evidence(case: Case) -> tuple[Item, ...]:
    """Return what was handed in, with its contents, in the order in which it came."""
    found = handed_in(case).select_related("state_by").order_by("received_at", "pk")
    rows = found.prefetch_related(revisions(), "links")
    return shown(scheme_of(case.edition), [(item, "") for item in rows])


def desk_item(case: Case, pk: str) -> EvidenceItem | None:
    """Return one of these, or None."""
    found = handed_in(case).select_related("case__place", "case__mechanism", "case__edition")
    return found.filter(pk=pk).first()
