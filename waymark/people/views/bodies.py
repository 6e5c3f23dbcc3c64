"""The secretariat's pages of bodies and seats."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.kernel.flow import Refused
from waymark.people import actions, queries
from waymark.people.forms import BodyForm, CompositionForm, SeatForm, add_refusal
from waymark.people.rules import BodyKind
from waymark.people.views.common import found, person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bodies(request: HttpRequest) -> HttpResponse:
    """All bodies, and a form for a further one."""
    user = person(request)
    if not queries.is_secretary(user):
        raise Http404
    form = BodyForm(request.POST or None, viewer=user)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_body(**form.cleaned_data, by=user, at=timezone.now())
        except Refused as refused:
            fields = {
                "body.name_missing": "name",
                "body.no_part": "part_of",
                "body.global_only": "country",
            }
            add_refusal(form, refused, fields)
        else:
            messages.success(request, _("Made. Now give its seats."))
            return redirect("people:body", pk=made.pk)
    context = {"form": form, "bodies": queries.bodies(user, timezone.now())}
    return render(request, "people/bodies.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def body(request: HttpRequest, pk: str) -> HttpResponse:
    """A body's seats, past ones included, and a form for a further one."""
    user, now = person(request), timezone.now()
    row = found(queries.body(user, pk))
    form = SeatForm(request.POST or None, body=row, viewer=user)
    if request.method == "POST" and form.is_valid():
        data = {key: value for key, value in form.cleaned_data.items() if key != "email"}
        try:
            assert form.user is not None  # by its clean_email
            actions.give_seat(body=row, user=form.user, **data, by=user, at=now)
        except Refused as refused:
            fields = {
                "seat.ends_before_it_begins": "until",
                "seat.secondment_without_end": "until",
                "seat.held_already": "email",
                "seat.group_missing": "group",
                "seat.group_of_a_member": "group",
                "seat.deputy_of_nobody": "deputy_for",
                "seat.term_too_long": "until",
            }
            add_refusal(form, refused, fields)
        else:
            messages.success(request, _("The seat is given."))
            return redirect("people:body", pk=row.pk)
    context = {
        "body": row,
        "form": form,
        "seats": queries.seats_in(user, row, now),
        "groups": queries.groups_in(user, row, now),
        "is_committee": row.kind == BodyKind.COMMITTEE,
    }
    return render(request, "people/body.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def composition(request: HttpRequest, pk: str) -> HttpResponse:
    """How a committee is made up."""
    user = person(request)
    row = found(queries.body(user, pk))
    if row.kind != BodyKind.COMMITTEE:
        raise Http404
    form = CompositionForm(request.POST or None, body=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_composition(
                body=row, composition=form.composition, by=user, at=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused, {"composition.term_missing": "term_months"})
        else:
            messages.success(request, _("It holds for every seat that is given from now on."))
            return redirect("people:body", pk=row.pk)
    context = {"body": row, "form": form}
    return render(request, "people/composition.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def seat_end(request: HttpRequest, pk: str, seat: str) -> HttpResponse:
    """End a seat now."""
    user, now = person(request), timezone.now()
    row = found(queries.body(user, pk))
    held = found(
        next((s.seat for s in queries.seats_in(user, row, now) if s.seat.pk == seat), None)
    )
    actions.end_seat(seat=held, by=user, at=now)
    messages.success(request, _("The seat has ended."))
    return redirect("people:body", pk=row.pk)
