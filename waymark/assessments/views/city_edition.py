"""A newer edition: what it would mean for the case, and taking it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from waymark.assessments.actions.rebasing import rebase_case
from waymark.assessments.queries.rebasing import preview
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.city_base import city_page, go, page
from waymark.base import reasons
from waymark.kernel.flow import Refused


@city_page
def edition(request: HttpRequest, here: Here) -> HttpResponse:
    """Look what would change; then take the case to the newer edition."""
    if not here.may(Permit.OPEN_CASE):
        return go(here, "journey_of")
    found = preview(request.user, here.the_case)
    if found is None:
        messages.info(request, _("Your case is on the newest edition."))
        return go(here, "journey_of")
    wrong = [reasons.sentence(reason) for reason in found.refused]
    status = 200
    if request.method == "POST":
        expected = request.POST.get("expected", "")[:64] or "-"
        try:
            rebase_case(case=here.the_case, expected=expected, by=request.user, at=here.at)
        except Refused as refused:
            wrong = [reasons.sentence(reason) for reason in refused.reasons]
            status = 409
        else:
            messages.success(
                request,
                _("Your case is on edition %(version)s now. Look through what is asked otherwise.")
                % {"version": found.after.version},
            )
            return go(here, "criteria")
    return page(request, here, "edition", "journey", status=status, told=found, wrong=wrong)
