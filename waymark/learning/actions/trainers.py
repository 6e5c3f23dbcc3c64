"""Entering the register of trainers, being accepted or declined, and leaving it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.kernel import canonical, text
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.learning.models.courses import Enrolment
from waymark.learning.models.trainers import Trainer
from waymark.learning.queries import trainers as queries
from waymark.learning.rules import courses
from waymark.learning.rules.trainers import ENTRY, Checked, Entry, Permit, refuse_entry, tidy
from waymark.people.models import User
from waymark.places.models import Country


@transaction.atomic
def apply_as_trainer(
    *, told: Entry, training: Enrolment | None, shown: bool, by: Any, at: datetime
) -> Trainer:
    """Enter the register, or change what one has said; what is public stays until it is accepted.

    training: the course for trainers that she completed here. shown: she consents to be public.
    Raises NotPermitted, Refused.
    """
    require(by, Permit.ENTER_REGISTER, on=None)
    User.objects.select_for_update().get(pk=by.pk)
    row = Trainer.objects.filter(user=by).first() or Trainer(user=by, version=0)
    told = _fit(told)
    if training is not None and training.pk not in {one.pk for one in queries.trainings(by)}:
        raise Refused(Reason("trainer.not_completed", {"field": "training"}))
    row.state = ENTRY.step("write", row.state, Checked()).target
    row.told, row.training, row.note = told.document(), training, ""
    row.decided_by, row.decided_at, row.sent_at = None, None, at
    row.consented_at = (row.consented_at or at) if shown else None
    row.version += 1
    row.save()
    record("trainer.applied", row, by=by, at=at, facts=_facts(row))
    return row


def _fit(told: Entry) -> Entry:
    try:
        told = tidy(told)
    except BadText as error:
        raise Refused(Reason("course.bad_text")) from error
    known = set(Country.objects.values_list("pk", flat=True))
    if refused := refuse_entry(told, countries=known):
        raise Refused(*refused)
    return told


def _facts(row: Trainer) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(canonical.dumps(row.told)).hexdigest()}


@transaction.atomic
def check_trainer(
    *, trainer: Trainer, accept: bool, note: str, seen: int, by: Any, at: datetime
) -> Trainer:
    """Accept an entry, or decline it with a reason; an accepted one can be declined later.

    What was accepted earlier stays where a change is declined. Raises NotPermitted, Refused
    (changed since `seen`, her own, no reason).
    """
    require(by, courses.Permit.CHECK_COURSE, on=trainer)
    row = _lock(trainer)
    if row.version != seen:
        raise Refused(Reason("trainer.moved"))
    facts = Checked(_clean(note), row.user_id == by.pk)
    stood = row.state
    row.state = ENTRY.step("accept" if accept else "decline", stood, facts).target
    row.decided_by, row.decided_at = by, at
    row.note = "" if accept else facts.note
    if accept:
        for name, value in Entry.read(row.told).document().items():
            setattr(row, name, value)
        row.accepted_at = at
    elif stood == "accepted":
        row.accepted_at = None
    row.version += 1
    row.save()
    verb = "trainer.accepted" if accept else "trainer.declined"
    record(verb, row, by=by, at=at, facts=_facts(row))
    return row


def _clean(note: str) -> str:
    try:
        return text.clean(note).strip()[:2000]
    except BadText as error:
        raise Refused(Reason("course.bad_text", {"field": "note"})) from error


@transaction.atomic
def show_trainer(*, trainer: Trainer, shown: bool, by: Any, at: datetime) -> Trainer:
    """Say whether everybody may read one's own entry. Raises NotPermitted."""
    require(by, Permit.ENTER_REGISTER, on=trainer)
    row = _own(trainer, by)
    if (row.consented_at is not None) != shown:
        row.consented_at = at if shown else None
        row.save(update_fields=["consented_at"])
        record("trainer.shown" if shown else "trainer.hidden", row, by=by, at=at, facts={})
    return row


@transaction.atomic
def leave_register(*, trainer: Trainer, by: Any, at: datetime) -> None:
    """Leave the register; all that was said there is deleted. Raises NotPermitted."""
    require(by, Permit.ENTER_REGISTER, on=trainer)
    row = _own(trainer, by)
    record("trainer.left", row, by=by, at=at, facts={})
    row.delete()


def _own(trainer: Trainer, by: Any) -> Trainer:
    if trainer.user_id != by.pk:
        raise NotPermitted(Permit.ENTER_REGISTER)
    return _lock(trainer)


def _lock(trainer: Trainer) -> Trainer:
    return Trainer.objects.select_for_update(of=("self",)).get(pk=trainer.pk)
