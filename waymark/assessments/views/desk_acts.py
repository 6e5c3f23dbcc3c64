"""The desk's acts on a case: admit, return, assign, replace, another day, report, reopen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from waymark.assessments.actions import desk as acts
from waymark.assessments.forms.desk import AssignForm, DueForm
from waymark.assessments.forms.review import NoteForm
from waymark.assessments.queries import desk_case as queries
from waymark.assessments.views.desk import language_name, on_the_desk, told
from waymark.assessments.views.review_base import REFUSALS as KNOWN
from waymark.assessments.views.review_base import posted, sentences, tell
from waymark.base import reasons

FORM = ["GET", "HEAD", "POST"]
REFUSALS = (*KNOWN, acts.NoSuchSlot)


def _back(case: Any) -> HttpResponse:
    return redirect("assessments:case", case.pk)


def _refuse(request: HttpRequest, refusal: Exception) -> None:
    if isinstance(refusal, acts.NoSuchSlot):
        messages.error(request, reasons.sentence(refusal.key))
    else:
        tell(request, refusal)


def _lines(refusal: Exception) -> list[str]:
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
    return _back(case)


def _with_words(
    request: HttpRequest, case: Any, template: str, form: NoteForm, act: Any, done: str
) -> HttpResponse:
    """A page that asks for a reason before something is done."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form.cleaned_data["note"])
            except REFUSALS as refusal:
                status = 409
                for line in _lines(refusal):
                    form.add_error(None, line)
            else:
                messages.success(request, done)
                return _back(case)
    context = {"form": form, "case": case, "place": case.place}
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
    return _with_words(request, case, "return", form, act, _("The case is back with the city."))


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
    return _with_words(request, case, "reopen", form, act, _("The review is open again."))


@require_http_methods(FORM)
@on_the_desk
def assign(request: HttpRequest, case: Any) -> HttpResponse:
    """Choose who reviews, from those who have a seat and no tie."""
    now = timezone.now()
    found = told(request, case)
    people = queries.candidates(request.user, case, now)
    free = found.free_slots
    due = case.review_due or now.date() + timedelta(days=case.mechanism.review_days)
    form = AssignForm(
        posted(request),
        reviewers=[(one.seat.user.pk, one.seat.user.name) for one in people if one.available],
        slots=free,
        today=now.date(),
        initial={"slot": free[0] if free else None, "due": max(due, now.date())},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _invite(request, case, people, form)
            except REFUSALS as refusal:
                status = 409
                for line in _lines(refusal):
                    form.add_error(None, line)
            else:
                rest = len(free) > 1
                return redirect("assessments:case_assign", case.pk) if rest else _back(case)
    team = [
        {
            "person": one,
            "languages": [language_name(code) for code in one.seat.languages],
            "why": [reasons.sentence(reason) for reason in one.reasons],
        }
        for one in people
    ]
    context = {"form": form, "case": case, "place": case.place, "team": team, "free": free}
    return render(request, "assessments/desk/assign.html", context, status=status)


def _invite(request: HttpRequest, case: Any, people: Any, form: AssignForm) -> None:
    data = form.cleaned_data
    chosen = next(one.seat.user for one in people if one.seat.user.pk == data["reviewer"])
    acts.assign_reviewer(
        case=case,
        reviewer=chosen,
        slot=data["slot"],
        due=data["due"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("%(person)s is invited.") % {"person": chosen.name})


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
    return _with_words(request, case, "replace", form, act, done)


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
                for line in _lines(refusal):
                    form.add_error("due", line)
            else:
                messages.success(request, _("The day has been changed. The reviewer is told."))
                return _back(case)
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
    return _back(case)
