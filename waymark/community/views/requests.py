"""Requests for support: a city's own, those to a partner, and one of them."""

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

from waymark.base import permits
from waymark.community import shown_needs
from waymark.community import shown_requests as shown
from waymark.community.actions import requests as acts
from waymark.community.forms.needs import put_on
from waymark.community.forms.requests import AskForm, TurnForm
from waymark.community.queries import associations as members_queries
from waymark.community.queries import needs as needs_queries
from waymark.community.queries import requests as queries
from waymark.community.queries.cooperation import partners_of
from waymark.community.rules.permits import Permit
from waymark.community.views.needs import FORM, PER_PAGE, of_the_city
from waymark.kernel.flow import Refused

if TYPE_CHECKING:
    from waymark.community.models import Need, SupportRequest
    from waymark.places.models import Place


@require_safe
@of_the_city
def of_city(request: HttpRequest, place: Place) -> HttpResponse:
    """What the city has asked for; first what waits for it."""
    rows = Paginator(queries.of_place(request.user, place, timezone.now()), PER_PAGE)
    page = rows.get_page(request.GET.get("page"))
    context = {
        "place": place,
        "page": page,
        "lines": [shown.line(row, shown.CITY) for row in page],
        "may_ask": permits.may(request.user, Permit.ASK_SUPPORT, on=place),
    }
    return render(request, "community/requests/city.html", context)


@login_required
@require_safe
def of_partner(request: HttpRequest) -> HttpResponse:
    """What cities ask the reader's organisation, and the needs that they share with it."""
    now = timezone.now()
    if not queries.is_partner(request.user, now):
        raise Http404
    page = Paginator(queries.asked_of(request.user, now), PER_PAGE).get_page(
        request.GET.get("page")
    )
    needs = Paginator(needs_queries.shared_with(request.user, now), PER_PAGE).get_page(
        request.GET.get("needs")
    )
    context = {
        "page": page,
        "lines": [shown.line(row, shown.PROVIDER) for row in page],
        "needs_page": needs,
        "needs": [shown_needs.line(row, now.date()) for row in needs],
        "associations": members_queries.own(request.user, now),
        "partners": list(partners_of(request.user, now)),
    }
    return render(request, "community/requests/partner.html", context)


def _need(request: HttpRequest, place: Place) -> Need | None:
    """The need that the address names, if it is this city's."""
    pk = request.GET.get("need", "")
    row = needs_queries.need(request.user, pk, timezone.now()) if pk else None
    return row if row is not None and row.place_id == place.pk else None


@require_http_methods(FORM)
@of_the_city
def ask(request: HttpRequest, place: Place) -> HttpResponse:
    """Ask one or several providers, about a need or freely."""
    if not permits.may(request.user, Permit.ASK_SUPPORT, on=place):
        raise Http404
    need, code = _need(request, place), request.GET.get("offer", "")[:10]
    found = queries.providers(
        request.user, place, need.topics if need else (), need.criteria if need else (), code
    )
    form = AskForm(
        request.POST or None,
        partners=shown_needs.partners(found.partners),
        offers=shown.offers(found.offers),
        initial={
            "subject": need.title if need else "",
            "text": need.why if need else "",
            "partners": [request.GET.get("partner", "")],
            "offers": [code],
        },
    )
    if request.method == "POST" and form.is_valid():
        made = _sent(request, place, need, form)
        if made:
            return redirect(made)
    context = {"place": place, "need": need, "form": form}
    return render(
        request, "community/requests/ask.html", context, status=422 if form.errors else 200
    )


def _sent(request: HttpRequest, place: Place, need: Need | None, form: AskForm) -> str:
    """Send, and return where to go on; "" where it was refused."""
    data = form.cleaned_data
    try:
        made = acts.send_requests(
            place=place,
            need=need,
            providers=form.providers(),
            subject=data["subject"],
            text=data["text"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        put_on(form, refused)
        return ""
    messages.success(request, _("Noted. Partners get a notice; letters are yours to send."))
    return shown.address(made[0]) if len(made) == 1 else shown.list_address(place)


def _found(request: HttpRequest, pk: str) -> SupportRequest:
    row = queries.request(request.user, pk, timezone.now())
    if row is None:
        raise Http404
    return row


@login_required
@require_http_methods(FORM)
def support_request(request: HttpRequest, pk: str) -> HttpResponse:
    """One request: what was said, and the form for what comes next."""
    row, now = _found(request, pk), timezone.now()
    steps = shown.steps(row, lambda permit: permits.may(request.user, permit, on=row))
    if request.method == "POST" and not steps:
        raise Http404
    form = TurnForm(request.POST or None, steps=steps)
    if request.method == "POST" and form.is_valid() and _turned(request, row, form):
        return redirect("support_request", row.pk)
    in_city = queries.in_city(request.user, row, now)
    context = {
        "row": row,
        "line": shown.line(row, shown.CITY if in_city else shown.PROVIDER),
        "in_city": in_city,
        "need": row.need and needs_queries.need(request.user, row.need.pk, now),
        "words": [shown.word(one) for one in queries.said(request.user, row)],
        "form": form if steps else None,
    }
    status = 422 if form.errors else 200
    return render(request, "community/requests/request.html", context, status=status)


def _turned(request: HttpRequest, row: SupportRequest, form: TurnForm) -> bool:
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    turn = form.turn()
    try:
        if turn["step"] != shown.SAY:
            acts.move_request(request=row, **turn, **who)
        else:
            acts.say_on_request(request=row, text=turn["text"], **who)
    except Refused as refused:
        put_on(form, refused)
        return False
    return True


@login_required
@require_safe
def letter(request: HttpRequest, pk: str) -> HttpResponse:
    """A request by letter, to print or to copy."""
    row = _found(request, pk)
    if row.offer is None or row.partner_id is not None:
        raise Http404
    context = {"row": row, "letter": shown.letter(row, queries.said(request.user, row)[0])}
    if request.GET.get("as") == "text":
        text = render(request, "community/requests/letter.txt", context).content
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    return render(request, "community/requests/letter.html", context)
