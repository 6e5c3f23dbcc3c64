"""All criteria by stage, with filters."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from waymark.assessments.forms.criteria import CriteriaFilter
from waymark.assessments.forms.evidence import picked
from waymark.assessments.queries import criteria as queries
from waymark.assessments.queries.workspace import Here
from waymark.assessments.views.city_base import city_page, page


@city_page
def criteria(request: HttpRequest, here: Here) -> HttpResponse:
    """List the criteria that a filter lets through, by stage."""
    everything = queries.rows(here)
    people, departments = queries.people_on(everything)
    form = CriteriaFilter(
        request.GET,
        stages=[(stage.id, f"{stage.id} {picked(stage.name)}") for stage in here.scheme.stages],
        people=people,
        departments=departments,
    )
    form.is_valid()
    wanted = queries.Filter(**{k: v for k, v in form.cleaned_data.items() if v})
    found = queries.matching(everything, wanted, request.user)
    stages = [stage for stage in queries.by_stage(here, found) if stage.rows]
    return page(
        request,
        here,
        "criteria",
        "criteria",
        form=form,
        wanted=wanted,
        stages=stages,
        found=len(found),
        total=len(everything),
        today=here.at.date(),
    )
