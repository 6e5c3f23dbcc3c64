"""How far reviewers agree, criterion by criterion: for their own learning."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.assessments.queries import agreement as queries
from waymark.assessments.rules.agreement import FEW, Agreement
from waymark.base.fields import listed
from waymark.base.statuses import find


def _rounded(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 2)


def _kappa(found: Agreement | None) -> float | None:
    return _rounded(found.kappa) if found else None


@login_required
@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """The criteria of the reviews that are complete."""
    now = timezone.now()
    if not queries.teaches(request.user, now):
        raise Http404
    found = queries.lines(request.user, now)
    told = [
        {
            "line": line,
            "same": round(float(line.all.observed) * 100) if line.all else None,
            "fleiss": _kappa(line.all),
            "cohen": _kappa(line.two),
            "apart": [
                {"words": listed(find(word).label for word in words), "count": count}
                for words, count in line.apart
            ],
        }
        for line in found
        if not line.short
    ]
    few = [line for line in found if line.short]
    context: dict[str, Any] = {"told": told, "few": few, "least": FEW}
    return render(request, "assessments/agreement.html", context)
