"""What a city is asked: to learn with others, whom nobody names before they agree."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.base import permits
from waymark.community.actions import groups as acts
from waymark.community.queries import spaces as queries
from waymark.community.rules.groups import ENOUGH
from waymark.community.rules.spaces import Permit
from waymark.community.views.spaces import FORM, carry_out
from waymark.community.wording_spaces import why


@login_required
@require_http_methods(FORM)
def offer(request: HttpRequest, pk: str) -> HttpResponse:
    """One offer: why it is made, what saying yes shows to whom, and the two answers."""
    now = timezone.now()
    row = queries.offer(request.user, pk, now)
    if row is None:
        raise Http404
    decides = permits.may(request.user, Permit.ANSWER_OFFER, on=row)
    if request.method == "POST":
        if not decides:
            raise Http404
        return _answered(request, row.pk, request.POST.get("answer", ""))
    context = {
        "offer": row,
        "space": row.space,
        "side": row.place or row.body,
        "decides": decides,
        "proposed": queries.is_proposed(row),
        "why": why(row, queries.asked_in(row)) if queries.is_proposed(row) else "",
        "members": queries.members_of(row),
        "enough": ENOUGH,
    }
    return render(request, "community/offer.html", context)


def _answered(request: HttpRequest, pk: str, answer: str) -> HttpResponse:
    row, now = queries.offer(request.user, pk, timezone.now()), timezone.now()
    if row is None or answer not in ("yes", "no"):
        return redirect("group_offer", pk)
    joins = answer == "yes"
    done = _("You have said yes.") if joins else _("You have said no. Nobody is told.")
    carry_out(
        request,
        lambda: acts.answer_offer(offer=row, joins=joins, by=request.user, at=now),
        done,
    )
    return redirect("group", row.space_id) if joins else redirect("groups")
