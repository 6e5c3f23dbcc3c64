"""Opening, changing and closing a need; a report that finds its gap closed is only noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.models import Report
from waymark.base.permits import require
from waymark.base.record import record
from waymark.community.models import Need, NeedVersion
from waymark.community.queries import needs as queries
from waymark.community.rules.needs import (
    NEED,
    Closing,
    Gap,
    NeedState,
    Visible,
    Wanted,
    changed,
    refuse_need,
)
from waymark.community.rules.permits import Permit
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import Body
from waymark.places.models import Place


def cleaned(field: str, value: str) -> str:
    """Return a text without what can't be shown. Raises flow.Refused."""
    try:
        return text.clean(value).strip()
    except text.BadText:
        raise Refused(Reason("community.bad_text", {"field": field})) from None


def _checked(told: Wanted, place: Place, before: Wanted | None, at: datetime) -> Wanted:
    told = replace(told, title=cleaned("title", told.title), why=cleaned("why", told.why))
    refused = refuse_need(
        told,
        known_partners=set(queries.partners_for(place).values_list("pk", flat=True))
        | (before.partners if before else frozenset()),
        criteria=queries.known_criteria() | set(before.criteria if before else ()),
        today=at.date(),
        same_day=before is not None and before.by_when == told.by_when,
    )
    if refused:
        raise Refused(*refused)
    return told


def _written(row: Need, told: Wanted) -> None:
    row.title, row.why, row.by_when = told.title, told.why, told.by_when
    row.languages, row.topics = told.languages, told.topics
    row.goals, row.criteria = told.goals, told.criteria
    row.budget_least, row.budget_most = told.budget.least, told.budget.most
    row.currency = told.budget.currency
    row.visible, row.counted = told.visible, told.counted


def _kept(row: Need, told: Wanted, parts: tuple[str, ...], *, by: Any, at: datetime) -> None:
    NeedVersion.objects.create(
        need=row,
        version=row.version,
        told=queries.as_json(told),
        changed=list(parts),
        by=by,
        at=at,
    )


def _newly(told: Wanted, before: Wanted | None) -> list[str]:
    """The partners that read it from now on, and did not before."""
    had = before.partners if before and before.visible != Visible.PRIVATE else frozenset()
    return sorted(told.partners - had) if told.visible != Visible.PRIVATE else []


@transaction.atomic
def open_need(*, place: Place, told: Wanted, gap: Gap | None, by: Any, at: datetime) -> Need:
    """Write down what a city needs; with the gap that it comes from. Raises flow.Refused."""
    require(by, Permit.KEEP_NEEDS, on=place)
    told = _checked(told, place, None, at)
    row = Need(place=place, opened_by=by, opened_at=at, changed_at=at)
    if gap is not None:
        row.criterion, row.level, row.report_id = gap.criterion, gap.level, gap.report or None
        row.diagnostic_id, row.question = gap.diagnostic or None, gap.question
    _written(row, told)
    row.save()
    row.partners.set(Body.objects.filter(pk__in=told.partners))
    _kept(row, told, (), by=by, at=at)
    facts = {
        "criterion": row.criterion,
        "visible": str(row.visible),
        "new_partners": _newly(told, None),
    }
    record("need.opened", row, by=by, at=at, scope=place, facts=facts)
    return row


def _locked(row: Need) -> Need:
    rows = Need.objects.select_for_update(of=("self",)).select_related("place")
    return rows.defer("place__boundary").get(pk=row.pk)


@transaction.atomic
def change_need(*, need: Need, told: Wanted, seen: int, by: Any, at: datetime) -> Need:
    """Write it otherwise; what it said before stays in its history.

    seen: the version that was shown. Raises flow.Refused.
    """
    require(by, Permit.KEEP_NEEDS, on=need)
    row = _locked(need)
    if row.state != NeedState.OPEN:
        raise Refused(Reason("need.closed"))
    if row.version != seen:
        raise Refused(Reason("need.changed_meanwhile"))
    before = queries.wanted_of(row)
    told = _checked(told, row.place, before, at)
    parts = changed(queries.as_json(before), queries.as_json(told))
    if not parts:
        return row
    _written(row, told)
    row.version, row.changed_at = row.version + 1, at
    row.save()
    row.partners.set(Body.objects.filter(pk__in=told.partners))
    _kept(row, told, parts, by=by, at=at)
    facts = {
        "version": row.version,
        "changed": list(parts),
        "new_partners": _newly(told, before),
    }
    record("need.changed", row, by=by, at=at, scope=row.place, facts=facts)
    return row


@transaction.atomic
def close_need(*, need: Need, step: str, note: str, by: Any, at: datetime) -> Need:
    """Say that it is met, or withdraw it, with a note. step: "meet" or "withdraw".

    Raises flow.Refused.
    """
    require(by, Permit.KEEP_NEEDS, on=need)
    note, row = cleaned("note", note), _locked(need)
    taken = NEED.step(step, row.state, Closing(note))
    row.state, row.note = taken.target, note
    row.closed_by, row.closed_at, row.changed_at = by, at, at
    row.save(update_fields=["state", "note", "closed_by", "closed_at", "changed_at"])
    record(f"need.{row.state}", row, by=by, at=at, scope=row.place, facts={"step": step})
    return row


@transaction.atomic
def note_gaps(*, report: Report, by: Any, at: datetime) -> list[Need]:
    """Note on a city's open needs whether the newest report finds their criterion met.

    None of them is closed by it: that is the city's to say. Returns those that are newly met.
    """
    if by is not None:
        require(by, Permit.KEEP_NEEDS, on=report.case.place)
    rows = Need.objects.select_for_update(of=("self",)).exclude(criterion="")
    rows = rows.filter(place=report.case.place_id, state=NeedState.OPEN)
    met, fresh = queries.found_met(report), []
    for row in rows.order_by("pk"):
        closes = report if row.criterion in met else None
        if closes is not None and row.gap_closed_id is None:
            fresh.append(row)
        if (closes is None) != (row.gap_closed_id is None):
            row.gap_closed = closes
            row.save(update_fields=["gap_closed"])
    for row in fresh:
        facts = {"report": report.pk, "criterion": row.criterion}
        record("need.gap_closed", row, by=by, at=at, scope=report.case.place, facts=facts)
    return fresh
