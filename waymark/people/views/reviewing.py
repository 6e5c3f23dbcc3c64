"""A reviewer's availability, and the secretariat's list of organisations."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.kernel.flow import Refused
from waymark.people import actions, queries
from waymark.people.forms import add_refusal
from waymark.people.forms.reviewing import (
    ORGANISATIONS,
    AvailabilityForm,
    NewOrganisationForm,
    OrganisationForm,
)
from waymark.people.views.common import found, person

FORM = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(FORM)
def availability(request: HttpRequest) -> HttpResponse:
    """How many reviews I take at once, and when none."""
    user = person(request)
    said = queries.availability_of(user)
    names = ("most", "away_from", "away_until")
    now = {name: getattr(said, name) for name in names} if said else {}
    form = AvailabilityForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_availability(**form.cleaned_data, by=user, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused, {"availability.days": "away_until"})
        else:
            messages.success(request, _("Saved."))
            return redirect("people:account")
    context = {"form": form, "seats": queries.seats_of(user, timezone.now())}
    return render(request, "people/availability.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def organisations(request: HttpRequest) -> HttpResponse:
    """All organisations, those without a place first, and a form that enters another one."""
    user = person(request)
    if not queries.is_secretary(user):
        raise Http404
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_organisation(**form.cleaned_data, by=user, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused, {"body.name_missing": "name"})
        else:
            messages.success(request, _("Entered. Now say where it sits."))
            return redirect("people:organisation", pk=made.pk)
    kinds = {str(kind): label for kind, label in ORGANISATIONS.items()}
    rows = [(row, kinds.get(row.kind, "")) for row in queries.organisations_kept(user)]
    context = {"rows": rows, "form": form}
    return render(request, "people/organisations.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def organisation(request: HttpRequest, pk: str) -> HttpResponse:
    """What one organisation is, and where."""
    user = person(request)
    row = found(queries.organisations_kept(user).filter(pk=pk).first())
    now = {"kind": row.kind, "place": row.place_id, "country": row.country_id}
    form = OrganisationForm(request.POST or None, viewer=user, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_organisation(
                organisation=row, **form.cleaned_data, by=user, at=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused, {"organisation.other_country": "country"})
        else:
            messages.success(request, _("Saved."))
            return redirect("people:organisations")
    context = {"form": form, "organisation": row}
    return render(request, "people/organisation.html", context, status=400 if form.errors else 200)
