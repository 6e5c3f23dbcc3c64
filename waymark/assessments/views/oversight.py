"""The global committee's watch over national mechanisms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.actions import oversight as acts
from waymark.assessments.forms import oversight as shapes
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries.oversight import decided, quarterly
from waymark.assessments.queries.oversight import page as queries
from waymark.assessments.queries.oversight.access import Watch, watched
from waymark.assessments.queries.oversight.rule import newest_rule, rule_in
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.oversight.words import Word
from waymark.assessments.views.committee import REFUSALS
from waymark.base import permits

if TYPE_CHECKING:
    from waymark.schemes.models import Mechanism

FORM = ["GET", "HEAD", "POST"]
PAGE = 50
REPORTS = 40


def _mechanism(request: HttpRequest, slug: str) -> Mechanism:
    found = queries.mechanism_watched(request.user, slug, timezone.now())
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every national mechanism that the reader watches, by name."""
    now = timezone.now()
    rows = list(watched(request.user, now))
    if not rows and not queries.may_watch(request.user, now):
        raise Http404
    waits = queries.to_say(request.user, rows, now)
    context = {
        "rows": [(row, waits.get(row.pk, 0)) for row in rows],
        "reports": quarterly.reports(request.user, now)[:REPORTS],
    }
    return render(request, "assessments/oversight/list.html", context)


@login_required
@require_safe
def mechanism(request: HttpRequest, slug: str) -> HttpResponse:
    """One mechanism: what its committee decided, and how it was done."""
    row, now = _mechanism(request, slug), timezone.now()
    found = decided.named(request.user, [row], now)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "watched": queries.page(request.user, row, now),
        "mechanism": row,
        "page": page,
        "lines": decided.lines(list(page.object_list), now.date()),
        "may_set": permits.may(request.user, Permit.SET_OVERSIGHT, on=Watch(row)),
        "ways": dict(shapes.WAYS),
        "opens": dict(shapes.OPENS),
    }
    return render(request, "assessments/oversight/mechanism.html", context)


@login_required
@require_http_methods(FORM)
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """Set whether the mechanism's certificates need the global committee's word."""
    row = _mechanism(request, slug)
    if not permits.may(request.user, Permit.SET_OVERSIGHT, on=Watch(row)):
        raise Http404
    newest = newest_rule(row)
    form = shapes.OversightForm(request.POST or None, held=rule_in(newest))
    if request.method == "POST" and form.is_valid():
        data = {"rule": form.rule, "reason": form.cleaned_data["reason"]}
        try:
            acts.set_oversight(mechanism=row, by=request.user, at=timezone.now(), **data)
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("It holds for decisions from now on."), extra_tags="good")
            return redirect("assessments:oversight_of", row.slug)
    context = {"form": form, "mechanism": row, "newest": newest}
    status = 422 if form.errors else 200
    return render(request, "assessments/oversight/rule.html", context, status=status)


@login_required
@require_http_methods(FORM)
def decision(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """One certificate: how it came about, and the global committee's word on it."""
    row, now = _mechanism(request, slug), timezone.now()
    line = decided.one(request.user, row, pk, now)
    if line is None:
        raise Http404
    may_speak = permits.may(request.user, Permit.GIVE_GLOBAL_WORD, on=Watch(row))
    if request.method == "POST" and not may_speak:
        raise Http404
    form = shapes.WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _said(request, line, form):
        return redirect("assessments:oversight_decision", row.slug, pk)
    context = {
        "line": line,
        "mechanism": row,
        "form": form if may_speak and (line.asks or form.errors) else None,
        "opens": dict(shapes.OPENS)[line.rule.opens.value],
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/oversight/decision.html", context, status=status)


def _said(request: HttpRequest, line: Any, form: shapes.WordForm) -> bool:
    data = form.cleaned_data
    try:
        acts.give_word(
            decision=line.decision,
            word=Word(data["word"]),
            reasons=data["reasons"],
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as refusal:
        put_on(form, refusal)
        return False
    messages.success(request, _("The committee’s word is on record."), extra_tags="good")
    return True
