"""The committee's meetings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.assessments.actions import meeting as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.publication import publish_meeting
from waymark.assessments.forms import committee as shapes
from waymark.assessments.forms.calendar import AskForm
from waymark.assessments.forms.minutes import MinutesForm, OpinionForm
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import committee as queries
from waymark.assessments.queries.calendar import mechanisms_that_meet
from waymark.assessments.queries.committee_award import awards_chaired
from waymark.assessments.queries.holding import waiting_count
from waymark.assessments.queries.life.inheriting import waiting
from waymark.assessments.queries.minutes import minutes_of, recused_by_item
from waymark.assessments.reporting.calendar import when
from waymark.assessments.reporting.minutes import draft
from waymark.assessments.rules.case import MeetingState, Permit
from waymark.awards import queries as awards
from waymark.base import permits, reasons
from waymark.kernel.flow import Refused
from waymark.people.rules import SeatRole

REFUSALS = (Refused, BadAnswer)


def meeting_or_404(request: HttpRequest, pk: str) -> Any:
    """Return a meeting that the viewer has to do with. Raises Http404."""
    found = queries.meeting(request.user, pk, timezone.now())
    if found is None:
        raise Http404
    return found


def say(request: HttpRequest, refusal: Exception) -> None:
    """Show what an action refused above the page that it was asked from."""
    found = getattr(refusal, "reasons", ()) or (getattr(refusal, "key", ""),)
    for reason in found:
        messages.error(request, reasons.sentence(reason), extra_tags="bad")


@login_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings that the viewer has to do with, the next one first."""
    now = timezone.now()
    rows = list(queries.meetings(request.user, now)[:100])
    mechanisms = queries.served(request.user, now)
    context = {
        "coming": [row for row in reversed(rows) if row.state in {"planned", "convened"}],
        "past": [row for row in rows if row.state not in {"planned", "convened"}],
        "may_plan": mechanisms.exists(),
        "terms": queries.mechanisms_with_terms(request.user, now),
        "calendars": mechanisms_that_meet(request.user, now),
        "held": waiting_count(request.user, now),
        "certificates": awards.entries(awards_chaired(request.user, now), at=now),
    }
    return render(request, "assessments/committee/meetings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    now = timezone.now()
    mechanisms = queries.served(request.user, now)
    if not mechanisms.exists():
        raise Http404
    form = shapes.PlanForm(request.POST or None, mechanisms=mechanisms)
    if request.method == "POST" and form.is_valid():
        try:
            row = acts.plan_meeting(by=request.user, at=now, **form.cleaned_data)
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            return redirect("assessments:meeting", row.pk)
    status = 422 if form.errors else 200
    return render(request, "assessments/committee/plan.html", {"form": form}, status=status)


@login_required
@require_safe
def meeting(request: HttpRequest, meeting: str) -> HttpResponse:
    """One meeting: agenda, members, and the steps that the viewer may take."""
    row = meeting_or_404(request, meeting)
    return show_meeting(request, row)


def _inheritances(request: HttpRequest, row: Any) -> list[Any]:
    """What is asked about certificates of cities that ended and can be put on the agenda."""
    if row.state not in {"planned", "convened"} or not getattr(row, "heirs", True):
        return []
    return waiting(request.user, row.mechanism_id, timezone.now())


def show_meeting(
    request: HttpRequest,
    row: Any,
    form: forms.Form | None = None,
    *,
    opinion: forms.Form | None = None,
    asking: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """A meeting's page, with a form that was filled in wrongly where there is one."""
    may = {
        name: permits.may(request.user, permit, on=row)
        for name, permit in (
            ("plan", Permit.PLAN_MEETING),
            ("convene", Permit.CONVENE_MEETING),
            ("publish", Permit.PUBLISH_DECISIONS),
        )
    }
    room = queries.room(request.user, row, timezone.now())
    minutes = minutes_of(request.user, row)
    part = next((one.role for one in room.members if one.user.pk == request.user.pk), "")
    context = {
        "room": room,
        "meeting": row,
        "may": may,
        "minutes": minutes,
        "inheritances": _inheritances(request, row) if may["plan"] else [],
        "changes": list(row.changes.all()),
        "local": when(row)["local"],
        "form": form or _minutes_form(request, room, minutes, convenes=may["convene"]),
        "opinion": opinion or OpinionForm(),
        "asking": asking or AskForm(),
        "is_open": row.state in {"planned", "convened"},
        "is_member": part in {SeatRole.MEMBER, SeatRole.DEPUTY},
        "stands_in": part == SeatRole.DEPUTY,
    }
    return render(request, "assessments/committee/meeting.html", context, status=status)


def _minutes_form(request: HttpRequest, room: Any, minutes: Any, *, convenes: bool) -> MinutesForm:
    """The newest wording, or while the meeting goes on what its record says so far."""
    if minutes is not None:
        return MinutesForm(initial={"minutes": minutes.newest.text})
    if not convenes or room.meeting.state != MeetingState.CONVENED:
        return MinutesForm()
    recused = recused_by_item(request.user, room.meeting)
    return MinutesForm(initial={"minutes": draft(room, recused)})


@login_required
@require_POST
def schedule(request: HttpRequest, meeting: str) -> HttpResponse:
    """Put a case on the agenda."""
    row = meeting_or_404(request, meeting)
    room = queries.room(request.user, row, timezone.now())
    case = next((case for case in room.waiting if case.pk == request.POST.get("case")), None)
    if case is None:
        raise Http404
    try:
        acts.schedule_case(meeting=row, case=case, by=request.user, at=timezone.now())
    except Refused as refusal:
        say(request, refusal)
    return redirect("assessments:meeting", row.pk)


@login_required
@require_POST
def attendance(request: HttpRequest, meeting: str) -> HttpResponse:
    """Note who is present."""
    row = meeting_or_404(request, meeting)
    try:
        acts.note_attendance(
            meeting=row, present=request.POST.getlist("present"), by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        say(request, refusal)
    else:
        messages.success(request, _("Attendance noted."), extra_tags="good")
    return redirect("assessments:meeting", row.pk)


@login_required
@require_POST
def convene(request: HttpRequest, meeting: str) -> HttpResponse:
    """Open the meeting; its quorum is fixed now."""
    row = meeting_or_404(request, meeting)
    try:
        acts.convene_meeting(meeting=row, by=request.user, at=timezone.now())
    except Refused as refusal:
        say(request, refusal)
    return redirect("assessments:meeting", row.pk)


@login_required
@require_POST
def adjourn(request: HttpRequest, meeting: str) -> HttpResponse:
    """Break the meeting off."""
    row = meeting_or_404(request, meeting)
    try:
        acts.adjourn_meeting(meeting=row, by=request.user, at=timezone.now())
    except Refused as refusal:
        say(request, refusal)
    return redirect("assessments:meeting", row.pk)


@login_required
@require_POST
def close(request: HttpRequest, meeting: str) -> HttpResponse:
    """End the meeting with its minutes."""
    row = meeting_or_404(request, meeting)
    form = MinutesForm(request.POST)
    if form.is_valid():
        try:
            acts.close_meeting(
                meeting=row,
                minutes=form.cleaned_data["minutes"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            put_on(form, refusal)
        else:
            return redirect("assessments:meeting", row.pk)
    return show_meeting(request, row, form, status=422)


@login_required
@require_POST
def publish(request: HttpRequest, meeting: str) -> HttpResponse:
    """Make all decisions public at once."""
    row = meeting_or_404(request, meeting)
    try:
        publish_meeting(meeting=row, by=request.user, at=timezone.now())
    except Refused as refusal:
        say(request, refusal)
    else:
        messages.success(request, _("The decisions are public."), extra_tags="good")
    return redirect("assessments:meeting", row.pk)
