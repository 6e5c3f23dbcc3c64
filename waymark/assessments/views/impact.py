"""The dry run of an adaptation or of the next edition."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.assessments.queries.impact import DryRun, dry_run, edition_run
from waymark.schemes.queries import adaptation, overlay_of
from waymark.schemes.queries.drafts import draft
from waymark.schemes.wording import pick


@login_required
@require_safe
def impact(request: HttpRequest, pk: str) -> HttpResponse:
    """What it would mean for the cases of the country's cities, in counts."""
    row = adaptation(request.user, pk)
    found = dry_run(request.user, row, timezone.now()) if row else None
    if row is None or found is None:
        raise Http404
    title, back = pick(overlay_of(row).title), reverse("adaptation", args=[row.pk])
    return _show(request, found, title, back, adaptation=True)


@login_required
@require_safe
def edition_impact(request: HttpRequest, pk: str) -> HttpResponse:
    """What it would mean for all cases on a common edition, in counts and without names."""
    row = draft(request.user, pk)
    found = edition_run(request.user, row, timezone.now()) if row else None
    if row is None or found is None:
        raise Http404
    title, back = f"{row.scheme} {row.version}", reverse("edition", args=[row.pk])
    return _show(request, found, title, back, adaptation=False)


def _show(
    request: HttpRequest, found: DryRun, title: str, back: str, *, adaptation: bool
) -> HttpResponse:
    titles = {one.id: pick(one.title) for one in found.scheme.criteria}
    levels = {level.id: pick(level.name) for level in found.scheme.levels}
    told = found.impact
    context = {
        "back": back,
        "adaptation": adaptation,
        "title": title,
        "cases": len(told.cases),
        "touched": [
            {
                "name": found.names.get(case.case, ""),
                "lost": case.lost,
                "gained": case.gained,
                "levels": [levels[name] for name in case.levels_lost],
                "certified": case.case in found.certified,
            }
            for case in told.touched
        ],
        "named": bool(found.names),
        "criteria": [(name, titles[name], count) for name, count in told.criteria_lost.items()],
        "levels": [(levels[name], count) for name, count in told.levels_lost.items()],
        "gains": [(name, titles[name], count) for name, count in told.criteria_gained.items()],
        "levels_gained": [(levels[name], count) for name, count in told.levels_gained.items()],
        "left_out": found.left_out,
    }
    return render(request, "assessments/impact.html", context)
