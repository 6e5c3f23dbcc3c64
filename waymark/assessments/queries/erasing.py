"""Evidence that is erased, and what stands in the way of a case because of it."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet, Subquery

from waymark.assessments.models import (
    AgendaItem,
    Case,
    EvidenceItem,
    EvidenceRevision,
    Submission,
    Transfer,
)
from waymark.assessments.queries.dossier import frozen
from waymark.assessments.queries.evidence import Item, revisions, shown
from waymark.assessments.rules.case import EvidenceState
from waymark.base.models import Blob
from waymark.schemes.queries import scheme_of


def open_agenda_item(case: Case) -> AgendaItem | None:
    """Return the item under which a case waits for its decision, or None."""
    found = case.agenda_items.filter(
        removed_at__isnull=True,
        decisions__isnull=True,
        spot_check__isnull=True,
        hearing__isnull=True,
        inheritance__isnull=True,
    )
    return found.select_related("meeting").order_by("-pk").first()


def erased_since(case: Case) -> int:
    """Count what was erased of the evidence that the case was handed in with last."""
    last = case.submissions.order_by("-seq").first()
    if last is None:
        return 0
    erased = case.evidence.filter(state=EvidenceState.ERASED, state_at__gt=last.at)
    pks = set(erased.values_list("pk", flat=True))
    return len(pks & counted_in(last)) if pks else 0


def counted_in(submission: Submission) -> set[str]:
    """Return the evidence that counts in a submission; what was withdrawn is named there too."""
    return {one.id for one in frozen(submission).evidence if one.state == EvidenceState.ACTIVE}


def rests_on(case: Case, item: EvidenceItem) -> bool:
    """Tell whether what a city has handed in last rests on a piece of evidence."""
    last = case.submissions.order_by("-seq").first()
    return last is not None and item.pk in counted_in(last)


def line_of(case: Case) -> list[Case]:
    """Return the cases that this one came from, or went on as, through transfers."""
    found: dict[str, Case] = {}
    ends = [case.pk]
    while ends:
        moves = Transfer.objects.filter(
            Q(case__in=ends, made__isnull=False) | Q(made__in=ends)
        ).select_related("case", "made")
        near = {one.pk: one for move in moves for one in (move.case, move.made) if one is not None}
        ends = [pk for pk in near if pk != case.pk and pk not in found]
        found |= {pk: near[pk] for pk in ends}
    return list(found.values())


def copies_of(item: EvidenceItem, files: list[Blob]) -> list[EvidenceItem]:
    """Return what a transfer made of an item in other cases, where it is still the same file."""
    newest = EvidenceRevision.objects.filter(item=OuterRef("pk")).order_by("-seq")
    found = EvidenceItem.objects.filter(case__in=line_of(item.case))
    found = found.exclude(state=EvidenceState.ERASED).alias(
        blob=Subquery(newest.values("blob")[:1])
    )
    return list(found.filter(blob__in=[file.pk for file in files]).order_by("pk"))


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
