"""Proposals: beginning one, what it says and whether it fits, and the secretariat's list."""

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

from waymark.assessments.actions.case import CaseAlreadyOpen, NotOnOffer
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.rules.case import CaseState
from waymark.hubs import shown, shown_proposals
from waymark.hubs.actions import proposals as acts
from waymark.hubs.forms.calls import put_on
from waymark.hubs.forms.proposals import AskForm, ListForm, ProposeForm, TurnDownForm
from waymark.hubs.queries import calls, hubs
from waymark.hubs.queries import proposals as queries
from waymark.hubs.views.public import found
from waymark.kernel.flow import Refused

if TYPE_CHECKING:
    from waymark.assessments.models import Case
    from waymark.hubs.models import Call

FORM = ["GET", "HEAD", "POST"]
PER_PAGE = 50
STATES = [state.value for state in CaseState if state != CaseState.DRAFT]


def _journey(case: Case) -> HttpResponse:
    return redirect("assessments:journey_of", case.place.slug, f"case-{case.pk}")


@require_http_methods(FORM)
@login_required
def propose(request: HttpRequest, pk: str) -> HttpResponse:
    """Begin a proposal for one of the places that somebody leads."""
    row, now = found(request, pk), timezone.now()
    if calls.standing(row, now) != "open" or queries.intake_of(row) is None:
        raise Http404
    places = queries.could_lead(request.user, row, now)
    if request.method == "POST" and not places:
        raise Http404
    form = ProposeForm(request.POST or None, call=row, places=places)
    if request.method == "POST" and form.is_valid():
        done = _begin(request, row, form, places)
        if done is not None:
            return done
    context = {
        "row": row,
        "form": form,
        "places": places,
        "own": queries.own(request.user, row, now),
        "closes": shown.moment(row.closes_at, row.zone),
    }
    return render(request, "hubs/propose.html", context, status=422 if form.errors else 200)


def _begin(
    request: HttpRequest, row: Call, form: ProposeForm, places: list[Any]
) -> HttpResponse | None:
    place = next(one for one in places if one.pk == form.cleaned_data["place"])
    language = form.cleaned_data["language"]
    try:
        case = acts.propose(
            call=row, place=place, language=language, by=request.user, at=timezone.now()
        )
    except CaseAlreadyOpen as opened:
        messages.info(request, _("This proposal is begun already. Go on with it here."))
        return _journey(opened.case) if opened.case is not None else None
    except NotOnOffer:
        form.add_error(None, _("The call was withdrawn meanwhile."))
        return None
    except Refused as refused:
        put_on(form, refused)
        return None
    messages.success(request, _("Your proposal is begun. Fill in its first step."))
    return _journey(case)


@require_safe
@login_required
def proposals(request: HttpRequest, pk: str) -> HttpResponse:
    """The proposals for a call that were handed in, for its secretariat."""
    row, now = found(request, pk), timezone.now()
    form = ListForm(request.GET, states=STATES)
    data = form.cleaned_data if form.is_valid() else {}
    wanted = queries.Wanted(data.get("state", ""), data.get("q", ""), data.get("order", ""))
    cases = queries.handed_in(request.user, row, wanted, now)
    if cases is None:
        raise Http404
    form.use_required_attribute = False
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    said = queries.said_first(list(page.object_list))
    lines = [
        {"case": case, "title": shown_proposals.titled(said.get(case.pk, {}))} for case in page
    ]
    context = {
        "row": row,
        "form": form,
        "page": page,
        "lines": lines,
        "wanted": wanted,
        "awaited": [
            (case, shown.moment(case.hand_in_by, row.zone))
            for case in queries.awaited(request.user, row, now)
        ],
    }
    return render(request, "hubs/proposals.html", context)


@require_safe
@login_required
def proposal(request: HttpRequest, pk: str) -> HttpResponse:
    """What a proposal says, and what is found of it by the rules of its call."""
    now = timezone.now()
    case = queries.proposal(request.user, pk, now)
    row = queries.call_of(case) if case else None
    if case is None or row is None:
        raise Http404
    findings = queries.findings_of(case, row)
    desk = queries.on_desk(request.user, pk, now)
    waits = case.state == CaseState.SUBMITTED and case.first_step
    context = {
        "case": case,
        "row": row,
        "title": shown_proposals.titled((queries.lines_of(case).get("initiative") or [{}])[0]),
        "parts": shown_proposals.parts(case),
        "findings": shown.findings(findings),
        "by": shown.moment(case.hand_in_by, row.zone),
        "outcome": hubs.outcome(case),
        "hub": hubs.of_case(request.user, case, now),
        "works": queries.works_for(request.user, case, now),
        "desk": desk is not None,
        "decides": desk is not None and waits and queries.may_look(request.user, case),
    }
    return render(request, "hubs/proposal.html", context)


def _at_desk(request: HttpRequest, pk: str) -> tuple[Case, Call]:
    case = queries.on_desk(request.user, pk, timezone.now())
    row = queries.call_of(case) if case else None
    if case is None or row is None or not queries.may_look(request.user, case):
        raise Http404
    return case, row


@require_http_methods(FORM)
@login_required
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Open the second step of a proposal."""
    case, row = _at_desk(request, pk)
    form = AskForm(request.POST or None, zone=row.zone)
    if request.method == "POST" and form.is_valid():
        until = form.until()
        try:
            acts.ask_for_second_step(case=case, until=until, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        except Overtaken:
            form.add_error(None, _("Somebody moved the proposal on meanwhile. Please look again."))
        else:
            messages.success(request, _("The second step is open. Its leader is told."))
            return redirect("call_proposals", row.pk)  # a draft again, and its writers' alone
    return _act(request, case, row, form, _("Ask for the second step"))


@require_http_methods(FORM)
@login_required
def turn_down(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a proposal no further."""
    case, row = _at_desk(request, pk)
    form = TurnDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            acts.turn_down(case=case, reason=reason, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        except Overtaken:
            form.add_error(None, _("Somebody moved the proposal on meanwhile. Please look again."))
        else:
            messages.success(request, _("It is not taken further. Its leader reads your reason."))
            return redirect("call_proposals", row.pk)
    return _act(request, case, row, form, _("Take it no further"))


def _act(request: HttpRequest, case: Case, row: Call, form: Any, title: str) -> HttpResponse:
    context = {"case": case, "row": row, "form": form, "title": title}
    return render(request, "hubs/proposal_act.html", context, status=422 if form.errors else 200)
