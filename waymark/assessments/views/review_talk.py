"""Reviewers who differ: both words side by side, what they say to each other, and revising."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.assessments.actions import review as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.forms.review import ReviseForm, SayForm
from waymark.assessments.queries.review import Task
from waymark.assessments.queries.review_page import page as told
from waymark.assessments.queries.talk_page import Row, TalkPage, talk_page
from waymark.assessments.views.review_base import REFUSALS, own_task, page, sentences

FORM = ["GET", "HEAD", "POST"]


def _talk(task: Task) -> TalkPage:
    found = talk_page(task)
    if found is None:
        raise Http404
    return found


@require_http_methods(FORM)
@own_task
def talk(request: HttpRequest, task: Task) -> HttpResponse:
    """Where we differ; and that I have nothing to add."""
    found = _talk(task)
    wrong: list[str] = []
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            done = acts.end_own_talk(
                assignment=task.assignment,
                seen=int(seen) if seen.isdecimal() and len(seen) < 6 else -1,
                by=request.user,
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            wrong = sentences(refusal)
            found = _talk(task)
        else:
            over = done.ended_at is not None
            messages.success(
                request,
                _("Thank you. The talk is over.")
                if over
                else _("Thank you. The other reviewer may still say something."),
            )
            return redirect("assessments:review_talk", task.assignment.pk)
    status = 409 if wrong else 200
    return page(request, task, "talk", status=status, told=found, wrong=wrong)


def _row(found: TalkPage, criterion: str) -> Row:
    row = found.row(criterion)
    if row is None or row.mine is None:
        raise Http404
    return row


def _asked(task: Task, criterion: str) -> dict[str, Any]:
    """What the form asks for, besides what it always does."""
    shown = told(task, criterion)
    names = [
        (one.item.id, one.item.title or one.item.url or one.item.id)
        for one in (shown.exhibits if shown else ())
    ]
    return {"evidence": names, "imported": bool(shown and shown.answer.imported)}


def _draw(
    request: HttpRequest, task: Task, criterion: str, *, status: int = 200, **forms: Any
) -> HttpResponse:
    found = _talk(task)
    row = _row(found, criterion)
    assert row.mine is not None
    last = row.mine.now
    initial = {
        "submission": task.submission.sha256,
        "level": "" if last.level is None else str(last.level),
        "evidence": last.evidence,
        "confirmed": last.confirmed,
    }
    context: dict[str, Any] = {
        "told": found,
        "row": row,
        "saying": SayForm(),
        "revising": ReviseForm(initial=initial, **_asked(task, criterion)),
    }
    return page(request, task, "talk_criterion", status=status, **(context | forms))


@require_http_methods(FORM)
@own_task
def talk_criterion(request: HttpRequest, task: Task, criterion: str) -> HttpResponse:
    """One criterion on which we differ; say something to the other reviewer."""
    _row(_talk(task), criterion)
    if request.method != "POST":
        return _draw(request, task, criterion)
    form = SayForm(request.POST)
    if not form.is_valid():
        return _draw(request, task, criterion, status=422, saying=form)
    try:
        acts.say_to_reviewer(
            assignment=task.assignment,
            criterion=criterion,
            words=form.cleaned_data["words"],
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as refusal:
        for sentence in sentences(refusal):
            form.add_error(None, sentence)
        return _draw(request, task, criterion, status=409, saying=form)
    messages.success(request, _("The other reviewer is told."))
    return redirect("assessments:review_talk_criterion", task.assignment.pk, criterion)


@require_POST
@own_task
def revise(request: HttpRequest, task: Task, criterion: str) -> HttpResponse:
    """Give another verdict, with the reason for it."""
    _row(_talk(task), criterion)
    form = ReviseForm(request.POST, **_asked(task, criterion))
    if not form.is_valid():
        return _draw(request, task, criterion, status=422, revising=form)
    try:
        acts.revise_verdict(
            assignment=task.assignment,
            criterion=criterion,
            judgement=form.judgement,
            by=request.user,
            at=timezone.now(),
        )
    except BadAnswer as refusal:
        form.add_error(refusal.field, sentences(refusal))
        return _draw(request, task, criterion, status=422, revising=form)
    except REFUSALS as refusal:
        for sentence in sentences(refusal):
            form.add_error(None, sentence)
        return _draw(request, task, criterion, status=409, revising=form)
    messages.success(request, _("Your new verdict on %(c)s is saved.") % {"c": criterion})
    return redirect("assessments:review_talk_criterion", task.assignment.pk, criterion)
