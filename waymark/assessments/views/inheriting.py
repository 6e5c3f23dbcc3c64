"""A certificate of a city that ended: asking the committee, and putting it on an agenda."""

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
from waymark.assessments.forms.inheriting import InheritanceForm
from waymark.assessments.queries.life import inheriting as queries
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.committee import meeting_or_404, say
from waymark.assessments.views.life import FORM, form_page, life_or_404, who
from waymark.base import permits
from waymark.kernel.flow import Refused
from waymark.places.queries.succession import heirs_of


@login_required
@require_http_methods(FORM)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the committee whether a certificate stays with a legal successor of its city."""
    one = life_or_404(request, number)
    place = queries.place_of(one.award)
    allowed = permits.may(request.user, Permit.ASK_INHERITANCE, on=one.given)
    if not allowed or place is None or place.ended_on is None:
        raise Http404
    heirs = heirs_of(request.user, place)

    def act(data: dict[str, Any]) -> None:
        named = next(one for one in heirs if one.pk == data["successor"])
        acts.ask_inheritance(
            case=one.case,
            award=one.award,
            successor=named,
            grounds=data["grounds"],
            **who(request),
        )

    words = {
        "title": _("Ask whether it stays with a successor"),
        "lead": _(
            "The city that holds it has ended. The committee votes on whether the certificate "
            "stays with its legal successor. If so, it is given in that one’s name, with the same "
            "level, report and end; if not, it ends."
        ),
        "button": _("Ask the committee"),
        "done": _("It is asked. Put it on an agenda next."),
    }
    return form_page(request, one, InheritanceForm(request.POST or None, heirs=heirs), act, words)


@login_required
@require_POST
def schedule(request: HttpRequest, meeting: str) -> HttpResponse:
    """Put on the agenda whether a certificate stays with a successor."""
    row, now = meeting_or_404(request, meeting), timezone.now()
    if not permits.may(request.user, Permit.PLAN_MEETING, on=row):
        raise Http404
    waiting = queries.waiting(request.user, row.mechanism_id, now)
    wanted = request.POST.get("inheritance", "")
    found = next((one for one in waiting if one.pk == wanted), None)
    if found is None:
        raise Http404
    try:
        sessions.schedule_inheritance(meeting=row, inheritance=found, by=request.user, at=now)
    except Refused as refusal:
        say(request, refusal)
    return redirect("assessments:meeting", row.pk)
