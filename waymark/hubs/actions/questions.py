"""Questions about a call: asked by whoever has logged in, answered for everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import NotPermitted, require
from waymark.base.record import record
from waymark.hubs.actions.calls import cleaned
from waymark.hubs.models import Call, CallQuestion
from waymark.hubs.queries import calls as queries
from waymark.hubs.rules.calls import (
    MOST_ANSWERED,
    MOST_ASKED,
    Asked,
    CallState,
    refuse_answer,
    refuse_withdrawal,
)
from waymark.hubs.rules.permits import Permit
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def ask(*, call: Call, text: str, by: Any, at: datetime) -> CallQuestion:
    """Ask about a call until it closes. Raises NotPermitted, Refused."""
    require(by, Permit.ASK_ABOUT_CALL, on=call)
    if call.state == CallState.DRAFT:  # nobody outside knows of it
        raise NotPermitted(str(Permit.ASK_ABOUT_CALL))
    if queries.is_over(call, at):
        raise Refused(Reason("question.too_late"))
    text = cleaned("text", text, MOST_ASKED)
    if not text:
        raise Refused(Reason("question.empty", {"field": "text"}))
    row = CallQuestion.objects.create(call=call, text=text, asked_by=by, asked_at=at)
    record("call_question.asked", row, by=by, at=at, facts={"call": call.pk})
    return row


def _locked(question: CallQuestion) -> CallQuestion:
    rows = CallQuestion.objects.select_for_update(of=("self",)).select_related("call")
    return rows.get(pk=question.pk)


def _asked(row: CallQuestion) -> Asked:
    return Asked(row.answered_at is not None, row.withdrawn_at is not None)


@transaction.atomic
def answer(*, question: CallQuestion, text: str, by: Any, at: datetime) -> CallQuestion:
    """Answer a question: both are public from then on, without the name of who asked.

    Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_CALLS, on=question.call)
    row, text = _locked(question), cleaned("answer", text, MOST_ANSWERED)
    if refused := refuse_answer(_asked(row)):
        raise Refused(refused)
    if not text:
        raise Refused(Reason("question.no_answer", {"field": "answer"}))
    row.answer, row.answered_by, row.answered_at = text, by, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    record("call_question.answered", row, by=by, at=at, facts={"call": row.call_id})
    return row


@transaction.atomic
def withdraw(*, question: CallQuestion, by: Any, at: datetime) -> CallQuestion:
    """Take one's own question back while it has no answer. Raises NotPermitted, Refused."""
    require(by, Permit.ASK_ABOUT_CALL, on=question.call)
    row = _locked(question)
    if row.asked_by_id != by.pk:
        raise NotPermitted(str(Permit.ASK_ABOUT_CALL))
    if refused := refuse_withdrawal(_asked(row)):
        raise Refused(refused)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    record("call_question.withdrawn", row, by=by, at=at, facts={"call": row.call_id})
    return row
