"""Associations as everybody sees them, and as a city that is a member does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import permits
from waymark.community import shown_associations as shown
from waymark.community.actions import associations as acts
from waymark.community.forms.associations import AnswerForm, ConsentForm, put_on
from waymark.community.queries import associations as queries
from waymark.community.rules.associations import CITY_STEPS, Permit
from waymark.community.views.needs import of_the_city
from waymark.community.views.spaces import carry_out
from waymark.kernel.flow import Refused
from waymark.library.queries.items import published_by

if TYPE_CHECKING:
    from waymark.community.models import AssociationMember
    from waymark.people.models import Body
    from waymark.places.models import Place

FORM = ["GET", "HEAD", "POST"]
PER_PAGE = 30
MOST = 50
MOST_PUBLISHED = 20


@require_safe
def associations(request: HttpRequest) -> HttpResponse:
    """The associations with a member that wants to be named, by name."""
    page = Paginator(queries.public(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "community/associations/list.html", {"page": page})


def _names(body: Body, members: Iterable[AssociationMember]) -> set[str]:
    """How an association and its named members are called, in all languages."""
    called = [body.name, *(one.place.name for one in members)]
    return {name for words in called for name in words.values()}


@require_safe
def association(request: HttpRequest, body: str) -> HttpResponse:
    """Its named members with their certificates, by name, and what members need in figures."""
    row, now = queries.shown_body(body), timezone.now()
    if row is None:
        raise Http404
    page = Paginator(queries.named_members(row), PER_PAGE).get_page(request.GET.get("page"))
    members = list(page)
    held = queries.certificates(request.user, [one.place_id for one in members], now)
    context = {
        "body": row,
        "page": page,
        "members": shown.with_certificates(members, held),
        "published": published_by(request.user, _names(row, members))[:MOST_PUBLISHED],
        "surveys": [(one.survey, shown.demand(one.demand)) for one in queries.over(row, now)],
        "own": queries.own_body(request.user, row.pk, now) is not None,
    }
    return render(request, "community/associations/one.html", context)


@require_safe
@of_the_city
def of_city(request: HttpRequest, place: Place) -> HttpResponse:
    """A city's memberships, what it is asked, and what it was sent."""
    now = timezone.now()
    rows = list(queries.of_place(place)[:MOST])
    decides = permits.may(request.user, Permit.JOIN_ASSOCIATION, on=place)
    context = {
        "place": place,
        "decides": decides,
        "answers": permits.may(request.user, Permit.ANSWER_SURVEY, on=place),
        "members": [
            (one, ConsentForm(initial=_agreed(one), auto_id=f"{one.pk}-%s")) for one in rows
        ],
        "surveys": [
            (one, shown.survey_state(one, now.date())) for one in queries.surveys_for(place)[:MOST]
        ],
        "sent": queries.sent_to(request.user, place)[:MOST],
    }
    return render(request, "community/associations/city.html", context)


def _agreed(row: Any) -> dict[str, bool]:
    return {"named": row.named, "messages": row.messages}


@require_POST
@of_the_city
def membership(request: HttpRequest, place: Place, pk: str) -> HttpResponse:
    """Say yes or no to an association, change what was agreed to, or leave."""
    row = queries.membership(place, pk)
    if row is None or not permits.may(request.user, Permit.JOIN_ASSOCIATION, on=place):
        raise Http404
    step, now = request.POST.get("step", ""), timezone.now()
    form = ConsentForm(request.POST)
    agreed: dict[str, Any] = dict(form.cleaned_data) if form.is_valid() else {}
    if step == "save":
        carry_out(
            request,
            lambda: acts.change_consent(member=row, **agreed, by=request.user, at=now),
            _("Saved."),
        )
    elif step in CITY_STEPS:
        carry_out(
            request,
            lambda: acts.move_member(member=row, step=step, **agreed, by=request.user, at=now),
            _("Done. The association is told."),
        )
    return redirect("city_associations", place.slug)


@require_http_methods(FORM)
@of_the_city
def answer(request: HttpRequest, place: Place, pk: str) -> HttpResponse:
    """Answer a survey, or change the answer until it is over; what was typed too late stays."""
    now = timezone.now()
    row = queries.surveys_for(place).filter(pk=pk).first()
    if row is None:
        raise Http404
    mine = queries.answer_of(row, place)
    may = permits.may(request.user, Permit.ANSWER_SURVEY, on=place)
    form = AnswerForm(request.POST or None, questions=row.questions, given=mine)
    if request.method == "POST":
        if not may:
            raise Http404
        if form.is_valid():
            try:
                acts.answer_survey(
                    survey=row, place=place, told=form.told(), by=request.user, at=now
                )
            except Refused as refused:
                put_on(form, refused)
            else:
                messages.success(request, _("Your answer is with the association."))
                return redirect("city_associations", place.slug)
    asks = may and row.joined and row.closes_on >= now.date()
    context = {
        "place": place,
        "row": row,
        "mine": shown.answer(mine, row.questions) if mine else None,
        "form": form if asks or form.errors else None,
    }
    status = 422 if form.errors else 200
    return render(request, "community/associations/answer.html", context, status=status)
