"""The secretariat's pages of spot checks: shares, draws, and what waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.assessments.actions import spot as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.forms.spot import AnnounceForm, PolicyForm
from waymark.assessments.forms.spot_record import BeaconForm
from waymark.assessments.queries.spot import checks as queries
from waymark.assessments.queries.spot import public
from waymark.assessments.rules.case import Permit
from waymark.assessments.views.committee import say
from waymark.base import permits
from waymark.kernel.flow import Refused

FORM = ["GET", "HEAD", "POST"]
REFUSALS = (Refused, BadAnswer)


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How many are drawn, which draws there are, and which checks wait."""
    now = timezone.now()
    mine = queries.overview(request.user, now)
    rows = queries.check_rows(request.user, now)
    if not mine and not rows and not queries.leads(request.user, now):
        raise Http404
    context = {
        "mine": [
            {
                "row": row,
                "runs": permits.may(request.user, Permit.RUN_DRAW, on=row.mechanism),
            }
            for row in mine
        ],
        "rows": rows,
    }
    return render(request, "assessments/spot/overview.html", context)


def _mechanism(request: HttpRequest, slug: str, permit: str) -> Any:
    found = queries.mechanisms_of(request.user, timezone.now()).filter(slug=slug).first()
    if found is None or not permits.may(request.user, permit, on=found):
        raise Http404
    return found


@login_required
@require_http_methods(FORM)
def policy(request: HttpRequest, mechanism: str) -> HttpResponse:
    """Set how many cases of each level are drawn."""
    row = _mechanism(request, mechanism, Permit.SET_CHECK_POLICY)
    levels, held, newest = queries.policy_form(row)
    form = PolicyForm(request.POST or None, levels=levels, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            acts.set_check_policy(
                mechanism=row,
                policy=form.policy,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The shares hold for every draw announced from now on."))
            return redirect("assessments:checks")
    context = {"form": form, "mechanism": row, "newest": newest}
    status = 422 if form.errors else 200
    return render(request, "assessments/spot/policy.html", context, status=status)


@login_required
@require_http_methods(FORM)
def announce(request: HttpRequest, mechanism: str) -> HttpResponse:
    """Announce a draw."""
    now = timezone.now()
    row = _mechanism(request, mechanism, Permit.RUN_DRAW)
    hour = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    initial = {
        "commit_by": hour + timedelta(days=4),
        "reveal_by": hour + timedelta(days=7),
        "beacon": "drand",
    }
    form = AnnounceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.announce_draw(mechanism=row, plan=form.plan, by=request.user, at=now)
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The draw is announced, and everybody in it is told."))
            return redirect("assessments:desk_draw", made.name)
    mine = [one for one in queries.overview(request.user, now) if one.mechanism.pk == row.pk]
    context = {"form": form, "mechanism": row, "mine": mine[0] if mine else None}
    status = 422 if form.errors else 200
    return render(request, "assessments/spot/announce.html", context, status=status)


def own_draw(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view to the secretariat that runs the draw in the address."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, name: str) -> HttpResponse:
        one = public.one(request.user, name, timezone.now())
        if one is None or not permits.may(request.user, Permit.RUN_DRAW, on=one.draw.mechanism):
            raise Http404
        return view(request, one)

    return entered


def _show(request: HttpRequest, one: Any, form: Any, status: int = 200) -> HttpResponse:
    context = {
        "one": one,
        "form": form,
        "checks": queries.draw_entries(request.user, one.draw),
        "phase": one.row.phase,
    }
    return render(request, "assessments/spot/desk_draw.html", context, status=status)


@require_safe
@own_draw
def draw(request: HttpRequest, one: Any) -> HttpResponse:
    """A draw with its next step, and the cities that were drawn."""
    return _show(request, one, BeaconForm(told=one.told))


@require_POST
@own_draw
def hold(request: HttpRequest, one: Any) -> HttpResponse:
    """Enter what the last source of chance gave, and draw."""
    form = BeaconForm(request.POST, told=one.told)
    if form.is_valid():
        beacon = form.cleaned_data["beacon"]
        try:
            acts.draw_cases(draw=one.draw, beacon=beacon, by=request.user, at=timezone.now())
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("It is drawn. Now assign who looks at each case again."))
            return redirect("assessments:desk_draw", one.draw.name)
    return _show(request, one, form, status=422)


def _end(request: HttpRequest, one: Any, act: Any) -> HttpResponse:
    try:
        act(draw=one.draw, by=request.user, at=timezone.now())
    except Refused as refusal:
        say(request, refusal)
    return redirect("assessments:desk_draw", one.draw.name)


@require_POST
@own_draw
def give_up(request: HttpRequest, one: Any) -> HttpResponse:
    """End a draw to which too little chance was given."""
    return _end(request, one, acts.give_up_draw)


@require_POST
@own_draw
def close(request: HttpRequest, one: Any) -> HttpResponse:
    """End a draw all of whose checks are settled."""
    return _end(request, one, acts.close_draw)
