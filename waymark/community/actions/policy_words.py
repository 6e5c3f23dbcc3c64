"""What the levels say to each other on a policy issue, the steps that they take, and abuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.base.hiding import bring_back, put_out_of_sight
from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.community.actions.needs import cleaned
from waymark.community.actions.policy import locked
from waymark.community.models import PolicyFlag, PolicyIssue, PolicyWord
from waymark.community.queries import policy_voices as queries
from waymark.community.queries.policy_voices import Speaker
from waymark.community.rules.policy import (
    ISSUE,
    IssueState,
    Permit,
    Turn,
    refuse_word,
)
from waymark.community.writing_spaces import clean
from waymark.kernel.flow import Reason, Refused
from waymark.people.rules.voices import voice_of_place


@dataclass(frozen=True)
class Words:
    """What somebody says. step: of the flow, or "". effect: of a change, as her city finds."""

    text: str
    step: str = ""
    url: str = ""
    effect: str = ""


def _cleaned(told: Words) -> Words:
    made = Words(cleaned("text", told.text), told.step, told.url.strip(), told.effect)
    if refused := refuse_word(made.step, made.text, made.url, made.effect):
        raise Refused(*refused)
    return made


def _say(row: PolicyIssue, told: Words, side: Speaker, by: Any, at: datetime) -> PolicyWord:
    row.last_at = at
    row.save(update_fields=["state", "body", "moved_at", "last_at"])
    made = PolicyWord.objects.create(
        issue=row,
        voice=side.voice,
        place_id=side.place,
        body_id=side.body,
        step=told.step,
        state=row.state if told.step else "",
        effect=told.effect,
        text=told.text,
        url=told.url,
        by=by,
        at=at,
    )
    verb = f"policy.{told.step}" if told.step else "policy.said"
    facts = {"word": made.pk, "state": str(row.state)}
    record(verb, row, by=by, at=at, scope=row.place, facts=facts)
    return made


@transaction.atomic
def move_issue(*, issue: PolicyIssue, told: Words, by: Any, at: datetime) -> PolicyWord:
    """Take a step of the flow, for a reason in words. Raises NotPermitted, Refused.

    A body that takes up an issue without one becomes the one that is asked.
    """
    step = next((one for one in ISSUE.steps if one.name == told.step), None)
    if step is None:
        raise Refused(Reason("flow.unknown_step"))
    require(by, step.permit, on=issue)
    row = locked(issue)
    require(by, step.permit, on=row)  # another body may have taken it up meanwhile
    told = _cleaned(told)
    taken = ISSUE.step(told.step, row.state, Turn(told.text))
    side: Speaker | None = Speaker(voice_of_place(row.place.kind), place=row.place_id)
    if step.permit == Permit.ANSWER_POLICY:
        side = queries.answerer(by, row, at)
    if side is None:
        raise NotPermitted(step.permit)
    row.state, row.moved_at = taken.target, at
    if side.body:
        row.body_id = side.body
    return _say(row, told, side, by, at)


@transaction.atomic
def say_on_issue(*, issue: PolicyIssue, told: Words, by: Any, at: datetime) -> PolicyWord:
    """Say something for the level that one speaks for. Raises NotPermitted, Refused.

    What came of a change is said by cities and regions, once the issue is there.
    """
    require(by, Permit.SPEAK_ON_POLICY, on=issue)
    row = locked(issue)
    side = queries.speaker(by, row, at)
    if side is None:
        raise NotPermitted(Permit.SPEAK_ON_POLICY)
    told = _cleaned(Words(told.text, "", told.url, told.effect))
    if row.state == IssueState.WITHDRAWN:
        raise Refused(Reason("policy.over"))
    if told.effect and (row.state != IssueState.CHANGED or side.place is None):
        raise Refused(Reason("policy.no_effect", {"field": "effect"}))
    return _say(row, told, side, by, at)


def _locked_word(word: PolicyWord) -> PolicyWord:
    return (
        PolicyWord.objects.select_for_update(of=("self",)).select_related("issue").get(pk=word.pk)
    )


@transaction.atomic
def flag_word(*, word: PolicyWord, why: str, by: Any, at: datetime) -> PolicyFlag:
    """Tell the global secretariat that a word is abuse; it reads that word then.

    Raises NotPermitted, Refused (no reason, told already).
    """
    require(by, Permit.FLAG_POLICY, on=word)
    if queries.word(by, word.pk, at) is None:
        raise NotPermitted(Permit.FLAG_POLICY)
    why = clean("why", why, 500, empty="space.no_reason")
    try:
        with transaction.atomic():
            made = PolicyFlag.objects.create(word=word, why=why, by=by, at=at)
    except IntegrityError:
        raise Refused(Reason("space.flagged_already")) from None
    record("policy.flagged", word.issue, by=by, at=at, facts={"flag": made.pk})
    return made


@transaction.atomic
def hide_word(*, word: PolicyWord, why: str, by: Any, at: datetime) -> PolicyWord:
    """Take a word out of sight; the reason stands in its place, and what was told is settled.

    Raises NotPermitted, Refused (no reason, hidden already).
    """
    require(by, Permit.MODERATE_POLICY, on=word)
    row = _locked_word(word)
    put_out_of_sight(row, why=clean("why", why, 500, empty="space.no_reason"), by=by, at=at)
    row.flags.filter(settled_at=None).update(settled_at=at, settled_by=by)
    record("policy.word_hidden", row.issue, by=by, at=at, facts={"word": row.pk})
    return row


@transaction.atomic
def show_word(*, word: PolicyWord, by: Any, at: datetime) -> PolicyWord:
    """Show a word again. Raises NotPermitted, Refused (it is not hidden)."""
    require(by, Permit.MODERATE_POLICY, on=word)
    row = _locked_word(word)
    bring_back(row)
    record("policy.word_shown", row.issue, by=by, at=at, facts={"word": row.pk})
    return row


@transaction.atomic
def settle_flag(*, flag: PolicyFlag, by: Any, at: datetime) -> PolicyFlag:
    """Leave in sight what somebody took for abuse. Raises NotPermitted, Refused."""
    require(by, Permit.MODERATE_POLICY, on=flag.word)
    waiting = PolicyFlag.objects.filter(pk=flag.pk, settled_at=None)
    if not waiting.update(settled_at=at, settled_by=by):
        raise Refused(Reason("space.settled_already"))
    flag.refresh_from_db()
    record("policy.flag_settled", flag.word.issue, by=by, at=at, facts={"flag": flag.pk})
    return flag
