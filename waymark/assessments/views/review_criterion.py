"""One criterion side by side: claim, checks, evidence, verdict, and questions to the city."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.assessments.actions import review as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.forms.review import QuestionForm, VerdictForm
from waymark.assessments.queries import files
from waymark.assessments.queries.review import Task, task_of
from waymark.assessments.queries.review_blind import questions
from waymark.assessments.queries.review_page import Exhibit, Page
from waymark.assessments.queries.review_page import page as told
from waymark.assessments.reporting.imported import imported_words
from waymark.assessments.views.review_base import REFUSALS, own_task, page, sentences, tell
from waymark.assessments.views.review_words import check_rows, gap_sentences, sheet_rows

FORM = ["GET", "HEAD", "POST"]
MOST_PAGES = 100_000


def _found(task: Task, criterion: str) -> Page:
    found = told(task, criterion)
    if found is None:
        raise Http404
    return found


def _names(found: Page) -> list[tuple[str, str]]:
    return [(one.item.id, one.item.title or one.item.url or one.item.id) for one in found.exhibits]


def _asked(found: Page) -> dict[str, Any]:
    """What the form asks for, besides what it always does."""
    return {"evidence": _names(found), "imported": found.answer.imported is not None}


def _initial(task: Task, found: Page) -> dict[str, Any]:
    """The form as her verdict stands; else what she said on the version before."""
    last = found.mine or next(iter(found.history), None)
    initial: dict[str, Any] = {"submission": task.submission.sha256}
    if last is not None:
        initial |= {
            "reason_code": last.reason_code,
            "reason": last.reason,
            "level": "" if last.level is None else str(last.level),
            "evidence": last.evidence,
        }
    if found.mine is not None:
        initial["confirmed"] = found.mine.confirmed
        initial["outcome"] = found.mine.outcome
    return initial


@require_http_methods(FORM)
@own_task
def criterion(request: HttpRequest, task: Task, criterion: str) -> HttpResponse:
    """Judge one criterion."""
    found = _found(task, criterion)
    if request.method == "POST":
        return _judge(request, task, found)
    form = VerdictForm(initial=_initial(task, found), **_asked(found))
    return _draw(request, task, found, form)


def _judge(request: HttpRequest, task: Task, found: Page) -> HttpResponse:
    form = VerdictForm(request.POST, **_asked(found))
    if not form.is_valid():
        return _draw(request, task, found, form, status=422)
    try:
        acts.give_verdict(
            assignment=task.assignment,
            submission=form.cleaned_data["submission"],
            criterion=found.criterion.id,
            judgement=form.judgement,
            by=request.user,
            at=timezone.now(),
        )
    except acts.StaleSubmission:
        return _stale(request, task, found.criterion.id)
    except BadAnswer as refusal:
        form.add_error(refusal.field, sentences(refusal))
        return _draw(request, task, found, form, status=422)
    except REFUSALS as refusal:
        for sentence in sentences(refusal):
            form.add_error(None, sentence)
        return _draw(request, task, found, form, status=409)
    messages.success(
        request, _("Your verdict on %(criterion)s is saved.") % {"criterion": found.criterion.id}
    )
    if "next" in request.POST and found.next_todo is not None:
        return redirect("assessments:review_criterion", task.assignment.pk, found.next_todo.id)
    return redirect("assessments:review_criterion", task.assignment.pk, found.criterion.id)


def _stale(request: HttpRequest, task: Task, criterion: str) -> HttpResponse:
    """The city has handed in again: nothing was judged, and nothing that was typed is lost."""
    fresh = task_of(task.viewer, task.assignment, timezone.now())
    assert fresh is not None, "the task was hers a moment ago"
    found = _found(fresh, criterion)
    typed = request.POST.copy()
    typed["submission"] = fresh.submission.sha256
    form = VerdictForm(typed, **_asked(found))
    form.is_valid()
    return _draw(request, fresh, found, form, status=409, stale=True)


def _chosen(request: HttpRequest, found: Page) -> Exhibit | None:
    wanted = request.GET.get("evidence", "")
    first = next((one for one in found.exhibits if one.item.id == wanted), None)
    return first or next(iter(found.exhibits), None)


def _number(request: HttpRequest, name: str, default: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 6 else default


def _evidence(request: HttpRequest, task: Task, found: Page) -> dict[str, Any]:
    """What of the chosen piece can be shown in the page."""
    chosen = _chosen(request, found)
    context: dict[str, Any] = {"chosen": chosen}
    row = chosen.revision if chosen else None
    if row is None or row.blob_id is None:
        return context
    readable = files.readable(task.viewer, row.item_id, row.seq, task.at)
    if readable is None or readable.blob is None:
        return context | {"closed": True}
    at = max(1, _number(request, "page", 1))
    sheet = _number(request, "sheet", 0)
    shown = files.preview_of(readable.blob, first=at, sheet=sheet)
    at = shown.pages[0] if shown.pages else 1
    return context | {
        "revision": readable,
        "kind": files.label_of(readable.blob),
        "preview": shown,
        "at": at,
        "sheet": sheet,
        "earlier": at - 1 if at > 1 else None,
        "later": at + 1 if at < shown.count else None,
    }


def _draw(
    request: HttpRequest,
    task: Task,
    found: Page,
    form: VerdictForm,
    *,
    status: int = 200,
    stale: bool = False,
    asking: QuestionForm | None = None,
) -> HttpResponse:
    here = reverse("assessments:review_criterion", args=[task.assignment.pk, found.criterion.id])
    context = {
        "page": found,
        "criterion": found.criterion,
        "form": form,
        "here": here,
        "stale": stale,
        "asking": asking or QuestionForm(auto_id="ask_%s"),
        "levels": list(enumerate(found.criterion.descriptors)),
        "source": imported_words(found.answer.imported, timezone.localdate()),
        "checks": check_rows(task.scheme, found.result),
        "gaps": gap_sentences(task.scheme, found.result),
        "sheets": [sheet_rows(task.scheme, sheet) for sheet in found.sheets],
        "may_ask": task.can_ask,
    }
    context |= _evidence(request, task, found)
    return page(request, task, "criterion", status=status, **context)


@require_POST
@own_task
def ask(request: HttpRequest, task: Task, criterion: str) -> HttpResponse:
    """Put a question to the city."""
    found = _found(task, criterion)
    asking = QuestionForm(request.POST, auto_id="ask_%s")
    if asking.is_valid():
        try:
            acts.ask_city(
                assignment=task.assignment,
                criterion=criterion,
                question=asking.cleaned_data["question"],
                due=asking.cleaned_data["due"],
                by=request.user,
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            for sentence in sentences(refusal):
                asking.add_error(None, sentence)
        else:
            messages.success(request, _("The city has been asked. Its case is open for changes."))
            return redirect("assessments:review_criterion", task.assignment.pk, criterion)
    form = VerdictForm(initial=_initial(task, found), **_asked(found))
    return _draw(request, task, found, form, status=422, asking=asking)


@require_POST
@own_task
def withdraw(request: HttpRequest, task: Task, question: str) -> HttpResponse:
    """Take back a question of mine that has no answer yet."""
    asked = questions(task.viewer, task.at).filter(
        pk=question, assignment=task.assignment, case=task.case
    )
    row = asked.select_related("assignment__case", "case").first()
    if row is None:
        raise Http404
    try:
        acts.withdraw_question(clarification=row, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("The question has been taken back."))
    return redirect("assessments:review_criterion", task.assignment.pk, row.criterion)
