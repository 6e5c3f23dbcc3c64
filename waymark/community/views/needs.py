"""A city's needs: its list, one of them, and the forms that open, change and close one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.base import permits
from waymark.community import shown_matching as matching_shown
from waymark.community import shown_needs as shown
from waymark.community import shown_requests as requests_shown
from waymark.community.actions import needs as acts
from waymark.community.forms.needs import CloseForm, NeedForm, given, put_on
from waymark.community.queries import gaps
from waymark.community.queries import matching as matched
from waymark.community.queries import needs as queries
from waymark.community.queries import requests as requests_queries
from waymark.community.queries.related import related
from waymark.community.rules.needs import NeedState
from waymark.community.rules.permits import Permit
from waymark.kernel.flow import Refused

if TYPE_CHECKING:
    from waymark.community.models import Need
    from waymark.places.models import Place

FORM = ["GET", "HEAD", "POST"]
PER_PAGE = 30


def of_the_city(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Open a view to those who work for the city of the address; others learn nothing of it."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, place: str, **more: Any) -> HttpResponse:
        found = queries.workplace(request.user, place, timezone.now())
        if found is None:
            raise Http404
        return view(request, found, **more)

    return entered


def _found(request: HttpRequest, pk: str) -> Need:
    row = queries.need(request.user, pk, timezone.now())
    if row is None:
        raise Http404
    return row


@require_safe
@of_the_city
def of_city(request: HttpRequest, place: Place) -> HttpResponse:
    """What the city needs, open needs first."""
    now = timezone.now()
    rows = Paginator(queries.of_place(request.user, place, now), PER_PAGE)
    page = rows.get_page(request.GET.get("page"))
    context = {
        "place": place,
        "page": page,
        "lines": [shown.line(row, now.date()) for row in page],
        "may_write": permits.may(request.user, Permit.KEEP_NEEDS, on=place),
        "waiting": requests_queries.waiting_for_city(request.user, place, now),
    }
    return render(request, "community/needs/city.html", context)


@require_http_methods(FORM)
@of_the_city
def add(request: HttpRequest, place: Place) -> HttpResponse:
    """Open a need: freely, or from a gap that the address names."""
    if not permits.may(request.user, Permit.KEEP_NEEDS, on=place):
        raise Http404
    now = timezone.now()
    asked = request.GET
    found = gaps.gap(request.user, place, asked.get("criterion", ""), now) or gaps.diagnosed(
        request.user, place, asked.get("diagnostic", ""), asked.get("question", ""), now
    )
    form = NeedForm(
        request.POST or None,
        partners=shown.partners(queries.partners_for(place)),
        initial=given(found.wanted) if found else {"languages": gaps.spoken(place)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.open_need(
                place=place,
                told=form.wanted(),
                gap=found.gap if found else None,
                by=request.user,
                at=now,
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Your need is written down."))
            return redirect("need", made.pk)
    context = {"place": place, "form": form, "gap": found}
    return render(request, "community/needs/edit.html", context, status=422 if form.errors else 200)


@require_safe
def need(request: HttpRequest, pk: str) -> HttpResponse:
    """One need, for whoever may read it."""
    row, now = _found(request, pk), timezone.now()
    in_city = permits.may(request.user, Permit.READ_NEEDS, on=row)
    context = {
        "row": row,
        "line": shown.line(row, now.date()),
        "base": "base/workspace.html" if request.user.is_authenticated else "base/page.html",
        "in_city": in_city,
        "may_write": permits.may(request.user, Permit.KEEP_NEEDS, on=row),
        "may_ask": permits.may(request.user, Permit.ASK_SUPPORT, on=row),
        "partners": row.partners.order_by("name__en", "pk") if in_city else (),
        "requests": [
            requests_shown.line(one, requests_shown.CITY if in_city else requests_shown.PROVIDER)
            for one in requests_queries.of_need(request.user, row, now)
        ],
        "versions": [shown.version(one) for one in queries.history(request.user, row, now)],
    }
    if in_city and row.state == NeedState.OPEN:
        found = matched.answers(request.user, row.place, queries.ask_of(row, now), now)
        context["shelves"] = matching_shown.groups(found, {})
        about = [row.criterion] if row.criterion else []
        context["related"] = related(request.user, row.place, row.topics, about, now)
        context["peers"] = [matching_shown.peer(one) for one in found.peers]
    return render(request, "community/needs/need.html", context)


def _of_writers(request: HttpRequest, pk: str) -> Need:
    row = _found(request, pk)
    if not permits.may(request.user, Permit.KEEP_NEEDS, on=row):
        raise Http404
    return row


@login_required
@require_http_methods(FORM)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a need otherwise."""
    row, now = _of_writers(request, pk), timezone.now()
    form = NeedForm(
        request.POST or None,
        partners=shown.partners(queries.partners_for(row.place)),
        initial=given(queries.wanted_of(row), row.version),
    )
    if request.method == "POST" and form.is_valid():
        told, seen = form.wanted(), form.cleaned_data["seen"] or 0
        try:
            acts.change_need(need=row, told=told, seen=seen, by=request.user, at=now)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("need", pk)
    context = {"place": row.place, "form": form, "row": row}
    return render(request, "community/needs/edit.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM)
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """Say that a need is met, or withdraw it."""
    row = _of_writers(request, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.close_need(need=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Closed. It stays readable."))
            return redirect("need", pk)
    context = {"row": row, "form": form}
    return render(
        request, "community/needs/close.html", context, status=422 if form.errors else 200
    )
