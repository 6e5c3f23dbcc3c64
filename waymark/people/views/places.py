"""The facts of a workspace's place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.base import face, reasons
from waymark.base.files.errors import StoreUnavailable
from waymark.base.files.handlers import refused_upload
from waymark.base.files.messages import explain
from waymark.base.permits import may
from waymark.kernel import maps
from waymark.kernel.flow import Refused
from waymark.people import queries
from waymark.people.forms import add_refusal
from waymark.people.views.common import person, tabs, workspace_or_404
from waymark.places import actions
from waymark.places.forms import BoundaryForm, PlaceForm
from waymark.places.queries.succession import of_places
from waymark.places.rules import BadBoundary, Permit
from waymark.places.wording import breaks_series, lines, others_in

if TYPE_CHECKING:
    from waymark.places.models import Place

FACTS = ("population", "population_year", "urbanisation", "website")


def _page(
    request: HttpRequest, workspace: queries.Workspace, form: PlaceForm, shape: BoundaryForm
) -> HttpResponse:
    place = workspace.place
    before = of_places(request.user, [place.pk])
    context: dict[str, Any] = {
        "workspace": workspace,
        "place": place,
        "tabs": tabs(place.slug, "place"),
        "form": form,
        "shape": shape,
        "may_edit": may(request.user, Permit.EDIT_PLACE, on=place),
        "map": _map(place),
        "lineage": list(lines(before, place.pk)),
        "breaks": breaks_series(before),
        "links": face.links_beside("places", request, others_in(before, place.pk)),
    }
    status = 400 if form.errors or shape.errors else 200
    return render(request, "people/place.html", context, status=status)


def _map(place: Place) -> str:
    if not place.boundary:
        return ""
    title = _("Boundary of %(place)s") % {"place": place}
    area = _("%(area)s square kilometres") % {"area": place.area_km2}
    return maps.outline(place.boundary, title=title, desc=area, ident="boundary")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def place_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Population, degree of urbanisation, web page, boundary."""
    workspace = workspace_or_404(request, slug)
    place = workspace.place
    form = PlaceForm(request.POST or None, initial={name: getattr(place, name) for name in FACTS})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_place(
                place=place, **form.cleaned_data, by=person(request), at=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused, {"place.population_and_year": "population_year"})
        else:
            messages.success(request, _("Saved."))
            return redirect("people:place", slug=slug)
    return _page(request, workspace, form, BoundaryForm())


@login_required
@require_POST
def boundary(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a boundary from a file."""
    workspace = workspace_or_404(request, slug)
    place = workspace.place
    shape = BoundaryForm(request.POST, request.FILES)
    if why := refused_upload(request):  # thrown away while it arrived, so that there is no file
        shape.errors.pop("file", None)
        too_large = reasons.sentence(BadBoundary.too_large().reason)
        lost = isinstance(why, StoreUnavailable)
        shape.add_error("file", str(explain(why)) if lost else too_large)
    elif shape.is_valid():
        try:
            actions.set_boundary(
                place=place,
                geojson=shape.cleaned_data["file"],
                by=person(request),
                at=timezone.now(),
            )
        except BadBoundary as bad:
            shape.add_error("file", reasons.sentence(bad.reason))
        else:
            messages.success(request, _("The boundary is saved."))
            return redirect("people:place", slug=slug)
    now = {name: getattr(place, name) for name in FACTS}
    return _page(request, workspace, PlaceForm(initial=now), shape)
