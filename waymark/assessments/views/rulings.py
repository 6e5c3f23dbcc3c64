"""Ties that wait for a ruling, and the ruling on one person and case."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.actions import review as acts
from waymark.assessments.forms.ruling import RulingForm
from waymark.assessments.queries import rulings as queries
from waymark.assessments.queries.access import rights_of
from waymark.assessments.reviewing import TIE_LABELS
from waymark.assessments.views.review_base import REFUSALS, posted, sentences


@login_required
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """What waits for my ruling, and what was ruled of late."""
    now = timezone.now()
    has = rights_of(request.user, now)
    if not (has.teams_led or has.chaired or has.panels):
        raise Http404
    context = {
        "matters": queries.matters(request.user, now),
        "ruled": queries.ruled(request.user, now),
    }
    return render(request, "assessments/rulings/matters.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def matter(request: HttpRequest, case: str, person: str) -> HttpResponse:
    """What ties one person to the city of one case, and my ruling."""
    now = timezone.now()
    known = queries.find(request.user, case, person, now)
    if known is None:
        raise Http404
    row, who = known
    told = queries.before(row, who, now)
    form = RulingForm(posted(request), can_clear=told.can_clear, initial={"seen": told.seen})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                acts.rule_on_ties(
                    case=row,
                    person=who,
                    clears=form.clears,
                    reason=form.cleaned_data["reason"],
                    seen=form.cleaned_data["seen"],
                    by=request.user,
                    at=now,
                )
            except REFUSALS as refusal:
                status = 409
                for line in sentences(refusal):
                    form.add_error(None, line)
            else:
                messages.success(request, _("Your ruling is on record. Those concerned are told."))
                return redirect("assessments:matters")
    context = {
        "told": told,
        "place": row.place,
        "form": form,
        "ties": [(tie, TIE_LABELS.get(tie.kind, tie.kind)) for tie in told.ties],
    }
    return render(request, "assessments/rulings/matter.html", context, status=status)
