"""The agreement of a hub, its label and its end: for the secretariat and for who leads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.hubs import shown_hubs
from waymark.hubs.actions import agreeing as acts
from waymark.hubs.forms.agreeing import AgreementForm, AnswerAgreementForm, EndForm
from waymark.hubs.forms.calls import put_on
from waymark.hubs.queries import hubs as queries
from waymark.hubs.queries import proposals, reports
from waymark.hubs.rules.life import HubState
from waymark.hubs.rules.permits import Permit
from waymark.kernel.flow import Refused

if TYPE_CHECKING:
    from waymark.hubs.models import Hub

FORM = ["GET", "HEAD", "POST"]
PER_PAGE = 50


@require_safe
@login_required
def kept(request: HttpRequest) -> HttpResponse:
    """All hubs for the secretariat, those whose agreement is open first."""
    found = queries.kept(request.user)
    if found is None:
        raise Http404
    page = Paginator(reports.with_reports(found), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.now().date()
    lines = [
        (shown_hubs.line(row, today), reports.due(row, getattr(row, "reported", 0), today))
        for row in page
    ]
    context = {"page": page, "lines": lines, "accepted": queries.accepted(request.user)}
    return render(request, "hubs/kept.html", context)


@require_POST
@login_required
def begin(request: HttpRequest, pk: str) -> HttpResponse:
    """Begin the hub of an accepted proposal."""
    case = proposals.on_desk(request.user, pk, timezone.now())
    if case is None or not proposals.may_look(request.user, case):
        raise Http404
    try:
        row = acts.begin_hub(case=case, by=request.user, at=timezone.now())
    except Refused as refused:
        _say(request, refused)
        return redirect("proposal", pk)
    return redirect("hub_agreement", row.pk)


def _say(request: HttpRequest, refused: Refused) -> None:
    for reason in refused.reasons:
        messages.error(request, reasons.sentence(shown_hubs.with_days(reason)))


def _inside(request: HttpRequest, pk: str) -> Hub:
    row = queries.inside(request.user, pk, timezone.now())
    if row is None:
        raise Http404
    return row


def _kept(request: HttpRequest, pk: str) -> Hub:
    row = _inside(request, pk)
    if not queries.may(request.user, Permit.KEEP_HUB, row):
        raise Http404
    return row


@require_safe
@login_required
def agreement(request: HttpRequest, pk: str) -> HttpResponse:
    """The agreement as it stands, who signed what, and what is next."""
    return _draw(request, _inside(request, pk))


def _draw(request: HttpRequest, row: Hub, form: Any = None, status: int = 200) -> HttpResponse:
    newest = queries.newest(row)
    answer = getattr(newest, "answer", None) if newest else None
    signs = queries.may(request.user, Permit.SIGN_HUB, row)
    waits = newest is not None and answer is None and row.state == HubState.ACCEPTED
    if form is None and signs and waits and newest is not None:
        form = AnswerAgreementForm(initial={"expected": newest.sha256})
    context = {
        "row": row,
        "agreement": newest,
        "terms": queries.terms_of(newest) if newest else None,
        "answer": answer,
        "waits": waits,
        "form": form if signs and waits else None,
        "keeps": queries.may(request.user, Permit.KEEP_HUB, row),
        "agreed": answer is not None and answer.accepted,
        "versions": row.agreements.select_related("answer__by", "offered_by").order_by("-seq"),
    }
    return render(request, "hubs/agreement.html", context, status=status)


@require_http_methods(FORM)
@login_required
def offer(request: HttpRequest, pk: str) -> HttpResponse:
    """Write and offer a version of the agreement."""
    row = _kept(request, pk)
    newest = queries.newest(row)
    before = queries.terms_of(newest) if newest else queries.proposed(row.case)
    form = AgreementForm(request.POST if request.method == "POST" else None, before)
    if request.method == "POST" and form.is_valid():
        try:
            acts.offer_agreement(hub=row, terms=form.terms(), by=request.user, at=timezone.now())
        except Refused as refused:
            for reason in refused.reasons:
                put_on(form.terms_form, Refused(shown_hubs.with_days(reason)))
        else:
            messages.success(request, _("Offered. Who signs for the place is told."))
            return redirect("hub_agreement", pk)
    bound = any(part.errors for part in (form.terms_form, *form.deliverables, *form.partners))
    answer = getattr(newest, "answer", None) if newest else None
    context = {"row": row, "form": form, "said": answer, "bound": bound}
    return render(request, "hubs/offer.html", context, status=422 if bound else 200)


@require_POST
@login_required
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Say yes to the newest version, or what should be different."""
    row = _inside(request, pk)
    newest = queries.newest(row)
    if newest is None or not queries.may(request.user, Permit.SIGN_HUB, row):
        raise Http404
    form = AnswerAgreementForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            acts.answer_agreement(
                agreement=newest,
                expected=data["expected"],
                accepted=data["answer"] == "yes",
                words=data["words"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Your answer is signed and with the secretariat."))
            return redirect("hub_agreement", pk)
    return _draw(request, row, form, 422)


@require_POST
@login_required
def label(request: HttpRequest, pk: str) -> HttpResponse:
    """Give the label."""
    row = _kept(request, pk)
    try:
        acts.give_label(hub=row, by=request.user, at=timezone.now())
    except Refused as refused:
        _say(request, refused)
    else:
        messages.success(request, _("The label is given. It is signed within a minute."))
    return redirect("hub_agreement", pk)


@require_http_methods(FORM)
@login_required
def end(request: HttpRequest, pk: str) -> HttpResponse:
    """Close a hub, or give one up before its label."""
    row = _kept(request, pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            acts.end_hub(hub=row, reason=reason, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Put on record."))
            return redirect("hub_agreement", pk)
    early = row.state == HubState.ACCEPTED
    title = _("Give up before the label") if early else _("Close the hub")
    context = {"row": row, "form": form, "title": title}
    return render(request, "hubs/hub_write.html", context, status=422 if form.errors else 200)
