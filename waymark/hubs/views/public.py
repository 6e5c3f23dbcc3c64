"""Calls for everybody: the list, one of them, and the check whether an idea fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from waymark.hubs import shown
from waymark.hubs.forms.calls import QuestionForm
from waymark.hubs.forms.fit import FitForm
from waymark.hubs.queries import calls as queries
from waymark.hubs.queries import proposals
from waymark.hubs.rules.calls import CallState, Phase
from waymark.hubs.rules.eligibility import check, eligible
from waymark.kernel.text import LANGUAGES

if TYPE_CHECKING:
    from waymark.hubs.models import Call

PER_PAGE = 30


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Calls that are open, to come and past; drafts and open questions for who writes calls."""
    now, viewer = timezone.now(), request.user
    page = Paginator(queries.past(viewer, now), PER_PAGE).get_page(request.GET.get("page"))
    current = [shown.line(row, now) for row in queries.current(viewer, now)]
    context = {
        "open": [one for one in current if not one.coming],
        "coming": [one for one in current if one.coming],
        "past": [shown.line(row, now) for row in page],
        "page": page,
        "desk": queries.desk(viewer, now),
    }
    return render(request, "hubs/calls.html", context)


def found(request: HttpRequest, pk: str) -> Call:
    """Return a call that the reader sees; raise Http404 for any other."""
    row = queries.call(request.user, pk)
    if row is None:
        raise Http404
    return row


@require_safe
def call(request: HttpRequest, pk: str) -> HttpResponse:
    """One call, to be read, shared and printed."""
    return draw(request, found(request, pk), QuestionForm())


def draw(request: HttpRequest, row: Call, form: Any) -> HttpResponse:
    """Draw a call's page, with a question as it was typed."""
    now, viewer = timezone.now(), request.user
    keeps = queries.may_keep(viewer)
    page = Paginator(queries.answered(viewer, row), PER_PAGE).get_page(request.GET.get("page"))
    state = queries.standing(row, now)
    context = {
        "row": row,
        "state": f"call.{state}",
        "facts": shown.facts(row),
        "closes": shown.moment(row.closes_at, row.zone),
        "now": shown.now_in(now),
        "criteria": shown.criteria(row),
        "answered": page,
        "page": page,
        "waiting": queries.waiting(viewer, row, keeps=keeps),
        "may_ask": viewer.is_authenticated and not queries.is_over(row, now),
        "over": queries.is_over(row, now),
        "form": form,
        **_taking(request, row, now),
        "keeps": keeps,
        "draft": row.state == CallState.DRAFT,
        "languages": [
            (one.code, one.autonym, bool(row.title.get(one.code)))
            for one in LANGUAGES
            if one.code != row.original
        ]
        if keeps
        else (),
        "address": request.build_absolute_uri(request.path),
    }
    status = 422 if form.errors else 200
    return render(request, "hubs/call.html", context, status=status)


def _taking(request: HttpRequest, row: Call, now: Any) -> dict[str, Any]:
    """Whether proposals are taken here, and those of the places that the reader works for."""
    taken = proposals.intake_of(row) is not None
    return {
        "taken": taken,
        "takes": taken and queries.standing(row, now) == Phase.OPEN,
        "own": proposals.own(request.user, row, now) if taken else [],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def fit(request: HttpRequest, pk: str) -> HttpResponse:
    """Say in sentences whether an idea fits a call; nothing of it is stored."""
    row = found(request, pk)
    form = FitForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"row": row, "form": form}
    if request.method == "POST" and form.is_valid():
        findings = check(form.idea(), queries.admits(row))
        context |= {"findings": shown.findings(findings), "eligible": eligible(findings)}
    return render(request, "hubs/fit.html", context, status=422 if form.errors else 200)
