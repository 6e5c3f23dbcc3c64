"""The desk's acts on a case: admit, return, replace, another day, report, reopen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from waymark.assessments.actions import desk as acts
from waymark.assessments.actions import review as talking
from waymark.assessments.forms.desk import DueForm
from waymark.assessments.forms.review import NoteForm
from waymark.assessments.views.desk import on_the_desk, told
from waymark.assessments.views.review_base import REFUSALS as KNOWN
from waymark.assessments.views.review_base import posted, sentences, tell
from waymark.base import reasons

FORM = ["GET", "HEAD", "POST"]
REFUSALS = (*KNOWN, acts.NoSuchSlot)


def back(case: Any) -> HttpResponse:
    """Lead to the case."""
    return redirect("assessments:case", case.pk)


def _refuse(request: HttpRequest, refusal: Exception) -> None:
    if isinstance(refusal, acts.NoSuchSlot):
        messages.error(request, reasons.sentence(refusal.key))
    else:
        tell(request, refusal)


def lines(refusal: Exception) -> list[str]:
    """Say in words what an act of the desk refused."""
    if isinstance(refusal, acts.NoSuchSlot):
        return [reasons.sentence(refusal.key)]
    return sentences(refusal)


@require_POST
@on_the_desk
def admit(request: HttpRequest, case: Any) -> HttpResponse:
    """Accept a submitted case for review."""
    try:
        acts.admit_case(case=case, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        _refuse(request, refusal)
    else:
        messages.success(request, _("The case is admitted. Now assign its reviewers."))
    return back(case)


def with_words(
    request: HttpRequest,
    case: Any,
    template: str,
    form: NoteForm,
    act: Any,
    done: str,
    *,
    then: str = "assessments:case",
    **shown: Any,
) -> HttpResponse:
    """A page that asks for a reason before something is done; `shown` is what else stands on it."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form.cleaned_data["note"])
            except REFUSALS as refusal:
                status = 409
                for line in lines(refusal):
                    form.add_error(None, line)
            else:
                messages.success(request, done)
                return redirect(then, case.pk)
    context = {"form": form, "case": case, "place": case.place, **shown}
    return render(request, f"assessments/desk/{template}.html", context, status=status)


@require_http_methods(FORM)
@on_the_desk
def send_back(request: HttpRequest, case: Any) -> HttpResponse:
    """Return a submitted case to the city with a reason."""

    def act(reason: str) -> None:
        acts.return_case(case=case, reason=reason, by=request.user, at=timezone.now())

    form = NoteForm(
        posted(request),
        label=gettext_lazy("What has to be completed?"),
        hint=gettext_lazy("The city reads this. Say what is missing and where."),
    )
    return with_words(request, case, "return", form, act, _("The case is back with the city."))


@require_http_methods(FORM)
@on_the_desk
def reopen(request: HttpRequest, case: Any) -> HttpResponse:
    """Take a reported case back into review."""

    def act(reason: str) -> None:
        acts.reopen_review(case=case, reason=reason, by=request.user, at=timezone.now())

    form = NoteForm(
        posted(request),
        label=gettext_lazy("Why is the review reopened?"),
        hint=gettext_lazy("The city and the reviewers read this."),
    )
    return with_words(request, case, "reopen", form, act, _("The review is open again."))


@require_http_methods(FORM)
@on_the_desk
def end_talk(request: HttpRequest, case: Any) -> HttpResponse:
    """End the talk of reviewers who don’t come to an end."""

    def act(reason: str) -> None:
        talking.end_talk(case=case, reason=reason, by=request.user, at=timezone.now())

    form = NoteForm(
        posted(request),
        label=gettext_lazy("Why does the talk end now?"),
        hint=gettext_lazy("The reviewers read this."),
    )
    return with_words(request, case, "talk_end", form, act, _("The talk is over."))


def _assignment(request: HttpRequest, case: Any, pk: str) -> Any:
    found = next(
        (slot.assignment for slot in told(request, case).slots if slot.assignment.pk == pk), None
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(FORM)
@on_the_desk
def replace(request: HttpRequest, case: Any, assignment: str) -> HttpResponse:
    """End an assignment, so that somebody else can have its slot."""
    found = _assignment(request, case, assignment)

    def act(note: str) -> None:
        acts.replace_reviewer(assignment=found, note=note, by=request.user, at=timezone.now())

    form = NoteForm(
        posted(request),
        label=gettext_lazy("Why is the reviewer replaced?"),
        hint=gettext_lazy("Only the secretariat reads it."),
    )
    done = _("The slot is free. Assign somebody else.")
    return with_words(request, case, "replace", form, act, done)


@require_http_methods(FORM)
@on_the_desk
def due(request: HttpRequest, case: Any, assignment: str) -> HttpResponse:
    """Give a reviewer another day."""
    found = _assignment(request, case, assignment)
    form = DueForm(posted(request), initial={"due": found.due})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                acts.change_due(
                    assignment=found,
                    due=form.cleaned_data["due"],
                    by=request.user,
                    at=timezone.now(),
                )
            except REFUSALS as refusal:
                for line in lines(refusal):
                    form.add_error("due", line)
            else:
                messages.success(request, _("The day has been changed. The reviewer is told."))
                return back(case)
    context = {"form": form, "case": case, "place": case.place, "assignment": found}
    return render(request, "assessments/desk/due.html", context, status=status)


@require_POST
@on_the_desk
def report(request: HttpRequest, case: Any) -> HttpResponse:
    """Make the stage report."""
    try:
        acts.make_report(case=case, by=request.user, at=timezone.now())
    except REFUSALS as refusal:
        _refuse(request, refusal)
    else:
        messages.success(request, _("The report is made. Put it on the agenda of a meeting."))
    return back(case)
