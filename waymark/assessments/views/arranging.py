"""Who hosts a mechanism's secretariat and who pays: for everybody, and a form for its desk."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.assessments.actions.arranging import arrange
from waymark.assessments.forms.arranging import ArrangeForm
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import arranging as queries
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.committee import REFUSALS
from waymark.base import permits
from waymark.schemes import queries as schemes


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def arrangement(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who hosts and who pays."""
    row = schemes.mechanism(request.user, slug)
    if row is None or not permits.may(request.user, Permit.SET_ARRANGEMENT, on=row):
        raise Http404
    held = queries.newest(request.user, row)
    form = ArrangeForm(request.POST or None, hosts=queries.hosts(), held=held)
    if request.method == "POST" and form.is_valid():
        try:
            arrange(mechanism=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The public page says so now."), extra_tags="good")
            return redirect("mechanism", row.slug)
    context = {"form": form, "mechanism": row, "held": held}
    status = 422 if form.errors else 200
    return render(request, "assessments/oversight/arrange.html", context, status=status)
