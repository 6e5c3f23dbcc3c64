"""What changed between two editions: a public page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from waymark.schemes import queries
from waymark.schemes.comparing import differences
from waymark.schemes.rules.overlay import class_of
from waymark.schemes.wording import pick

if TYPE_CHECKING:
    from waymark.schemes.models import Edition


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two editions of a scheme that were ever in force, side by side; else the last two."""
    choices = list(queries.editions(request.user, slug))
    if not choices:
        raise Http404
    common = [one for one in choices if one.adaptation_id is None] or choices
    new = _chosen(choices, request.GET.get("new", ""), common[0])
    old = _chosen(choices, request.GET.get("old", ""), common[min(1, len(common) - 1)])
    before, after = queries.scheme_of(old), queries.scheme_of(new)
    context = {
        "slug": slug,
        "name": pick(after.title),
        "choices": choices,
        "old": old,
        "new": new,
        "weight": str(class_of(before, after)),
        "parts": differences(before, after),
    }
    return render(request, "schemes/compare.html", context)


def _chosen(choices: list[Edition], version: str, usual: Edition) -> Edition:
    """The edition of a version; the usual one where none is named. Raises Http404."""
    if not version:
        return usual
    found = next((one for one in choices if one.version == version), None)
    if found is None:
        raise Http404
    return found
