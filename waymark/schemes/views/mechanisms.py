"""Who certifies: public pages of the mechanisms, and where an adaptation begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from waymark.base import face
from waymark.base.fields import short_language
from waymark.kernel.flow import Refused
from waymark.kernel.text import LANGUAGES
from waymark.people import queries as people
from waymark.schemes import actions, queries
from waymark.schemes.forms import BeginForm
from waymark.schemes.rules import InvalidDocument
from waymark.schemes.views.common import put_on

if TYPE_CHECKING:
    from waymark.schemes.models import Edition, Mechanism


@require_safe
def mechanisms(request: HttpRequest) -> HttpResponse:
    """Every mechanism, the global one first."""
    rows = queries.mechanisms(request.user)
    return render(request, "schemes/mechanisms.html", {"mechanisms": rows})


def _mechanism(request: HttpRequest, slug: str) -> Mechanism:
    found = queries.mechanism(request.user, slug)
    if found is None:
        raise Http404
    return found


def _base(request: HttpRequest, slug: str) -> Edition:
    """The edition that a new adaptation lies over: of the scheme asked for, else the first."""
    found = queries.published(request.user)
    base = found.filter(scheme_id=slug).first() if slug else found.first()
    if base is None:
        raise Http404
    return base


@require_safe
def mechanism(request: HttpRequest, slug: str) -> HttpResponse:
    """One mechanism: by which editions it certifies, and its adaptations."""
    row = _mechanism(request, slug)
    teams = people.teams(request.user, row.technical_team_id)
    served = {code for team in teams for code in team.languages}
    context = {
        "mechanism": row,
        "teams": teams,
        "without": [one.autonym for one in LANGUAGES if one.code not in served],
        "editions": queries.editions_of(request.user, row),
        "adaptations": queries.adaptations(request.user).filter(mechanism=row),
        "remarks": face.remarks_on("mechanism", request, row),
        "links": face.links_beside("mechanism", request, row),
        "may_write": queries.may_adapt(request.user, row),
    }
    return render(request, "schemes/mechanism.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an adaptation of the edition in force."""
    row = _mechanism(request, slug)
    if not queries.may_adapt(request.user, row):
        raise Http404
    base = _base(request, request.GET.get("scheme", ""))
    form = BeginForm(request.POST or None, initial={"version": "1.0.0"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.begin_adaptation(
                mechanism=row,
                base=base,
                version=data["version"].strip(),
                title={short_language(): data["title"]},
                by=request.user,
                at=timezone.now(),
            )
        except (Refused, InvalidDocument) as refusal:
            put_on(form, refusal)
        else:
            return redirect("adaptation", made.pk)
    context = {"mechanism": row, "base": base, "form": form}
    status = 422 if form.errors else 200
    return render(request, "schemes/begin.html", context, status=status)
