"""The city's home: its journey, opening a case, aiming elsewhere, taking a case back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from waymark.assessments.actions.case import (
    CaseAlreadyOpen,
    NotOnOffer,
    change_target,
    open_case,
    withdraw_case,
)
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.actions.submission import too_late
from waymark.assessments.forms.case import OpenCaseForm, TargetForm, WithdrawForm
from waymark.assessments.forms.refusals import came_late, put_on
from waymark.assessments.queries import journey as queries
from waymark.assessments.queries.holding import open_hold, standing_of
from waymark.assessments.queries.life.page import can_be_appealed
from waymark.assessments.queries.rebasing import newer_edition
from waymark.assessments.queries.revised import revised_in
from waymark.assessments.queries.transfers import continued, could_go
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.case import DecisionKind, Permit
from waymark.assessments.rules.flows import BEFORE_DECISION
from waymark.assessments.rules.intake import utc
from waymark.assessments.rules.rebasing import OPEN_TO_IT
from waymark.assessments.rules.work import Next
from waymark.assessments.views.city_base import city_page, go, page
from waymark.assessments.views.words import timeline
from waymark.base.face import links_beside
from waymark.kernel.flow import Refused
from waymark.schemes.queries import scheme_of


@city_page(with_case=False)
def journey(request: HttpRequest, here: Here) -> HttpResponse:
    """Where the city is, what is next, who works on what."""
    proposes = here.case is not None and here.case.intake_id is not None
    awards = [] if proposes else queries.awards_of(here.viewer, here.place)
    if here.case is None:
        return page(
            request,
            here,
            "start",
            "journey",
            awards=awards,
            may_open=here.may(Permit.OPEN_CASE),
            offers=queries.offers(here),
        )
    told, others = queries.journey(here), queries.other_cases(here)
    signs = told.next in {Next.SIGN, Next.MEND, Next.ANSWER}
    return page(
        request,
        here,
        "journey",
        "journey",
        told=told,
        awards=awards,
        others=others,
        signatories=queries.signatories(here) if signs else [],
        events=timeline(told.events),
        may_open=here.may(Permit.OPEN_CASE),
        may_submit=here.may(Permit.SUBMIT_CASE),
        may_withdraw=here.may(Permit.WITHDRAW_CASE) and here.case.state in BEFORE_DECISION,
        may_transfer=_may_transfer(here),
        goes_on=continued(request.user, here.case),
        may_appeal=_may_appeal(here, told.decision),
        newer=_newer(request, here),
        held=standing_of(here.case),
        revised=revised_in(told.submission, here.case),
        waits=[]
        if proposes
        else [*links_beside("city", request, here.place), *links_beside("cases", request, others)],
        **_answering(request, here),
        may_aim=_may_aim(here),
    )


def _may_aim(here: Here) -> bool:
    """Whether she who looks may choose another level."""
    case = here.the_case
    return here.may(Permit.OPEN_CASE) and case.state == "draft" and case.intake_id is None


def _answering(request: HttpRequest, here: Here) -> dict[str, Any]:
    """What the case answers and until when, where it answers something."""
    case = here.the_case
    if case.intake_id is None or case.hand_in_by is None:
        return {}
    return {
        "answers": links_beside("intake", request, case),
        "by_utc": utc(case.hand_in_by),
        "late": too_late(case, here.at) is not None,
    }


def _may_transfer(here: Here) -> bool:
    """Whether she who looks may ask for another mechanism, and there is one."""
    case = here.the_case
    asks = here.may(Permit.ASK_TRANSFER) and case.state in BEFORE_DECISION
    return asks and could_go(here.viewer, case)


def _newer(request: HttpRequest, here: Here) -> bool:
    """Whether there is a newer edition that she who looks may take the case to."""
    may = here.may(Permit.OPEN_CASE) and here.the_case.state in OPEN_TO_IT
    found = newer_edition(request.user, here.the_case) if may else None
    return found is not None and (found.adaptation_id is not None or not open_hold(here.the_case))


def _may_appeal(here: Here, decision: Any) -> bool:
    """Whether she who looks may appeal against a refusal now."""
    refused = decision is not None and decision.kind == DecisionKind.REFUSE
    return refused and here.may(Permit.LODGE_APPEAL) and can_be_appealed(decision, here.at)


@city_page(with_case=False)
def start(request: HttpRequest, here: Here) -> HttpResponse:
    """Choose a level and a language, and open a case."""
    if not here.may(Permit.OPEN_CASE):
        return redirect("assessments:journey", here.place.slug)
    offers = queries.offers(here)
    wanted = request.GET.get("offer", "")
    offer = next((one for one in offers if one.key == wanted), offers[0] if offers else None)
    if offer is None:
        messages.info(request, _("There is nothing more to apply for just now."))
        return redirect("assessments:journey", here.place.slug)
    scheme = scheme_of(offer.edition)
    form = OpenCaseForm(
        request.POST or None, levels=scheme.levels, languages=offer.mechanism.languages or ["en"]
    )
    if request.method == "POST" and form.is_valid() and _open(request, here, offer, form):
        return redirect("assessments:journey", here.place.slug)
    return page(
        request,
        here,
        "open",
        "journey",
        status=422 if form.is_bound else 200,
        form=form,
        offer=offer,
        offers=offers,
        scheme=scheme,
    )


def _open(request: HttpRequest, here: Here, offer: queries.Offer, form: OpenCaseForm) -> bool:
    try:
        open_case(
            place=here.place,
            mechanism=offer.mechanism,
            edition=offer.edition,
            target_level=form.cleaned_data["level"],
            language=form.cleaned_data["language"],
            by=request.user,
            at=here.at,
        )
    except CaseAlreadyOpen:
        messages.info(request, _("A colleague has opened this case already."))
    except NotOnOffer:
        messages.error(request, _("This edition is no longer on offer."))
    except Refused as refused:
        put_on(form, refused)
        return False
    else:
        messages.success(request, _("Your case is open. Begin with any criterion you like."))
    return True


@city_page
def target(request: HttpRequest, here: Here) -> HttpResponse:
    """Aim for another level."""
    case = here.the_case
    form = TargetForm(
        request.POST or None, levels=here.scheme.levels, initial={"level": case.target_level}
    )
    if request.method == "POST" and form.is_valid():
        level = form.cleaned_data["level"]
        try:
            change_target(case=case, target_level=level, by=request.user, at=here.at)
        except NotOnOffer:
            messages.error(request, _("The case has been handed in: its level stays as it is."))
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The level you aim for has been changed."))
        if not form.errors:
            return go(here, "journey_of")
    status = 422 if form.is_bound else 200
    return page(request, here, "target", "journey", status=status, form=form, scheme=here.scheme)


@city_page
def withdraw(request: HttpRequest, here: Here) -> HttpResponse:
    """Take the case back, with a reason."""
    form = WithdrawForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_case(case=here.the_case, reason=reason, by=request.user, at=here.at)
        except Refused as refused:
            put_on(form, refused)
            status = 409 if came_late(refused) else 422
        except Overtaken:
            form.add_error(None, _("Somebody moved the case on meanwhile. Please look again."))
            status = 409
        else:
            messages.success(request, _("The case has been taken back. All of it stays readable."))
            return go(here, "journey_of")
    return page(request, here, "withdraw", "journey", status=status, form=form)
