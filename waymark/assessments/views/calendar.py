"""A committee's calendar, and meetings that are moved or called off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.assessments.actions import meeting as acts
from waymark.assessments.forms import calendar as shapes
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import calendar as queries
from waymark.assessments.rules.calendar import Calendar
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.committee import REFUSALS, meeting_or_404, show_meeting
from waymark.base import permits

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(FORM)
def calendar(request: HttpRequest, mechanism: str) -> HttpResponse:
    """When a mechanism's committee meets; its secretariat and its chair can set it."""
    now = timezone.now()
    row = queries.mechanism_with_calendar(request.user, mechanism, now)
    if row is None:
        raise Http404
    may = permits.may(request.user, Permit.SET_CALENDAR, on=row)
    if request.method == "POST" and not may:
        raise Http404
    newest = queries.newest_calendar(row)
    held = queries.calendar_in(newest) if newest else Calendar(zone=request.user.time_zone)  # type: ignore[union-attr]
    form = shapes.CalendarForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            acts.set_calendar(
                mechanism=row,
                calendar=form.calendar,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now,
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The calendar holds from now on."), extra_tags="good")
            return redirect("assessments:meeting_dates", row.slug)
    context = {
        "form": form,
        "may": may,
        "mechanism": row,
        "newest": newest,
        "held": held,
        "coming": queries.coming(newest, now) if newest else [],
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/committee/calendar.html", context, status=status)


def _change(
    request: HttpRequest,
    pk: str,
    shape: Callable[..., forms.Form],
    act: Callable[..., Any],
    words: dict[str, str],
) -> HttpResponse:
    """Show a form about a planned meeting, take it, and lead back to the meeting."""
    row = meeting_or_404(request, pk)
    if not permits.may(request.user, Permit.PLAN_MEETING, on=row):
        raise Http404
    initial = {"starts_at": row.starts_at, "where": row.where}
    form = shape(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            act(meeting=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, words["done"], extra_tags="good")
            return redirect("assessments:meeting", row.pk)
    context = {"form": form, "meeting": row, **words}
    status = 422 if form.errors else 200
    return render(request, "assessments/committee/change.html", context, status=status)


@login_required
@require_http_methods(FORM)
def move(request: HttpRequest, meeting: str) -> HttpResponse:
    """Move a meeting."""
    words = {
        "title": _("Move the meeting"),
        "lead": _("Its members and your colleagues are told at once, with the new calendar entry."),
        "button": _("Move it"),
        "done": _("The meeting is moved."),
    }
    return _change(request, meeting, shapes.MoveForm, acts.move_meeting, words)


@login_required
@require_http_methods(FORM)
def cancel(request: HttpRequest, meeting: str) -> HttpResponse:
    """Call a meeting off."""
    words = {
        "title": _("Call the meeting off"),
        "lead": _("Cases on its agenda wait for another meeting. Its members are told at once."),
        "button": _("Call it off"),
        "done": _("The meeting is called off."),
    }
    return _change(request, meeting, shapes.CancelForm, acts.cancel_meeting, words)


@login_required
@require_POST
def ask(request: HttpRequest, meeting: str) -> HttpResponse:
    """A member asks for a meeting in the place of a procedure in writing."""
    row = meeting_or_404(request, meeting)
    form = shapes.AskForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            acts.ask_for_meeting(meeting=row, reason=reason, by=request.user, at=timezone.now())
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            return redirect("assessments:meeting", row.pk)
    return show_meeting(request, row, asking=form, status=422)
