"""Cohorts for those who keep and lead them: changing one, trainers, sessions, words to all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.kernel.flow import Refused
from waymark.learning.actions import cohorts as acts
from waymark.learning.forms.cohorts import AskTrainerForm, CohortForm, SessionForm, WordsForm
from waymark.learning.forms.courses import put_on
from waymark.learning.queries import cohorts as queries
from waymark.learning.views.cohorts import carried_out, draw, found_cohort, tongues

if TYPE_CHECKING:
    from waymark.learning.models.cohorts import Cohort


def _kept(request: HttpRequest, pk: str) -> Cohort:
    row = found_cohort(request, pk)
    if not queries.may_keep(request.user, row):
        raise Http404
    return row


def _led(request: HttpRequest, pk: str) -> Cohort:
    row = found_cohort(request, pk)
    if not queries.may_teach(request.user, row):
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Change what a cohort says."""
    row = _kept(request, pk)
    form = CohortForm(
        request.POST or None, languages=tongues(row.course), initial=CohortForm.given(row)
    )
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            acts.change_cohort(
                cohort=row, told=form.told(), seen=seen, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("cohort", pk)
    context = {"form": form, "course": row.course, "row": row}
    status = 422 if form.errors else 200
    return render(request, "learning/cohorts/edit.html", context, status=status)


@require_POST
@login_required
def call_off(request: HttpRequest, pk: str) -> HttpResponse:
    """Call a cohort off."""
    row = _kept(request, pk)
    carried_out(
        request,
        lambda: acts.call_off_cohort(cohort=row, by=request.user, at=timezone.now()),
        _("It is called off. Its people are told, and keep their places in the course."),
    )
    return redirect("cohort", pk)


@require_POST
@login_required
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask a trainer of the register to lead it."""
    row = _kept(request, pk)
    form = AskTrainerForm(request.POST, trainers=queries.to_ask(request.user, row))
    if not form.is_valid():
        return draw(request, row, asking=form)
    trainer = form.cleaned_data["trainer"]
    carried_out(
        request,
        lambda: acts.ask_trainer(cohort=row, trainer=trainer, by=request.user, at=timezone.now()),
        _("Asked. The name stands on the page once the trainer has said yes."),
    )
    return redirect("cohort", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """Plan when its people meet."""
    row = _led(request, pk)
    start = {"zone": getattr(request.user, "time_zone", "UTC"), "day": row.first}
    form = SessionForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        starts, ends = form.moments()
        said = {name: form.cleaned_data[name] for name in ("title", "zone", "where")}
        try:
            acts.plan_session(
                cohort=row, starts=starts, ends=ends, by=request.user, at=timezone.now(), **said
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("It is planned. Its people are told."))
            return redirect("cohort", pk)
    status = 422 if form.errors else 200
    return render(
        request, "learning/cohorts/session.html", {"form": form, "row": row}, status=status
    )


@require_POST
@login_required
def drop(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Call a session off."""
    row = _led(request, pk)
    session = queries.session(request.user, row, one)
    if session is None:
        raise Http404
    carried_out(
        request,
        lambda: acts.call_off_session(session=session, by=request.user, at=timezone.now()),
        _("It is called off. Its people are told."),
    )
    return redirect("cohort", pk)


@require_POST
@login_required
def write(request: HttpRequest, pk: str) -> HttpResponse:
    """Say something to all people of a cohort."""
    row, form = _led(request, pk), WordsForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            acts.write_to_cohort(cohort=row, words=words, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Sent to all people of the cohort."))
            return redirect("cohort", pk)
    return draw(request, row, words=form)
