"""The rule gives a decision to the global committee, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.steps import lock, lock_meeting, take
from waymark.assessments.models import AgendaItem, Case, Delegation
from waymark.assessments.queries.delegating import able, above_of, delegation_of
from waymark.assessments.rules.case import MeetingState, Permit
from waymark.assessments.rules.delegating import Decider, decider
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.voting import Quorum
from waymark.base.models import Record
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.schemes.models import Mechanism


def _take_off(item: AgendaItem, case: Case, *, at: datetime) -> None:
    """Take an item off the agenda of a locked meeting; its case waits."""
    AgendaItem.objects.filter(pk=item.pk).update(removed_at=at)
    if item.on_the_case:
        take(case, "unschedule", CaseFacts(), by=None, at=at)


def _as_it_is(item: AgendaItem) -> AgendaItem | None:
    """Return an undecided item as it is now, its meeting locked; None where it is over."""
    meeting = lock_meeting(item.meeting)
    found = AgendaItem.objects.filter(pk=item.pk, removed_at=None, decisions=None)
    row = found.select_related("case__mechanism").first()
    if row is None or meeting.state not in {MeetingState.PLANNED, MeetingState.CONVENED}:
        return None
    row.meeting = meeting
    return row


@transaction.atomic
def settle_committee(*, item: AgendaItem, by: Any, at: datetime) -> Decider:
    """Look who decides on an item, and give it to whom the rule names; return who that is.

    Where nobody is above, it is put on record once an item. by=None: the platform's rule.
    """
    if by is not None:
        require(by, Permit.PLAN_MEETING, on=item.meeting)
    row = _as_it_is(item)
    if row is None:
        return Decider.OWN
    case = lock(row.case)
    counted = able(case, at, row)
    wide = above_of(row.meeting, case)
    found = decider(counted, above=wide is not None)
    facts = {"case": case.pk, "item": row.pk, "seats": counted.seats, "able": counted.present}
    if found == Decider.NOBODY and not _told(row):
        record("item.nobody_decides", row, by=by, at=at, scope=case, facts=facts)
    if found == Decider.GLOBAL:
        assert wide is not None
        _delegate(row, case, wide, counted, at)
        facts["to"] = wide.slug
        record("case.delegated", case, by=by, at=at, scope=case.place, facts=facts)
    return found


def _told(item: AgendaItem) -> bool:
    return Record.objects.filter(verb="item.nobody_decides", subject=ref(item)).exists()


def _delegate(item: AgendaItem, case: Case, wide: Mechanism, counted: Quorum, at: datetime) -> None:
    _take_off(item, case, at=at)
    if delegation_of(case) is not None:
        return  # another matter of the same case has gone before it
    Delegation.objects.create(
        case=case,
        to=wide,
        item=item,
        seats=counted.seats,
        able=counted.present,
        percent=counted.percent,
        at=at,
    )


def _taken_up(row: Delegation, items: list[AgendaItem]) -> bool:
    """Whether a meeting that is open has the case before it, or has decided on it."""
    if any(item.meeting.state == MeetingState.CONVENED for item in items):
        return True
    return row.item.on_the_case and row.case.state not in {"reported", "scheduled"}


def _undecided(case: Case) -> list[AgendaItem]:
    found = case.agenda_items.filter(removed_at=None, decisions=None)
    return list(found.select_related("meeting").order_by("meeting_id", "pk"))


@transaction.atomic
def give_back(*, case: Case, by: Any, at: datetime) -> bool:
    """Give a decision back to the own committee where it can be quorate again; tell whether.

    Not once the other committee has taken the case up. by=None: the platform's rule.
    """
    if by is not None:
        require(by, Permit.PLAN_MEETING, on=case.mechanism)
    locked = {item.meeting_id: lock_meeting(item.meeting).state for item in _undecided(case)}
    case = lock(case)
    row, items = delegation_of(case), _undecided(case)
    if row is None or any(item.meeting_id not in locked for item in items):
        return False  # or it was put on an agenda meanwhile: the next look sees it
    row.case = case
    if _taken_up(row, items) or not able(case, at).reached:
        return False
    for item in items:
        _take_off(item, case, at=at)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    facts = {"case": case.pk, "from": row.to.slug}
    record("case.given_back", case, by=by, at=at, scope=case.place, facts=facts)
    return True


def end_with(case: Case, *, at: datetime) -> None:
    """End a delegation that was for a spot check or a doubt of a locked case: it is decided."""
    rows = Delegation.objects.filter(case=case, ended_at=None)
    about = rows.exclude(item__spot_check=None, item__hearing=None, item__inheritance=None)
    about.update(ended_at=at)
