"""A case that goes to another mechanism: looked at first, asked for, agreed to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.actions.transferring import (
    answer_transfer,
    ask_transfer,
    withdraw_transfer,
)
from waymark.assessments.forms import transfer as shapes
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries import transfers as queries
from waymark.assessments.queries.access import visible
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.transfer import Cause, Party
from waymark.assessments.views.city_base import city_page
from waymark.base import permits, reasons
from waymark.kernel.flow import Refused

FORM = ["GET", "HEAD", "POST"]


@city_page
def of_city(request: HttpRequest, here: Here) -> HttpResponse:
    """A city looks what going elsewhere would mean, and asks for it."""
    if not here.may(Permit.ASK_TRANSFER):
        raise Http404
    return _ask(request, here.the_case, Party.CITY)


@login_required
@require_http_methods(FORM)
def of_case(request: HttpRequest, case: str) -> HttpResponse:
    """The secretariat that has a case asks that it goes elsewhere."""
    found = visible(request.user, timezone.now()).filter(pk=case)
    row = found.select_related("place__country", "mechanism", "edition").first()
    if row is None or not permits.may(request.user, Permit.AGREE_TRANSFER, on=row):
        raise Http404
    return _ask(request, row, Party.FROM)


def _ask(request: HttpRequest, case: Any, party: Party) -> HttpResponse:
    now = timezone.now()
    running = queries.transfers(request.user, now).filter(case=case, ended_at=None).first()
    if running is not None:
        return redirect("assessments:transfer", running.pk)
    places = queries.targets(request.user, case)
    wanted = request.GET.get("to", "")
    target = next((one for one in places if one.slug == wanted), places[0] if places else None)
    context: dict[str, Any] = {"case": case, "places": places, "target": target}
    if target is None:
        status = 422 if request.method == "POST" else 200
        return render(request, "assessments/transfer/ask.html", context, status=status)
    if party not in queries.parties_of(request.user, case, target, now):
        raise Http404
    told = queries.preview(request.user, case, target)
    form = shapes.AskForm(request.POST or None, initial={"expected": told.edition.sha256})
    if request.method == "POST" and form.is_valid():
        made = _asked(request, form, case=case, target=target, party=party)
        if made is not None:
            return redirect("assessments:transfer", made.pk)
    context |= {
        "told": told,
        "form": form,
        "wrong": [reasons.sentence(reason) for reason in told.refused],
        "need": [shapes.PARTIES[one] for one in queries.need_of(request.user, case, target)],
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/transfer/ask.html", context, status=status)


def _asked(request: HttpRequest, form: shapes.AskForm, **what: Any) -> Any:
    data = form.cleaned_data
    try:
        return ask_transfer(
            cause=Cause(data["cause"]),
            reason=data["reason"],
            expected=data["expected"],
            by=request.user,
            at=timezone.now(),
            **what,
        )
    except Refused as refused:
        put_on(form, refused)
    except Overtaken:
        form.add_error(None, _("Somebody moved the case on meanwhile. Please look again."))
    return None


@login_required
@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """The transfers that I have to do with."""
    found = queries.transfers(request.user, timezone.now())
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "assessments/transfer/list.html", {"page": page})


@login_required
@require_POST
def withdraw(request: HttpRequest, transfer: str) -> HttpResponse:
    """Who asked takes it back."""
    now = timezone.now()
    told = queries.told(request.user, transfer, now)
    if told is None or queries.asked_by(told.transfer) not in told.speaks:
        raise Http404
    try:
        withdraw_transfer(transfer=told.transfer, by=request.user, at=now)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("It is taken back, and the others are told."))
    return redirect("assessments:transfer", told.transfer.pk)


@login_required
@require_http_methods(FORM)
def transfer(request: HttpRequest, transfer: str) -> HttpResponse:
    """One transfer: why, who agreed, and what became of it; and my answer."""
    now = timezone.now()
    told = queries.told(request.user, transfer, now)
    if told is None:
        raise Http404
    form = shapes.AnswerForm(request.POST or None, parties=told.mine)
    if request.method == "POST" and not told.mine:
        form.add_error(None, reasons.sentence("transfer.over"))
    elif request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answer_transfer(
                transfer=told.transfer,
                party=Party(data["party"]),
                agrees=data["agrees"],
                reason=data["reason"],
                by=request.user,
                at=now,
            )
        except Refused as refused:
            put_on(form, refused)
        except Overtaken:
            form.add_error(None, _("Somebody moved the case on meanwhile. Please look again."))
        else:
            messages.success(request, _("Your answer is on record, and the others are told."))
            return redirect("assessments:transfer", told.transfer.pk)
    context = {
        "told": told,
        "row": told.transfer,
        "form": form,
        "cause": shapes.CAUSES[Cause(told.transfer.cause)],
        "words": [(shapes.PARTIES[Party(one.party)], one) for one in told.words],
        "missing": [shapes.PARTIES[one] for one in told.missing],
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/transfer/one.html", context, status=status)
