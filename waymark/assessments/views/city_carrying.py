"""What a city that ended had entered, taken over by the case of a city that follows on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from waymark.assessments.actions.carrying import carry_over
from waymark.assessments.queries.carrying import Preview, preview, targets
from waymark.assessments.queries.workspace import Here, ref_of
from waymark.assessments.views.city_base import city_page, go, page
from waymark.base import reasons
from waymark.kernel.flow import Refused


@city_page
def carry(request: HttpRequest, here: Here) -> HttpResponse:
    """Look what would go along to which case; then let it go."""
    if here.place.ended_on is None:
        return go(here, "journey_of")
    source = here.the_case
    found = [preview(request.user, source, one) for one in targets(request.user, source, here.at)]
    wrong: dict[str, list[str]] = {}
    if request.method == "POST":
        chosen = next((one for one in found if one.target.pk == request.POST.get("target")), None)
        if chosen is None:
            raise Http404
        try:
            carry_over(
                source=source,
                target=chosen.target,
                expected=request.POST.get("expected", "")[:64],
                by=request.user,
                at=here.at,
            )
        except Refused as refused:
            wrong[chosen.target.pk] = [reasons.sentence(one) for one in refused.reasons]
        else:
            messages.success(request, _("It is taken over. Read it, and say what holds now."))
            return redirect("assessments:criteria", chosen.target.place.slug, ref_of(chosen.target))
    lines = [(one, wrong.get(one.target.pk) or _said(one)) for one in found]
    return page(request, here, "carry", "journey", status=409 if wrong else 200, lines=lines)


def _said(one: Preview) -> list[str]:
    return [reasons.sentence(reason) for reason in one.refused]
