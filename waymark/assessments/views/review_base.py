"""What every page of a reviewer has in common: whose it is, and what is open to her."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.queries.review import Task, assignment_of, task_of
from waymark.base import reasons
from waymark.kernel.flow import Refused

View = Callable[..., HttpResponse]
REFUSALS = (BadAnswer, NotIndependent, Overtaken, Refused)


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, be it empty; None where it is only looked at."""
    return request.POST if request.method == "POST" else None


def sentences(refusal: Exception) -> list[str]:
    """Say in words what an action refused."""
    if isinstance(refusal, Refused | NotIndependent):
        return [reasons.sentence(reason) for reason in refusal.reasons]
    if isinstance(refusal, BadAnswer):
        return [reasons.sentence(refusal.key)]
    return [_("Somebody moved the case on meanwhile. Please look again.")]


def tell(request: HttpRequest, refusal: Exception) -> None:
    """Show on the next page what was refused."""
    for sentence in sentences(refusal):
        messages.error(request, sentence)


def own_assignment(view: View) -> View:
    """Open a view to the reviewer of the assignment in the address; it gets the assignment."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, assignment: str, **more: Any) -> HttpResponse:
        found = assignment_of(request.user, assignment)
        if found is None:
            raise Http404
        return view(request, found, **more)

    return entered


def own_task(view: View) -> View:
    """Open a view to the reviewer who has declared; it gets the task.

    Before her declaration and after the end she is led to the page that says how things stand.
    """

    @own_assignment
    @wraps(view)
    def entered(request: HttpRequest, assignment: Any, **more: Any) -> HttpResponse:
        task = task_of(request.user, assignment, timezone.now())
        if task is None:
            return redirect("assessments:review", assignment.pk)
        return view(request, task, **more)

    return entered


def page(
    request: HttpRequest, task: Task, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Draw a page of the review workspace."""
    context |= {"task": task, "place": task.case.place}
    return render(request, f"assessments/review/{template}.html", context, status=status)
