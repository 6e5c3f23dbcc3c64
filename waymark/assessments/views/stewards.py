"""The pages of global stewards: what waits, and a case whose spot check has a result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.actions import spot as acts
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.forms.spot import StewardTieForm
from waymark.assessments.queries.review import waiting_count
from waymark.assessments.queries.spot import steward as queries
from waymark.assessments.views.spot_check import compared
from waymark.kernel.flow import Refused
from waymark.schemes.queries.proposing import to_propose

FORM = ["GET", "HEAD", "POST"]
PAGE = 50


@login_required
@require_safe
def stewards(request: HttpRequest) -> HttpResponse:
    """What waits for a steward: reviews, adaptations, cases that were checked."""
    now = timezone.now()
    if not queries.is_steward(request.user, now):
        raise Http404
    found = queries.steward_checks(request.user, now)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.told(request.user, list(page), now),
        "reviews": waiting_count(request.user),
        "adaptations": to_propose(request.user),
    }
    return render(request, "assessments/spot/stewards.html", context)


def _one(request: HttpRequest, pk: str) -> queries.StewardCheck:
    found = queries.steward_check(request.user, pk, timezone.now())
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def check(request: HttpRequest, check: str) -> HttpResponse:
    """One check: before she has said that she has no tie, only the city and the day."""
    one = _one(request, check)
    context: dict[str, Any] = {"one": one, "check": one.check, "place": one.check.case.place}
    if one.comparison is not None:
        context |= compared(one.check, one.comparison)
    return render(request, "assessments/spot/steward.html", context)


@login_required
@require_http_methods(FORM)
def declare(request: HttpRequest, check: str) -> HttpResponse:
    """Say whether there is a tie, before anything can be read or when one has come up."""
    one = _one(request, check)
    if one.tied:
        raise Http404
    form = StewardTieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opens = acts.declare_as_steward(
                check=one.check, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            put_on(form, refusal)
        else:
            if opens:
                messages.success(request, _("Thank you. You can read the case now."))
                return redirect("assessments:steward", one.check.pk)
            messages.success(request, _("Thank you. The case is closed to you."))
            return redirect("assessments:stewards")
    context = {"form": form, "one": one, "check": one.check, "place": one.check.case.place}
    status = 422 if form.errors else 200
    return render(request, "assessments/spot/steward_tie.html", context, status=status)
