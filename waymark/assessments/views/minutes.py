"""The minutes of a meeting, its entry for calendars, and what is public of meetings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from waymark.assessments.actions import meeting as acts
from waymark.assessments.forms import minutes as shapes
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import sessions
from waymark.assessments.reporting.calendar import calendar_file
from waymark.assessments.views.committee import REFUSALS, meeting_or_404, say, show_meeting
from waymark.kernel.flow import Refused


@login_required
@require_POST
def revise(request: HttpRequest, meeting: str) -> HttpResponse:
    """Word the minutes anew."""
    row = meeting_or_404(request, meeting)
    form = shapes.MinutesForm(request.POST)
    if form.is_valid():
        try:
            acts.revise_minutes(
                meeting=row,
                words=form.cleaned_data["minutes"],
                seen=form.cleaned_data["seen"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The new wording is kept."), extra_tags="good")
            return redirect("assessments:meeting", row.pk)
    return show_meeting(request, row, form, status=422)


@login_required
@require_POST
def opinion(request: HttpRequest, meeting: str) -> HttpResponse:
    """A member approves the minutes, or says what is wrong."""
    row = meeting_or_404(request, meeting)
    form = shapes.OpinionForm(request.POST)
    if form.is_valid():
        try:
            acts.say_of_minutes(
                meeting=row, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            return redirect("assessments:meeting", row.pk)
    return show_meeting(request, row, opinion=form, status=422)


@login_required
@require_POST
def schedule_ready(request: HttpRequest, meeting: str) -> HttpResponse:
    """Put every reported case on the agenda."""
    row = meeting_or_404(request, meeting)
    try:
        added = len(acts.schedule_ready(meeting=row, by=request.user, at=timezone.now()))
    except Refused as refusal:
        say(request, refusal)
    else:
        told = ngettext("%(n)s case was added.", "%(n)s cases were added.", added) % {"n": added}
        messages.success(request, told, extra_tags="good")
    return redirect("assessments:meeting", row.pk)


@login_required
@require_safe
def calendar(request: HttpRequest, meeting: str) -> HttpResponse:
    """The meeting as a file for calendars; taken in again, it replaces the entry."""
    row = meeting_or_404(request, meeting)
    response = HttpResponse(calendar_file(row), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meeting-{row.pk}.ics"'
    return response


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """How committees decide, and every meeting whose decisions are public."""
    context: dict[str, Any] = {"sessions": sessions.held(request.user)[: sessions.MOST]}
    return render(request, "assessments/committee/decisions.html", context)


@require_safe
def session(request: HttpRequest, meeting: str) -> HttpResponse:
    """The public part of one meeting."""
    found = sessions.session(request.user, meeting)
    if found is None:
        raise Http404
    return render(request, "assessments/committee/session.html", {"one": found})
