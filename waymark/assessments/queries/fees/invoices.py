"""Invoices as a city and its secretariat see them, and the cases that have none yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case as When_
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from waymark.assessments.models import Case, FeeSchedule, FeeWaiver, Invoice, InvoiceEvent
from waymark.assessments.queries.access import at_own_desk, rights_of, visible
from waymark.assessments.queries.fees.schedules import (
    asked_of,
    asked_of_all,
    mechanisms_at_desk,
    schedule_in,
    schedules_of,
)
from waymark.assessments.rules.case import CaseState
from waymark.assessments.rules.fees.invoice import STATE_AFTER
from waymark.assessments.rules.fees.schedule import Ask, Asked, Line, Schedule, read_line
from waymark.places.models import Place

PER_PAGE = 50
MOST_TO_ASK = 200
ENDED = (CaseState.WITHDRAWN, CaseState.TRANSFERRED, CaseState.TURNED_DOWN)
NOT_ASKED = (CaseState.DRAFT, CaseState.SUBMITTED, CaseState.RETURNED, *ENDED)
"""Nothing is asked before a case was admitted, and nothing of one that was withdrawn, or that
goes on under another mechanism: that one asks by its own schedule."""


def with_state(rows: QuerySet[Invoice]) -> Any:
    """Let each invoice know its `state`, from the last of its events."""
    events = InvoiceEvent.objects.filter(invoice=OuterRef("pk")).order_by("-seq")
    last = Subquery(events.values("step")[:1])
    steps = [When(last_step=step, then=Value(state)) for step, state in STATE_AFTER.items()]
    rows = rows.annotate(last_step=Coalesce(last, Value(""), output_field=CharField()))
    return rows.annotate(state=When_(*steps, default=Value("open"), output_field=CharField()))


def _fee_cases(viewer: Any, at: datetime) -> QuerySet[Case]:
    """The cases whose fees a person may see: those of her city, and those on her own desk."""
    has = rights_of(viewer, at)
    own = Q(place_id__in=has.places) | (at_own_desk(has) & ~Q(state=CaseState.DRAFT))
    return visible(viewer, at).filter(own, intake=None)


def invoices(viewer: Any, at: datetime) -> Any:
    """Return the invoices that a person may see, the newest first, each with its state."""
    if not getattr(viewer, "is_authenticated", False):
        return Invoice.objects.none()
    rows = Invoice.objects.filter(case__in=_fee_cases(viewer, at).values("pk"))
    rows = rows.select_related("case__place__country", "mechanism")
    return with_state(rows).defer("case__place__boundary", "document").order_by("-at", "-pk")


def invoice(viewer: Any, pk: str, at: datetime) -> Invoice | None:
    """Return one invoice that a person may see, with its state, or None."""
    return invoices(viewer, at).defer(None).filter(pk=pk).first()


def has_fee_desk(viewer: Any, at: datetime) -> bool:
    """Whether somebody sits in a secretariat."""
    return bool(rights_of(viewer, at).secretariats)


@dataclass(frozen=True)
class Filters:
    """What a list of invoices was narrowed to."""

    state: str = ""  # open, late, paid, cancelled
    mechanism: str = ""
    year: str = ""


def at_desk(viewer: Any, filters: Filters, at: datetime) -> Any:
    """Return the invoices of the viewer's own desks, narrowed."""
    has = rights_of(viewer, at)
    rows = invoices(viewer, at).filter(mechanism__secretariat_id__in=has.secretariats)
    if filters.state == "late":
        rows = rows.filter(state="open", due_on__lt=timezone.localtime(at).date())
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.mechanism:
        rows = rows.filter(mechanism__slug=filters.mechanism)
    if filters.year:
        rows = rows.filter(year=int(filters.year))
    return rows


@dataclass(frozen=True)
class ToAsk:
    """A case that its schedule asks something of, and that has no invoice yet."""

    case: Case
    asked: Asked


def to_ask(viewer: Any, at: datetime) -> list[ToAsk]:
    """Return the cases of the viewer's desks that could be invoiced; most are never among them.

    Only mechanisms that have a schedule are looked at; at most 200 cases are found, the oldest
    first. Three queries for every 200 that are looked at.
    """
    has = rights_of(viewer, at)
    live = with_state(Invoice.objects.filter(case=OuterRef("pk"))).exclude(state="cancelled")
    ruled = FeeSchedule.objects.filter(mechanism=OuterRef("mechanism"))
    cases = _fee_cases(viewer, at).filter(at_own_desk(has)).exclude(state__in=NOT_ASKED)
    cases = cases.exclude(fee_waiver__isnull=False).filter(Exists(ruled), ~Exists(live))
    cases = cases.select_related("place__country", "mechanism").defer("place__boundary")
    due: list[ToAsk] = []
    pages = Paginator(cases.order_by("opened_at", "pk"), MOST_TO_ASK)
    for page in pages:
        rows = list(page.object_list)
        found = asked_of_all(rows, at) if rows else {}
        due += [ToAsk(case, found[case.pk]) for case in rows if found[case.pk].ask is Ask.DUE]
        if len(due) >= MOST_TO_ASK:
            break
    return due[:MOST_TO_ASK]


