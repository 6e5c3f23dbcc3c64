"""Who writes a voluntary review together, and its links to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.vlr.actions import together as acts
from waymark.vlr.forms.reviews import AskForm, TieForm, named
from waymark.vlr.queries import reviews as queries
from waymark.vlr.queries import ties
from waymark.vlr.views.public import draw, found_review
from waymark.vlr.views.writing import carry_out, is_done

if TYPE_CHECKING:
    from waymark.vlr.models import VoluntaryReview


def _kept(request: HttpRequest, pk: str) -> VoluntaryReview:
    row = found_review(request, pk)
    if not queries.may_keep(request.user, row):
        raise Http404
    return row


@require_POST
@login_required
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask a place or an organisation to write with one."""
    row = _kept(request, pk)
    sides = [(key, named(name)) for key, name in queries.to_ask(request.user, row)]
    form = AskForm(request.POST, sides=sides)

    def act() -> None:
        side = form.cleaned_data["side"]
        acts.ask_party(review=row, side=side, by=request.user, at=timezone.now())

    if not is_done(form, act):
        return draw(request, row, asking=form)
    messages.success(request, _("Asked. They write with you once they have said yes."))
    return redirect("vlr", pk)


@require_POST
@login_required
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Say whether one's own side writes with the keeper (field `agrees` is "yes")."""
    row = found_review(request, pk)
    if queries.asked(request.user, row, timezone.now()) is None:
        raise Http404
    agrees = request.POST.get("agrees") == "yes"
    carry_out(
        request,
        lambda: acts.answer_as_party(review=row, agrees=agrees, by=request.user, at=timezone.now()),
        _("You write with them.") if agrees else _("You do not write with them."),
    )
    return redirect("vlr", pk) if agrees else redirect("vlrs_own")


@require_POST
@login_required
def end(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Let a side write no longer."""
    row = _kept(request, pk)
    party = next((each for each in queries.parties(request.user, row) if each.pk == one), None)
    if party is None:
        raise Http404
    carry_out(
        request,
        lambda: acts.end_party(party=party, by=request.user, at=timezone.now()),
        _("They write with you no longer. What they wrote stays."),
    )
    return redirect("vlr", pk)


@require_POST
@login_required
def tie(request: HttpRequest, pk: str) -> HttpResponse:
    """Say what a review and another give each other."""
    row, now = _kept(request, pk), timezone.now()
    form = TieForm(request.POST, others=ties.to_tie(request.user, row, now))

    def act() -> None:
        acts.tie_reviews(
            review=row,
            other=form.cleaned_data["other"],
            told=form.told(),
            other_first=form.cleaned_data["other_first"],
            by=request.user,
            at=now,
        )

    if not is_done(form, act):
        return draw(request, row, tying=form)
    messages.success(request, _("Saved. It is public once both sides have said so."))
    return redirect("vlr", pk)


@require_POST
@login_required
def answer_tie(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Confirm a link (field `agrees` is "yes"), or end it."""
    row = _kept(request, pk)
    found = ties.tie(request.user, row, one)
    if found is None:
        raise Http404
    agrees = request.POST.get("agrees") == "yes"
    carry_out(
        request,
        lambda: acts.answer_tie(
            review=row, tie=found, agrees=agrees, by=request.user, at=timezone.now()
        ),
        _("Confirmed.") if agrees else _("The link is ended."),
    )
    return redirect("vlr", pk)
