"""Asking a trainer for coaching, answering, writing to each other, and ending it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.learning.models.coaching import Coaching, CoachingWord
from waymark.learning.models.trainers import Trainer
from waymark.learning.queries import coaching as queries
from waymark.learning.rules.coaching import (
    COACHING,
    MOST,
    TALKS,
    Permit,
    Who,
    refuse_asking,
)
from waymark.people.models import User


def _clean(typed: str) -> str:
    try:
        return text.clean(typed).strip()
    except BadText as error:
        raise Refused(Reason("course.bad_text", {"field": "words"})) from error


@transaction.atomic
def ask_for_coaching(
    *, trainer: Trainer, topic: str, words: str, by: Any, at: datetime
) -> Coaching:
    """Ask a trainer who coaches. Raises NotPermitted, Refused."""
    require(by, Permit.ASK_COACHING, on=None)
    User.objects.select_for_update().get(pk=by.pk)
    said, shown = _clean(words), queries.offered(by, trainer.pk)
    refused = refuse_asking(
        topic=topic,
        words=said,
        coaches=shown is not None,
        own=trainer.user_id == by.pk,
        waiting=queries.with_trainers(by),
        trainer=trainer.user_id,
    )
    if refused:
        raise Refused(*refused)
    row = Coaching.objects.create(
        asker=by, coach_id=trainer.user_id, topic=topic, asked_at=at, moved_at=at, last_at=at
    )
    CoachingWord.objects.create(coaching=row, text=said, by=by, at=at)
    record("coaching.asked", row, by=by, at=at, facts={})
    return row


def _both(coaching: Coaching, by: Any) -> tuple[Coaching, Who]:
    row = Coaching.objects.select_for_update(of=("self",)).get(pk=coaching.pk)
    who = Who(coach=row.coach_id == by.pk, asker=row.asker_id == by.pk)
    if not (who.coach or who.asker):
        raise NotPermitted(Permit.ASK_COACHING)
    return row, who


@transaction.atomic
def move_coaching(*, coaching: Coaching, step: str, by: Any, at: datetime) -> Coaching:
    """Take one of the steps agree, decline, withdraw, end. Raises NotPermitted, Refused."""
    require(by, Permit.ASK_COACHING, on=None)
    row, who = _both(coaching, by)
    row.state = COACHING.step(step, row.state, who).target
    row.moved_at = at
    row.save(update_fields=["state", "moved_at"])
    record(f"coaching.{row.state}", row, by=by, at=at, facts={})
    return row


@transaction.atomic
def write_in_coaching(*, coaching: Coaching, words: str, by: Any, at: datetime) -> CoachingWord:
    """Write to the other, while it is not over. Raises NotPermitted, Refused."""
    require(by, Permit.ASK_COACHING, on=None)
    row, _who = _both(coaching, by)
    said = _clean(words)
    if row.state not in TALKS:
        raise Refused(Reason("coaching.over"))
    if not said:
        raise Refused(Reason("course.text_needed", {"field": "words"}))
    if len(said) > MOST:
        raise Refused(Reason("course.too_long", {"field": "words", "most": MOST}))
    made = CoachingWord.objects.create(coaching=row, text=said, by=by, at=at)
    row.last_at = at
    row.save(update_fields=["last_at"])
    record("coaching.word", row, by=by, at=at, facts={})
    return made
