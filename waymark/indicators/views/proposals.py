"""Values proposed from outside, for those who decide about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.indicators import shown_proposals
from waymark.indicators.actions import deciding
from waymark.indicators.forms.proposals import (
    AcceptProposalForm,
    DeclineForm,
    ProposalsForm,
    SeveralForm,
)
from waymark.indicators.queries import proposals as reads
from waymark.indicators.queries.place import Here
from waymark.indicators.views.common import add_refusal, city_page, editors_page, found, page, say
from waymark.kernel.flow import Refused

PER_PAGE = 40
FIELDS = {"value": "value", "status": "status", "margin": "margin", "count": "sample_size"}
FIELDS |= {"entry": "text"}


@require_safe
@city_page
def proposals(request: HttpRequest, at: Here) -> HttpResponse:
    """What was proposed, each beside the value that holds now."""
    indicators, people = reads.choices(at)
    form = ProposalsForm(request.GET, indicators=indicators, people=people)
    state = form.asked("state", "open")
    asked = reads.Asked(
        "" if state == "all" else state, form.asked("indicator"), form.asked("person")
    )
    paged = Paginator(reads.proposals(at, asked), PER_PAGE).get_page(request.GET.get("page"))
    rows = shown_proposals.beside(at, paged.object_list)
    context = {"page": paged, "rows": rows, "form": form, "several": SeveralForm(), "ticked": ()}
    context["decides"] = at.may_edit and any(one.row.state == "open" for one in rows)
    return page(request, at, "proposals", context)


def _accepting(one: shown_proposals.Shown, data: Any = None) -> AcceptProposalForm:
    initial = {name: getattr(one.row, name) for name in reads.TOLD}
    initial["replaces"] = one.now.pk if one.now else ""
    return AcceptProposalForm(data, initial=initial, period=one.row.period)


def _draw(
    request: HttpRequest,
    at: Here,
    row: Any,
    accepting: AcceptProposalForm | None = None,
    declining: DeclineForm | None = None,
) -> HttpResponse:
    (one,) = shown_proposals.beside(at, [row])
    wrong = any(form is not None and form.errors for form in (accepting, declining))
    context: dict[str, Any] = {"one": one, "row": row, "steps": reads.steps(row)}
    if row.state == "open" and at.may_edit:
        context["form"] = accepting or _accepting(one)
        context["declining"] = declining or DeclineForm()
    return page(request, at, "proposal", context, 400 if wrong else 200)


def _refused(request: HttpRequest, at: Here, row: Any, refused: Refused) -> HttpResponse:
    """The page again with what was typed, beside the value that holds by now."""
    (one,) = shown_proposals.beside(at, [row])
    data = request.POST.copy()
    data["replaces"] = str(one.now.pk) if one.now else ""
    form = _accepting(one, data)
    add_refusal(form, refused, FIELDS)
    return _draw(request, at, row, form)


@require_http_methods(["GET", "HEAD", "POST"])
@city_page
def proposal(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """One of them; sent, it is accepted, as it is or changed."""
    row = found(reads.proposal(at, pk))
    if request.method != "POST":
        return _draw(request, at, row)
    found(at.may_edit or None)
    (one,) = shown_proposals.beside(at, [row])
    form = _accepting(one, request.POST)
    if not form.is_valid():
        return _draw(request, at, row, form)
    try:
        deciding.accept_proposal(
            proposal=row,
            value=form.value_told,
            replaces=form.seen,
            by=at.viewer,
            at=timezone.now(),
        )
    except Refused as refused:
        return _refused(request, at, found(reads.proposal(at, pk)), refused)
    messages.success(request, _("Accepted. It is a value of the city now."))
    return redirect("indicators:proposals", at.place.slug)


@require_POST
@editors_page
def decline(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """Decline a proposal, with a reason."""
    row = found(reads.proposal(at, pk))
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _draw(request, at, row, declining=form)
    reason = form.cleaned_data["reason"]
    try:
        deciding.decline_proposal(proposal=row, reason=reason, by=at.viewer, at=timezone.now())
    except Refused as refused:
        add_refusal(form, refused, {"proposal": "reason", "text": "reason"})
        return _draw(request, at, found(reads.proposal(at, pk)), declining=form)
    messages.success(request, _("Declined. The person who proposed it reads your reason."))
    return redirect("indicators:proposals", at.place.slug)


@require_POST
@editors_page
def undo(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """Take a decision back."""
    row: Any = found(reads.proposal(at, pk))
    declined = row.state == "declined"
    take_back = deciding.reopen_declined if declined else deciding.undo_acceptance
    try:
        take_back(proposal=row, by=at.viewer, at=timezone.now())
    except Refused as refused:
        say(request, refused)
    else:
        if declined:
            messages.success(request, _("It waits again."))
            return redirect("indicators:proposal", at.place.slug, pk)
        messages.success(request, _("Undone. What held before holds again, and it waits anew."))
    return redirect("indicators:proposal", at.place.slug, pk)
