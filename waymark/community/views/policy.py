"""A city's policy issues: its list, and the forms that open and change one."""

from __future__ import annotations

from dataclasses import dataclass
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
from waymark.community import shown_policy as shown
from waymark.community.actions import policy as acts
from waymark.community.forms.needs import put_on
from waymark.community.forms.policy import IssueForm, given
from waymark.community.queries import gaps
from waymark.community.queries import needs as needs_queries
from waymark.community.queries import policy as queries
from waymark.community.rules.needs import Gap, NeedState
from waymark.community.rules.policy import Permit, Written
from waymark.community.shown_needs import partners as named
from waymark.community.views.needs import FORM, of_the_city
from waymark.kernel.flow import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from waymark.community.models import Need, PolicyIssue
    from waymark.places.models import Place

PER_PAGE = 30


def found_issue(request: HttpRequest, pk: str) -> PolicyIssue:
    """Return an issue that the viewer reads. Raises Http404."""
    row = queries.issue(request.user, pk, timezone.now())
    if row is None:
        raise Http404
    return row


@require_safe
@of_the_city
def of_city(request: HttpRequest, place: Place) -> HttpResponse:
    """What stands in the city's way, and what of others it has joined."""
    now = timezone.now()
    page = Paginator(queries.of_place(request.user, place, now), PER_PAGE).get_page(
        request.GET.get("page")
    )
    others = Paginator(queries.joined_by(request.user, place, now), PER_PAGE).get_page(
        request.GET.get("joined")
    )
    context = {
        "place": place,
        "page": page,
        "lines": [shown.line(row) for row in page],
        "others": others,
        "joined": [shown.line(row) for row in others],
        "may_write": permits.may(request.user, Permit.KEEP_POLICY, on=place),
    }
    return render(request, "community/policy/city.html", context)


@dataclass(frozen=True)
class Begun:
    """What an issue is opened from, and what is known of it."""

    gap: Gap | None = None
    need: Need | None = None
    written: Written | None = None


def _begun(request: HttpRequest, place: Place, now: datetime) -> Begun:
    """The gap or the need of the city that the address names, if there is one."""
    gap = gaps.gap(request.user, place, request.GET.get("criterion", ""), now)
    if gap is not None:
        told = gap.wanted
        about = Written(told.title, told.why, "", topics=told.topics, criteria=told.criteria)
        return Begun(gap=gap.gap, written=about)
    need = needs_queries.need(request.user, request.GET.get("need", ""), now)
    if need is None or need.place_id != place.pk or need.state != NeedState.OPEN:
        return Begun()
    about = Written(
        need.title, need.why, "", topics=need.topics, goals=need.goals, criteria=need.criteria
    )
    return Begun(need=need, written=about)


def _form(
    request: HttpRequest, place: Place, initial: dict[str, Any] | None, asked: str | None = None
) -> IssueForm:
    return IssueForm(
        request.POST or None,
        bodies=named(queries.bodies_for(place, asked)),
        partners=named(needs_queries.partners_for(place)),
        initial=initial,
    )


@require_http_methods(FORM)
@of_the_city
def add(request: HttpRequest, place: Place) -> HttpResponse:
    """Write an issue: freely, or from a gap or a need that the address names."""
    if not permits.may(request.user, Permit.KEEP_POLICY, on=place):
        raise Http404
    now = timezone.now()
    begun = _begun(request, place, now)
    form = _form(request, place, given(begun.written) if begun.written else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.open_issue(
                place=place,
                told=form.written(),
                gap=begun.gap,
                need=begun.need,
                by=request.user,
                at=now,
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Your issue is written down."))
            return redirect("policy_issue", made.pk)
    context = {"place": place, "form": form, "begun": begun}
    status = 422 if form.errors else 200
    return render(request, "community/policy/edit.html", context, status=status)


@login_required
@require_http_methods(FORM)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Write an issue otherwise."""
    row, now = found_issue(request, pk), timezone.now()
    if not permits.may(request.user, Permit.KEEP_POLICY, on=row):
        raise Http404
    form = _form(request, row.place, given(queries.written_of(row), row.version), row.body_id)
    if request.method == "POST" and form.is_valid():
        told, seen = form.written(), form.cleaned_data["seen"] or 0
        try:
            acts.change_issue(issue=row, told=told, seen=seen, by=request.user, at=now)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("policy_issue", pk)
    context = {"place": row.place, "form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "community/policy/edit.html", context, status=status)
