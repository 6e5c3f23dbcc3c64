"""The minutes after a meeting: worded anew, and approved by who was there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.steps import lock_meeting
from waymark.assessments.models import Meeting, MinutesOpinion, MinutesRevision
from waymark.assessments.queries.sitting import minutes_standing, speaking_on_minutes
from waymark.assessments.rules.case import MeetingState, Permit
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused

OVER = frozenset({MeetingState.CLOSED, MeetingState.PUBLISHED})


def write_minutes(meeting: Meeting, words: str, by: Any, at: datetime) -> MinutesRevision:
    """Keep a wording of a locked meeting's minutes, after the ones before it."""
    return MinutesRevision.objects.create(
        meeting=meeting, seq=meeting.wordings.count() + 1, text=text.clean(words), by=by, at=at
    )


def _newest(meeting: Meeting, seq: int) -> MinutesRevision:
    """Return the wording that was on the screen. Raises flow.Refused where it is no longer."""
    newest = meeting.wordings.first()
    if meeting.state not in OVER or newest is None:
        raise Refused(Reason("minutes.not_yet"))
    if newest.seq != seq:
        raise Refused(Reason("minutes.overtaken"))
    if minutes_standing(newest).approved:
        raise Refused(Reason("minutes.approved"))
    return newest


@transaction.atomic
def revise_minutes(
    *, meeting: Meeting, words: str, seen: int, by: Any, at: datetime
) -> MinutesRevision:
    """Word the minutes anew; whoever approved the former wording is asked again.

    `seen` is the number of the wording that was on the screen. Raises flow.Refused once another
    one is there, or the minutes are approved; BadAnswer for no words.
    """
    require(by, Permit.CONVENE_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    _newest(meeting, seen)
    if not text.clean(words).strip():
        raise BadAnswer("minutes", "minutes.empty")
    row = write_minutes(meeting, words, by, at)
    facts = {"revision": row.seq}
    record("minutes.revised", meeting, by=by, at=at, scope=meeting.mechanism, facts=facts)
    return row


@transaction.atomic
def say_of_minutes(
    *, meeting: Meeting, approves: bool, words: str, seen: int, by: Any, at: datetime
) -> MinutesOpinion:
    """A member who was present approves a wording, or says what is wrong with it; once.

    Raises flow.Refused for who was not present or has said it already, and where the wording on
    the screen (`seen`) is not the newest; BadAnswer for an objection without words.
    """
    require(by, Permit.APPROVE_MINUTES, on=meeting)
    meeting = lock_meeting(meeting)
    newest = _newest(meeting, seen)
    if by.pk not in speaking_on_minutes(meeting):
        raise Refused(Reason("minutes.absent"))
    if newest.opinions.filter(member=by).exists():
        raise Refused(Reason("minutes.said"))
    words = text.clean(words).strip()
    if not approves and not words:
        raise BadAnswer("words", "minutes.no_words")
    row = MinutesOpinion.objects.create(
        revision=newest, member=by, approves=approves, words=words, at=at
    )
    verb = "minutes.agreed" if approves else "minutes.objected"
    facts = {"revision": newest.seq}
    record(verb, meeting, by=by, at=at, scope=meeting.mechanism, facts=facts)
    if minutes_standing(newest).approved:
        record("minutes.approved", meeting, by=by, at=at, scope=meeting.mechanism, facts=facts)
    return row
