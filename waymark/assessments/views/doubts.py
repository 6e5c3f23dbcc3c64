"""Looking at a decision again: opening it, and putting it on a meeting's agenda."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.assessments.actions import life as acts
from waymark.assessments.actions import meeting as sessions
from waymark.assessments.forms.doubt import DoubtForm
from waymark.assessments.queries.life import doubts as queries
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.life.doubt import Cause
from waymark.assessments.views.committee import meeting_or_404, say
from waymark.assessments.views.life import FORM, form_page, life_or_404, who
from waymark.base import permits
from waymark.kernel.flow import Refused


@login_required
@require_http_methods(FORM)
def doubt(request: HttpRequest, number: str) -> HttpResponse:
    """Say why a decision has to be looked at again; the city is heard first."""
    one = life_or_404(request, number)
    if not permits.may(request.user, Permit.DOUBT_DECISION, on=one.given):
        raise Http404
    found = queries.people_with_part(request.user, one.case, timezone.now())
    people = {person.pk: person for person in found}

    def act(data: dict[str, Any]) -> None:
        acts.doubt_decision(
            case=one.case,
            award=one.award,
            cause=Cause(data["cause"]),
            grounds=data["grounds"],
            tied=people.get(data["tied"]),
            **who(request),
        )

    words = {
        "title": _("Look at the decision again"),
        "lead": _(
            "The city is told why and can answer. Then the committee votes on whether the "
            "decision stands, without those who have a tie."
        ),
        "button": _("Hear the city on it"),
        "done": _("The city is told, and has time to answer. Then put it on an agenda."),
    }
    named = [(pk, person.name) for pk, person in people.items()]
    return form_page(request, one, DoubtForm(request.POST or None, people=named), act, words)


@login_required
@require_POST
def schedule(request: HttpRequest, meeting: str) -> HttpResponse:
    """Put a doubted decision on the agenda.

    By the desk of the committee that meets, or by whom the rule has handed that of the case to:
    she finds it on the page of the case, and not the meeting's.
    """
    now, wanted = timezone.now(), request.POST.get("hearing", "")
    handed = queries.handed_with(request.user, wanted, now)
    row: Any = next((one for one in handed.meetings if one.pk == meeting), None) if handed else None
    if handed is not None and row is not None:
        found, back = handed.hearing, ("assessments:case", handed.hearing.case_id)
    else:
        row = meeting_or_404(request, meeting)
        if not permits.may(request.user, Permit.PLAN_MEETING, on=row):
            raise Http404
        waiting = queries.waiting_doubts(request.user, row.mechanism_id, now)
        mine = next((one for one in waiting if one.pk == wanted), None)
        if mine is None:
            raise Http404
        found, back = mine, ("assessments:meeting", row.pk)
    try:
        sessions.schedule_doubt(meeting=row, hearing=found, by=request.user, at=now)
    except Refused as refusal:
        say(request, refusal)
    else:
        messages.success(request, _("It is on the agenda."))
    return redirect(*back)
