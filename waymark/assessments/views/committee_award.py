"""What the committee has to do with a certificate: decide on it, and the report behind it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.actions.decision import decide_on_award
from waymark.assessments.forms import committee as shapes
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import committee_award as queries
from waymark.assessments.queries.life.held import open_hearing
from waymark.assessments.rules.case import DecisionKind, Permit
from waymark.assessments.views.committee import REFUSALS
from waymark.awards import queries as awards
from waymark.awards.rules.lifecycle import NoSuchStep
from waymark.base import permits


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Suspend, reinstate or revoke a certificate, or let it stand after a hearing."""
    found = awards.award(request.user, number)
    case = queries.case_of_award(request.user, found.decision) if found else None
    if found is None or case is None:
        raise Http404
    if not permits.may(request.user, Permit.DECIDE_ON_AWARD, on=queries.given_by(found, case)):
        raise Http404
    entry = awards.entries([found], at=timezone.now())[0]
    hearing, overtaken = open_hearing(found), False
    asked = (entry.state, hearing)
    form = shapes.AwardDecisionForm(
        request.POST or None, state=entry.state, heard=hearing is not None and not hearing.cause
    )
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
            overtaken = True
        else:
            return redirect("certificate", found.number)
        found = awards.award(request.user, number) or found
        entry = awards.entries([found], at=timezone.now())[0]
        hearing = open_hearing(found)
        overtaken = overtaken or (entry.state, hearing) != asked
    status = 409 if overtaken else 422 if form.errors else 200
    context = {"form": form, "entry": entry, "award": found, "hearing": hearing}
    return render(request, "assessments/committee/award.html", context, status=status)


def _behind(request: HttpRequest, number: str) -> Any:
    found = awards.award(request.user, number)
    row = queries.report_behind(request.user, found.decision) if found else None
    if row is None:
        raise Http404
    return row


@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Lead from a certificate to the page of the report that it rests on."""
    return redirect("assessments:report", _behind(request, number).pk)


@require_safe
def report_json(request: HttpRequest, number: str) -> HttpResponse:
    """The report's canonical bytes, whose digest stands in the signed credential."""
    row = _behind(request, number)
    response = HttpResponse(row.document.encode(), content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"  # public data for any verifier
    response["Cache-Control"] = "public, max-age=300"
    response["ETag"] = f'"{row.sha256}"'
    return response
