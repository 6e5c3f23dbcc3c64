"""One spot check at the desk, and asking for one because of a risk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.assessments.actions import spot as acts
from waymark.assessments.actions.desk import replace_reviewer
from waymark.assessments.actions.meeting import schedule_check
from waymark.assessments.forms.desk import AssignForm
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.forms.review import NoteForm
from waymark.assessments.forms.spot import AskForm
from waymark.assessments.forms.spot_said import CAUSES
from waymark.assessments.queries import committee_award
from waymark.assessments.queries.spot import checks as queries
from waymark.assessments.queries.spot.people import candidates
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.committee import meeting_or_404, say
from waymark.assessments.views.desk import language_name
from waymark.assessments.views.inviting import invited
from waymark.assessments.views.review_base import posted
from waymark.assessments.views.spot_desk import FORM, REFUSALS
from waymark.awards import queries as awards
from waymark.base import permits, reasons
from waymark.kernel.flow import Refused


def own_check(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view to those who have the check in the address on their desk."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, check: str, **more: Any) -> HttpResponse:
        one = queries.one_check(request.user, check, timezone.now())
        if one is None:
            raise Http404
        return view(request, one, **more)

    return entered


@require_safe
@own_check
def check(request: HttpRequest, one: Any) -> HttpResponse:
    """How far a check is, and its next step."""
    may = {
        "assign": permits.may(request.user, Permit.ASSIGN_REVIEW, on=one.check.case),
        "run": permits.may(request.user, Permit.RUN_DRAW, on=one.check.case.mechanism),
    }
    context: dict[str, Any] = {
        "one": one,
        "check": one.check,
        "place": one.check.case.place,
        "may": may,
        "cause": CAUSES.get(one.cause, ""),
    }
    if one.comparison:
        context |= compared(one.check, one.comparison)
    return render(request, "assessments/spot/one.html", context)


def compared(check: Any, found: Any) -> dict[str, Any]:
    """What a page shows of a comparison."""
    return {
        "comparison": found,
        "differing": queries.compared(check, found),
        "first_level": queries.level_name(check, found.first_level),
        "second_level": queries.level_name(check, found.second_level),
    }


@require_http_methods(FORM)
@own_check
def assign(request: HttpRequest, one: Any) -> HttpResponse:
    """Choose who looks at the case again, from those who had no part in it."""
    now, check = timezone.now(), one.check
    if not permits.may(request.user, Permit.ASSIGN_REVIEW, on=check.case):
        raise Http404
    people, free = candidates(request.user, check, now), one.free_slots
    form = AssignForm(
        posted(request),
        reviewers=[(row.seat.user.pk, row.seat.user.name) for row in people if row.available],
        slots=free,
        today=now.date(),
        initial={
            "slot": free[0] if free else None,
            "due": now.date() + timedelta(days=check.case.mechanism.review_days),
        },
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status, slot = 409, form.cleaned_data["slot"]
            if invited(request, people, form, acts.assign_checker, check=check, slot=slot):
                rest = len(free) > 1
                return redirect(f"assessments:spot_{'assign' if rest else 'check'}", check.pk)
    team = [
        {
            "person": row,
            "languages": [language_name(code) for code in row.seat.languages],
            "why": [reasons.sentence(reason) for reason in row.reasons],
        }
        for row in people
    ]
    context = {"form": form, "check": check, "place": check.case.place, "team": team, "free": free}
    return render(request, "assessments/spot/assign.html", context, status=status)


@require_http_methods(FORM)
@own_check
def replace_checker(request: HttpRequest, one: Any, assignment: str) -> HttpResponse:
    """End a review of a check, so that somebody else can have its slot."""
    rows = (slot.assignment for slot in one.slots)
    found = next((row for row in rows if row.pk == assignment), None)
    if found is None or not permits.may(request.user, Permit.ASSIGN_REVIEW, on=one.check.case):
        raise Http404
    form = NoteForm(
        posted(request),
        label=gettext_lazy("Why is the reviewer replaced?"),
        hint=gettext_lazy("Only the secretariat reads it."),
    )
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            replace_reviewer(assignment=found, note=note, by=request.user, at=timezone.now())
        except Refused as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The slot is free. Assign somebody else."))
            return redirect("assessments:spot_check", one.check.pk)
    context = {
        "form": form,
        "check": one.check,
        "assignment": found,
        "place": one.check.case.place,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/spot/replace.html", context, status=status)


@require_POST
@own_check
def conclude(request: HttpRequest, one: Any) -> HttpResponse:
    """Compare what was found with the report."""
    try:
        acts.conclude_check(check=one.check, by=request.user, at=timezone.now())
    except Refused as refusal:
        say(request, refusal)
    return redirect("assessments:spot_check", one.check.pk)


@require_POST
@own_check
def replace(request: HttpRequest, one: Any) -> HttpResponse:
    """Leave out a drawn case whose certificate has ended."""
    try:
        acts.replace_drawn(check=one.check, by=request.user, at=timezone.now())
    except Refused as refusal:
        say(request, refusal)
    return redirect("assessments:spot_check", one.check.pk)


@login_required
@require_POST
def schedule(request: HttpRequest, check: str) -> HttpResponse:
    """Put a check that came to something else on the agenda of a meeting.

    By the desk of the committee that meets: where the rule has given it the check, that one does
    not have it on its own desk.
    """
    row, now = meeting_or_404(request, request.POST.get("meeting", "")), timezone.now()
    waiting = queries.waiting_checks(request.user, row.mechanism_id, now)
    found = next((one for one in waiting if one.pk == check), None)
    if found is None or not permits.may(request.user, Permit.PLAN_MEETING, on=row):
        raise Http404
    try:
        schedule_check(meeting=row, check=found, by=request.user, at=now)
    except Refused as refusal:
        say(request, refusal)
    return redirect("assessments:meeting", row.pk)


@login_required
@require_http_methods(FORM)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask that the case behind a certificate is checked because of a risk."""
    found = awards.award(request.user, number)
    case = committee_award.case_of_award(request.user, found.decision) if found else None
    if case is None or not permits.may(request.user, Permit.ASK_CHECK, on=case.mechanism):
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.ask_check(
                case=case, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The check is asked for. The secretariat assigns it."))
            return redirect("certificate", number)
    context = {"form": form, "award": found, "place": case.place}
    status = 422 if form.errors else 200
    return render(request, "assessments/spot/ask.html", context, status=status)
