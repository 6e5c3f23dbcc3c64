"""A reviewer's queue, her invitation, and the list of criteria that she works through."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.assessments.actions import review as acts
from waymark.assessments.forms.review import DeclareForm, NoteForm
from waymark.assessments.queries import review as queries
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.review import Task
from waymark.assessments.queries.review_bench import Bench, Show, bench
from waymark.assessments.queries.revised import revised_in
from waymark.assessments.queries.rulings import waits_for_ruling
from waymark.assessments.queries.talk_page import talk_page
from waymark.assessments.views.review_base import (
    REFUSALS,
    own_assignment,
    own_task,
    page,
    posted,
    sentences,
    tell,
)
from waymark.people.queries import interests_of

FORM = ["GET", "HEAD", "POST"]
LISTS = {
    Show.ALL: gettext_lazy("All"),
    Show.TODO: gettext_lazy("Not judged"),
    Show.NEED_MORE: gettext_lazy("Need more"),
    Show.CHECKS: gettext_lazy("Checks to look at"),
    Show.QUESTIONS: gettext_lazy("With questions"),
    Show.CHANGED: gettext_lazy("Changed"),
}


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for me, over all cases."""
    found = queries.queue(request.user, timezone.now())
    return render(request, "assessments/review/queue.html", {"queue": found})


@require_http_methods(FORM)
@own_assignment
def review(request: HttpRequest, assignment: Any) -> HttpResponse:
    """The invitation until it is answered, then the list of criteria."""
    if assignment.state == "invited":
        return _invitation(request, assignment)
    now = timezone.now()
    task = queries.task_of(request.user, assignment, now)
    if task is None:
        has = rights_of(request.user, now)
        seated = has.teams or (has.stewards and assignment.spot_check_id)
        context = {"assignment": assignment, "seated": bool(seated)}
        return render(request, "assessments/review/over.html", context)
    return _list(request, task)


def _invitation(request: HttpRequest, assignment: Any) -> HttpResponse:
    """Nothing of the case but place, level and day, until she has declared."""
    form = DeclareForm(posted(request), can_ask=assignment.spot_check_id is None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            done = acts.declare_interest(
                assignment=assignment,
                conflict=form.conflict,
                kind=form.cleaned_data["kind"],
                note=form.cleaned_data["note"],
                asks=form.asks,
                by=request.user,
                at=now,
            )
        except REFUSALS as refusal:
            tell(request, refusal)
        else:
            _thank(request, done, form.conflict)
        return redirect("assessments:review", assignment.pk)
    context = {
        "form": form,
        "assignment": assignment,
        "place": assignment.case.place,
        "level": queries.level_of(assignment.case),
        "interests": interests_of(request.user),
        "waits": waits_for_ruling(assignment),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/review/invitation.html", context, status=status)


def _thank(request: HttpRequest, done: Any, declared: bool) -> None:
    if done.state == "accepted":
        messages.success(request, _("Thank you. The case is open to you now."))
    elif done.state == "invited":
        messages.success(
            request, _("Thank you. Somebody else rules on it; you will be told what comes of it.")
        )
    elif declared:
        messages.success(request, _("Thank you for saying so. You have been released."))
    else:
        messages.warning(
            request,
            _(
                "The platform knows of a tie between you and this city, so you have been "
                "released. If that is an error, tell the secretariat."
            ),
        )


@require_http_methods(FORM)
@own_assignment
def decline(request: HttpRequest, assignment: Any) -> HttpResponse:
    """Say no to an invitation."""
    form = NoteForm(
        posted(request),
        label=gettext_lazy("Why can’t you take it?"),
        required=False,
        hint=gettext_lazy("Only the secretariat reads it."),
    )
    if request.method == "POST" and form.is_valid():
        try:
            acts.decline_invitation(
                assignment=assignment,
                note=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            tell(request, refusal)
        else:
            messages.success(request, _("You have declined. The secretariat is told."))
        return redirect("assessments:reviews")
    context = {"form": form, "assignment": assignment, "place": assignment.case.place}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/review/decline.html", context, status=status)


@require_http_methods(FORM)
@own_assignment
def recuse(request: HttpRequest, assignment: Any) -> HttpResponse:
    """Step back because of a tie found later."""
    form = NoteForm(
        posted(request),
        label=gettext_lazy("What tie did you find?"),
        hint=gettext_lazy("Only the secretariat reads it."),
    )
    if request.method == "POST" and form.is_valid():
        try:
            acts.recuse_reviewer(
                assignment=assignment,
                note=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            tell(request, refusal)
        else:
            messages.success(request, _("You have been released. Your verdicts count no more."))
        return redirect("assessments:review", assignment.pk)
    context = {"form": form, "assignment": assignment, "place": assignment.case.place}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/review/recuse.html", context, status=status)


def _list(request: HttpRequest, task: Task) -> HttpResponse:
    found = bench(task)
    show, stage = request.GET.get("show", ""), request.GET.get("stage", "")
    if show not in set(Show):
        show = Show.ALL
    if stage not in {one.id for one in task.scheme.stages}:
        stage = ""
    context: dict[str, Any] = {
        "bench": found,
        "rows": found.shown(show, stage),
        "lists": _tabs(request, task, found, show),
        "stages": [one for one in task.scheme.stages if _has(found, one.id)],
        "show": show,
        "stage": stage,
        "first": next(iter(found.missing), None),
        "questions": _asked(task),
        "differ": talk_page(task),
        "revised": revised_in(task.submission, task.case),
    }
    return page(request, task, "list", **context)


def _has(found: Bench, stage: str) -> bool:
    return any(row.criterion.stage == stage for row in found.rows)


def _asked(task: Task) -> list[Any]:
    from waymark.assessments.queries.review_blind import questions

    asked = questions(task.viewer, task.at).filter(case=task.case, withdrawn_at=None)
    return list(asked.order_by("criterion", "asked_at"))


def _tabs(request: HttpRequest, task: Task, found: Bench, active: str) -> list[dict[str, Any]]:
    """The lists that hold something, and the first two always."""
    query = request.GET.copy()
    shown = []
    for show, label in LISTS.items():
        count = found.counts[show]
        if show == Show.CHANGED and task.earlier is None:
            continue
        if not count and show not in {Show.ALL, Show.TODO, active}:
            continue
        query["show"] = show.value
        shown.append(
            {
                "label": label,
                "url": f"?{query.urlencode()}",
                "count": count,
                "current": show == active,
            }
        )
    return shown


@require_http_methods(FORM)
@own_task
def deliver(request: HttpRequest, task: Task) -> HttpResponse:
    """What is judged and what is missing; then hand it in."""
    wrong: list[str] = []
    if request.method == "POST":
        try:
            acts.deliver_review(assignment=task.assignment, by=request.user, at=timezone.now())
        except REFUSALS as refusal:
            wrong = sentences(refusal)
        else:
            messages.success(request, _("Your review is delivered. Thank you."))
            return redirect("assessments:review", task.assignment.pk)
    context = {"bench": bench(task), "wrong": wrong}
    return page(request, task, "deliver", status=409 if wrong else 200, **context)


@require_POST
@own_task
def repeat(request: HttpRequest, task: Task) -> HttpResponse:
    """Give my earlier verdicts again where nothing changed."""
    try:
        count = acts.repeat_verdicts(assignment=task.assignment, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        tell(request, refusal)
    else:
        said = ngettext(
            "%(n)s verdict was repeated on the new version.",
            "%(n)s verdicts were repeated on the new version.",
            count,
        )
        messages.success(request, said % {"n": count})
    return redirect("assessments:review", task.assignment.pk)
