"""The committee: its meetings, their items, and decisions on certificates."""

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
from waymark.assessments.actions.decision import AlreadyDecided, decide_item, decide_on_award
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.actions.publication import publish_meeting
from waymark.assessments.forms import committee as shapes
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import committee as queries
from waymark.assessments.rules.case import BallotChoice, DecisionKind, Permit
from waymark.awards import queries as awards
from waymark.awards.rules.lifecycle import NoSuchStep
from waymark.base import permits, reasons
from waymark.kernel.flow import Refused

REFUSALS = (Refused, BadAnswer)


def _meeting(request: HttpRequest, pk: str) -> Any:
    found = queries.meeting(request.user, pk, timezone.now())
    if found is None:
        raise Http404
    return found


def _item(request: HttpRequest, pk: str, item: str) -> tuple[Any, queries.ItemPage]:
    row = _meeting(request, pk)
    found = queries.item_page(request.user, row, item, timezone.now())
    if found is None:
        raise Http404
    return row, found


def _say(request: HttpRequest, refusal: Exception) -> None:
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
    row = _meeting(request, meeting)
    return _show_meeting(request, row, shapes.MinutesForm())


def _show_meeting(
    request: HttpRequest, row: Any, minutes: forms.Form, status: int = 200
) -> HttpResponse:
    may = {
        name: permits.may(request.user, permit, on=row)
        for name, permit in (
            ("plan", Permit.PLAN_MEETING),
            ("convene", Permit.CONVENE_MEETING),
            ("publish", Permit.PUBLISH_DECISIONS),
        )
    }
    context = {
        "room": queries.room(request.user, row, timezone.now()),
        "meeting": row,
        "may": may,
        "minutes": minutes,
    }
    return render(request, "assessments/committee/meeting.html", context, status=status)


@login_required
@require_POST
def schedule(request: HttpRequest, meeting: str) -> HttpResponse:
    """Put a case on the agenda."""
    row = _meeting(request, meeting)
    room = queries.room(request.user, row, timezone.now())
    case = next((case for case in room.waiting if case.pk == request.POST.get("case")), None)
    if case is None:
        raise Http404
    try:
        acts.schedule_case(meeting=row, case=case, by=request.user, at=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    return redirect("assessments:meeting", row.pk)


@login_required
@require_POST
def unschedule(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """Take a case off the agenda."""
    row, found = _item(request, meeting, item)
    try:
        acts.unschedule_case(item=found.view.item, by=request.user, at=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    return redirect("assessments:meeting", row.pk)


@login_required
@require_POST
def attendance(request: HttpRequest, meeting: str) -> HttpResponse:
    """Note who is present."""
    row = _meeting(request, meeting)
    try:
        acts.note_attendance(
            meeting=row, present=request.POST.getlist("present"), by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("Attendance noted."), extra_tags="good")
    return redirect("assessments:meeting", row.pk)


@login_required
@require_POST
def convene(request: HttpRequest, meeting: str) -> HttpResponse:
    """Open the meeting; its quorum is fixed now."""
    row = _meeting(request, meeting)
    try:
        acts.convene_meeting(meeting=row, by=request.user, at=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    return redirect("assessments:meeting", row.pk)


@login_required
@require_POST
def adjourn(request: HttpRequest, meeting: str) -> HttpResponse:
    """Break the meeting off."""
    row = _meeting(request, meeting)
    try:
        acts.adjourn_meeting(meeting=row, by=request.user, at=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    return redirect("assessments:meeting", row.pk)


@login_required
@require_POST
def close(request: HttpRequest, meeting: str) -> HttpResponse:
    """End the meeting with its minutes."""
    row = _meeting(request, meeting)
    form = shapes.MinutesForm(request.POST)
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
    return _show_meeting(request, row, form, status=422)


@login_required
@require_POST
def publish(request: HttpRequest, meeting: str) -> HttpResponse:
    """Make all decisions public at once."""
    row = _meeting(request, meeting)
    try:
        publish_meeting(meeting=row, by=request.user, at=timezone.now())
    except Refused as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("The decisions are public."), extra_tags="good")
    return redirect("assessments:meeting", row.pk)


def _show_item(
    request: HttpRequest, row: Any, page: queries.ItemPage, status: int = 200, **bound: forms.Form
) -> HttpResponse:
    item = page.view.item
    context = {
        "meeting": row,
        "page": page,
        "item": item,
        "tie": shapes.TieForm(),
        "ballot": shapes.BallotForm(),
        "decide": shapes.DecisionForm(initial={"expected": item.report_sha256}),
        "may_decide": permits.may(request.user, Permit.DECIDE, on=item),
        "may_plan": permits.may(request.user, Permit.PLAN_MEETING, on=row),
        **bound,
    }
    return render(request, "assessments/committee/item.html", context, status=status)


@login_required
@require_safe
def item(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """One item: before anything can be read, a member says whether she has a tie."""
    row, page = _item(request, meeting, item)
    return _show_item(request, row, page)


@login_required
@require_POST
def declare(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """A member's word on her ties."""
    row, page = _item(request, meeting, item)
    form = shapes.TieForm(request.POST)
    if form.is_valid():
        try:
            acts.declare_on_item(
                item=page.view.item, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            put_on(form, refusal)
        else:
            return redirect("assessments:item", row.pk, page.view.item.pk)
    return _show_item(request, row, page, 422, tie=form)


@login_required
@require_POST
def vote(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """A member's ballot."""
    row, page = _item(request, meeting, item)
    form = shapes.BallotForm(request.POST)
    if form.is_valid():
        try:
            acts.cast_ballot(
                item=page.view.item,
                choice=BallotChoice(form.cleaned_data["choice"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except NotIndependent as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reasons.sentence(reason))
        except acts.AlreadyVoted:
            form.add_error(None, reasons.sentence("ballot.cast"))
        else:
            messages.success(request, _("Your vote is cast."), extra_tags="good")
            return redirect("assessments:item", row.pk, page.view.item.pk)
    return _show_item(request, row, page, 422, ballot=form)


@login_required
@require_POST
def decide(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """The chair writes down what the ballots came to."""
    row, page = _item(request, meeting, item)
    form = shapes.DecisionForm(request.POST)
    if form.is_valid():
        try:
            decide_item(
                item=page.view.item, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
        except AlreadyDecided:
            messages.error(
                request,
                _("Somebody else has written the decision down in the meantime; it stands here."),
                extra_tags="warn",
            )
            row, page = _item(request, meeting, item)
            return _show_item(request, row, page, 409, decide=form)
        else:
            return redirect("assessments:item", row.pk, page.view.item.pk)
    return _show_item(request, row, page, 422, decide=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def award(request: HttpRequest, number: str) -> HttpResponse:
    """Suspend, reinstate or revoke a certificate."""
    found = awards.award(request.user, number)
    case = queries.case_of_award(request.user, found.decision) if found else None
    if found is None or case is None:
        raise Http404
    if not permits.may(request.user, Permit.DECIDE_ON_AWARD, on=case.mechanism):
        raise Http404
    form = shapes.AwardDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide_on_award(
                case=case,
                award=found,
                kind=DecisionKind(form.cleaned_data["kind"]),
                reasons=form.cleaned_data["reasons"],
                by=request.user,
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
        except NoSuchStep:
            form.add_error("kind", _("The certificate’s present state does not allow this."))
        else:
            return redirect("certificate", found.number)
    entry = awards.entries([found], at=timezone.now())[0]
    status = 422 if form.errors else 200
    context = {"form": form, "entry": entry, "award": found}
    return render(request, "assessments/committee/award.html", context, status=status)
