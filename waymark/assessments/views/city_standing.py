"""Where the city stands by its own word: what is met, what is missing, what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from waymark.assessments.queries import claims as queries
from waymark.assessments.queries.helping import help_for_standing
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.city_base import city_page, page
from waymark.base.face import address


@city_page
def standing(request: HttpRequest, here: Here) -> HttpResponse:
    """The report on the city's own word, by stage and level."""
    told = queries.standing(here)
    helps = help_for_standing(here, told)
    return page(
        request,
        here,
        "standing",
        "standing",
        told=told,
        titles=told.titles,
        helps=helps,
        need=address("need_add", here.place.slug) if here.may(Permit.EDIT_CASE) else "",
    )
