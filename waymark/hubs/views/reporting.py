"""A hub's half-yearly reports: writing one, reading one, and sums over all public hubs."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.hubs import wording
from waymark.hubs.actions.reporting import write_report
from waymark.hubs.forms.calls import put_on
from waymark.hubs.forms.reporting import ReportForm
from waymark.hubs.queries import hubs, reports
from waymark.hubs.rules.monitoring import Progress, dues
from waymark.hubs.rules.permits import Permit
from waymark.kernel.flow import Refused

if TYPE_CHECKING:
    from waymark.hubs.models import Hub


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: HttpRequest, pk: str) -> HttpResponse:
    """Write the next report of a hub; save it half done, or hand it in."""
    row = hubs.inside(request.user, pk, timezone.now())
    if row is None or row.state != "labelled" or not hubs.may(request.user, Permit.WRITE_HUB, row):
        raise Http404
    held, before = reports.draft(row), reports.handed_in(row).first()
    terms = hubs.agreed_terms(row)
    form = ReportForm(request.POST or None, terms=terms, initial=ReportForm.of(held, before))
    if request.method == "POST" and form.is_valid() and _write(request, row, form):
        return redirect("hub_reports", pk)
    done = reports.handed_in(row).count()
    context = {"row": row, "form": form, "due": reports.due(row, done, timezone.now().date())}
    return render(request, "hubs/report_write.html", context, status=422 if form.errors else 200)


def _write(request: HttpRequest, row: Hub, form: ReportForm) -> bool:
    hand_in = request.POST.get("do") == "hand_in"
    try:
        write_report(
            hub=row,
            lines=form.lines(),
            texts=form.texts(),
            seen=form.cleaned_data["seen"] or 0,
            hand_in=hand_in,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        put_on(form, refused)
        return False
    messages.success(request, _("Handed in. It stays as it is.") if hand_in else _("Saved."))
    return True


@require_safe
def listed(request: HttpRequest, pk: str) -> HttpResponse:
    """The reports of a hub, and when each is due."""
    now = timezone.now()
    row = hubs.hub(request.user, pk, now)
    if row is None or not row.award:
        raise Http404
    found = list(reports.handed_in(row))
    context = {
        "row": row,
        "found": found,
        "dues": dues(row.starts, row.ends),
        "due": reports.due(row, len(found), now.date()),
        "writes": row.state == "labelled" and hubs.may(request.user, Permit.WRITE_HUB, row),
    }
    return render(request, "hubs/reports.html", context)


@require_safe
def report(request: HttpRequest, pk: str, seq: int) -> HttpResponse:
    """One report that was handed in; the help needed is for those inside."""
    now = timezone.now()
    row = hubs.hub(request.user, pk, now)
    found = reports.report(row, seq) if row is not None and row.award else None
    if row is None or found is None:
        raise Http404
    said = reports.lines_of(found)
    terms = hubs.agreed_terms(row)
    context = {
        "row": row,
        "report": found,
        "lines": [
            (one, said[one.id], f"deliverable.{said[one.id].state}")
            for one in terms.deliverables
            if one.id in said
        ],
        "inside": hubs.inside(request.user, pk, now) is not None,
    }
    return render(request, "hubs/report.html", context)


@require_safe
def over_all(request: HttpRequest) -> HttpResponse:
    """How far deliverables are over all public hubs, by goal and axis."""
    context = {
        "states": [(state.value, wording.PROGRESS[state]) for state in Progress],
        "goals": _named(request, "goal"),
        "axes": _named(request, "axis"),
    }
    return render(request, "hubs/over_all.html", context)


def _named(request: HttpRequest, kind: str) -> list[dict[str, Any]]:
    return [
        {
            "name": wording.AXES.get(one.name, one.name),
            "hubs": one.hubs,
            "counts": list(one.deliverables.values()),
        }
        for one in reports.over_all(request.user, kind)
    ]


@require_safe
def over_all_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table for machines; names are those of the code."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="hubs.csv"'
    writer = csv.writer(response)
    writer.writerow(["by", "name", "hubs", *Progress])
    for kind in ("goal", "axis"):
        for one in reports.over_all(request.user, kind):
            writer.writerow([kind, one.name, one.hubs, *one.deliverables.values()])
    return response
