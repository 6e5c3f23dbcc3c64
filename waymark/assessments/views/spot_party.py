"""What those who give chance to a draw do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.spot import commit_secret, reveal_secret
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.forms.spot import CommitForm, RevealForm
from waymark.assessments.queries.spot import public as queries
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.spot.flows import Phase
from waymark.base import permits
from waymark.kernel.flow import Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def chance(request: HttpRequest, name: str) -> HttpResponse:
    """Give a fingerprint, later the secret, and see how to make them."""
    one = queries.one(request.user, name, timezone.now())
    if one is None or not permits.may(request.user, Permit.GIVE_CHANCE, on=one.draw):
        raise Http404
    giving = next(row for row in one.parties if row.party.user_id == request.user.pk)
    revealing = one.row.phase == Phase.REVEALING
    form: Any = (RevealForm if revealing else CommitForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, one.draw, form)
        except (BadAnswer, Refused) as refusal:
            put_on(form, refusal)
        else:
            return redirect("assessments:draw_chance", name)
    context = {
        "one": one,
        "giving": giving,
        "party": giving.party,
        "form": form,
        "phase": one.row.phase,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/spot/chance.html", context, status=status)


def _give(request: HttpRequest, draw: Any, form: Any) -> None:
    now = timezone.now()
    if isinstance(form, RevealForm):
        reveal_secret(draw=draw, secret=form.cleaned_data["secret"], by=request.user, at=now)
        messages.success(request, _("Your secret is taken down. Thank you."))
    else:
        word = form.cleaned_data["fingerprint"]
        commit_secret(draw=draw, fingerprint=word, by=request.user, at=now)
        messages.success(request, _("Your fingerprint is taken down. Keep the secret well."))