@dataclass(frozen=True)
class FeeDesk:
    """The secretariat's page of fees."""

    page: Page[Any]
    to_ask: list[ToAsk]
    years: tuple[int, ...]
    mechanisms: list[Any]


def fee_desk(viewer: Any, filters: Filters, number: int, at: datetime) -> FeeDesk:
    """Return one page of invoices with what waits. The same few queries, however many."""
    rows = at_desk(viewer, filters, at)
    mechanisms = list(mechanisms_at_desk(viewer, at))
    years = Invoice.objects.filter(mechanism__in=mechanisms).order_by("-year")
    return FeeDesk(
        Paginator(rows, PER_PAGE).get_page(number),
        to_ask(viewer, at),
        tuple(years.values_list("year", flat=True).distinct()),
        mechanisms,
    )


@dataclass(frozen=True)
class CaseFee:
    """What one case is asked, and what became of it."""

    case: Case
    asked: Asked
    schedule: Schedule | None
    schedule_row: FeeSchedule | None
    waiver: FeeWaiver | None
    invoices: list[Invoice]

    @property
    def live(self) -> Invoice | None:
        """The invoice that was not cancelled."""
        return next((row for row in self.invoices if row.state != "cancelled"), None)  # type: ignore[attr-defined]

    @property
    def shown(self) -> str:
        """Under which word it is shown; once an invoice stands, that one says more."""
        free = self.settled or self.over
        return "nothing" if self.asked.ask is Ask.DUE and free else self.asked.ask.value

    @property
    def over(self) -> bool:
        """Whether the case ended before anything was asked."""
        return self.asked.ask is Ask.DUE and self.case.state in ENDED and self.live is None

    @property
    def settled(self) -> bool:
        """Whether it was paid."""
        return any(row.state == "paid" for row in self.invoices)  # type: ignore[attr-defined]

    @property
    def can_waive(self) -> bool:
        """Whether the fee can be waived now."""
        return self.asked.ask is Ask.DUE and not self.settled and not self.over

    @property
    def can_ask(self) -> bool:
        """Whether an invoice can be issued now."""
        due = self.asked.ask is Ask.DUE and self.live is None
        return due and self.case.state not in NOT_ASKED


def case_fee(case: Case, at: datetime) -> CaseFee:
    """Return what a case is asked; whoever calls has made sure that the viewer may know."""
    told, row = asked_of(case, at)
    rows = with_state(Invoice.objects.filter(case=case)).select_related("mechanism")
    return CaseFee(
        case,
        told,
        schedule_in(row) if row else None,
        row,
        FeeWaiver.objects.filter(case=case).select_related("by").first(),
        list(rows.defer("document")),
    )


def fee_case(viewer: Any, pk: str, at: datetime) -> Case | None:
    """Return a case on the viewer's own desk, or None."""
    found = _fee_cases(viewer, at).filter(at_own_desk(rights_of(viewer, at)), pk=pk)
    return found.select_related("place__country", "mechanism").defer("place__boundary").first()


def city_fees(viewer: Any, place: Place, at: datetime) -> list[CaseFee]:
    """Return what each case of a city is asked, the newest first. Six queries, however many."""
    found = (
        visible(viewer, at)
        .filter(place=place, intake=None)
        .select_related("place__country", "mechanism")
    )
    cases = list(found.defer("place__boundary").order_by("-opened_at")[:20])
    rows: dict[str, list[Invoice]] = {}
    for row in with_state(Invoice.objects.filter(case__in=cases)).defer("document"):
        rows.setdefault(row.case_id, []).append(row)
    waivers = {row.case_id: row for row in FeeWaiver.objects.filter(case__in=cases)}
    asks, held = asked_of_all(cases, at), schedules_of(cases)
    return [
        CaseFee(
            case,
            asks[case.pk],
            schedule_in(held[case.pk]) if case.pk in held else None,
            held.get(case.pk),
            waivers.get(case.pk),
            rows.get(case.pk, []),
        )
        for case in cases
    ]


def overdue(at: datetime) -> list[Invoice]:
    """Return open invoices whose day has passed, of cities that may be asked today.

    Whoever has withdrawn her case is not reminded of it.
    """
    today = timezone.localtime(at).date()
    rows = Invoice.objects.filter(due_on__lt=today).exclude(case__state=CaseState.WITHDRAWN)
    rows = with_state(rows).filter(state="open")
    rows = rows.select_related("case__place__country", "mechanism").defer("document")
    found = list(rows)
    asks = asked_of_all([row.case for row in found], at) if found else {}
    return [row for row in found if asks[row.case_id].ask is not Ask.EXEMPT]


def document_of(row: Invoice) -> dict[str, Any]:
    """Return what an invoice said when it was issued."""
    found: dict[str, Any] = json.loads(row.document)
    return found


def line_of(row: Invoice) -> Line:
    """Return the line of the schedule that an invoice rests on."""
    return read_line(document_of(row)["line"])
