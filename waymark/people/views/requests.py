"""The secretariat's queue of requests for workspaces."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.kernel.flow import Refused
from waymark.people import actions, queries
from waymark.people.forms import ReasonForm, add_refusal
from waymark.people.views.common import found, person

PER_PAGE = 25


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, and what was decided."""
    if not queries.is_secretary(request.user):
        raise Http404
    decided = Paginator(queries.requests_decided(request.user), PER_PAGE)
    context = {
        "queue": queries.request_queue(request.user, timezone.now()),
        "page": decided.get_page(request.GET.get("page")),
    }
    return render(request, "people/requests.html", context)


def _page(request: HttpRequest, row: queries.QueueRow, form: ReasonForm) -> HttpResponse:
    context = {"row": row, "form": form, "asked": row.request}
    return render(request, "people/request.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def request_page(request: HttpRequest, pk: str) -> HttpResponse:
    """One request, with what may speak against it."""
    row = found(queries.request_for(request.user, pk, timezone.now()))
    return _page(request, row, ReasonForm())


@login_required
@require_POST
def admit(request: HttpRequest, pk: str) -> HttpResponse:
    """Admit a request, for a new place or for one that was found to be meant."""
    row = found(queries.request_for(request.user, pk, timezone.now()))
    meant = request.POST.get("place", "")
    place = next((place for place in row.alike if place.pk == meant), None)
    if meant and place is None:
        raise Http404
    made = actions.admit_workspace(
        request=row.request, place=place, by=person(request), at=timezone.now()
    )
    messages.success(request, _("The workspace of %(place)s is open.") % {"place": made})
    return redirect("people:requests")


@login_required
@require_POST
def refuse(request: HttpRequest, pk: str) -> HttpResponse:
    """Refuse a request, with a reason."""
    row = found(queries.request_for(request.user, pk, timezone.now()))
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.refuse_workspace(
                request=row.request,
                reason=form.cleaned_data["reason"],
                by=person(request),
                at=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused, {"request.reason_missing": "reason"})
        else:
            messages.success(request, _("Refused; the person who asked is told why."))
            return redirect("people:requests")
    return _page(request, row, form)
