"""Looking at a decision again: opening it, and putting it on a meeting's agenda."""

from __future__ import annotations

from typing import Any

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
    """Put a doubted decision on the agenda."""
    row, now = meeting_or_404(request, meeting), timezone.now()
    if not permits.may(request.user, Permit.PLAN_MEETING, on=row):
        raise Http404
    waiting = queries.waiting_doubts(request.user, row.mechanism_id, now)
    wanted = request.POST.get("hearing", "")
    found = next((one for one in waiting if one.pk == wanted), None)
    if found is None:
        raise Http404
    try:
        sessions.schedule_doubt(meeting=row, hearing=found, by=request.user, at=now)
    except Refused as refusal:
        say(request, refusal)
    return redirect("assessments:meeting", row.pk)
