"""One item of a meeting: declare ties, vote, decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from waymark.assessments.actions import meeting as acts
from waymark.assessments.actions.decision import AlreadyDecided, decide_item
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.forms import committee as shapes
from waymark.assessments.forms.refusals import came_late, put_on
from waymark.assessments.queries import committee as queries
from waymark.assessments.queries.life.doubts import told
from waymark.assessments.queries.life.inheriting import before_committee
from waymark.assessments.queries.revised import revised_in
from waymark.assessments.queries.spot.checks import comparison_of
from waymark.assessments.reporting.lineage import day_of_end
from waymark.assessments.rules.case import BallotChoice, Permit
from waymark.assessments.views.committee import REFUSALS, meeting_or_404, say
from waymark.assessments.views.spot_check import compared
from waymark.base import permits, reasons
from waymark.kernel.flow import Reason, Refused

DELEGATED = gettext_noop(
    "Your word is noted. Too few members without a tie are left for this city: by rule the global "
    "committee decides on it."
)


def _item(request: HttpRequest, pk: str, item: str) -> tuple[Any, queries.ItemPage]:
    row = meeting_or_404(request, pk)
    found = queries.item_page(request.user, row, item, timezone.now())
    if found is None:
        raise Http404
    return row, found


def _show_item(
    request: HttpRequest, row: Any, page: queries.ItemPage, status: int = 200, **bound: Any
) -> HttpResponse:
    item = page.view.item
    context = {
        "meeting": row,
        "page": page,
        "item": item,
        "tie": shapes.TieForm(),
        "ballot": shapes.BallotForm(item=item),
        "decide": shapes.DecisionForm(initial={"expected": item.report_sha256}),
        "may_decide": permits.may(request.user, Permit.DECIDE, on=item),
        "may_plan": permits.may(request.user, Permit.PLAN_MEETING, on=row),
        **_of_check(page),
        "doubt": _doubt(request, page),
        **_asked(request, page),
        "revised": revised_in(item.report.submission, item.case) if page.view.readable else None,
        **bound,
    }
    return render(request, "assessments/committee/item.html", context, status=status)


def _doubt(request: HttpRequest, page: queries.ItemPage) -> Any:
    """What is said against a decision, for who has said that she has no tie."""
    view = page.view
    reads = view.readable and (view.declared or not page.part)
    return told(request.user, view.item) if view.item.hearing_id and reads else None


def _asked(request: HttpRequest, page: queries.ItemPage) -> dict[str, Any]:
    """What is asked about a certificate of a city that ended, for who may read its dossier."""
    view = page.view
    reads = view.readable and (view.declared or not page.part)
    if not (view.item.inheritance_id and reads):
        return {}
    found = before_committee(request.user, view.item)
    return {"asked": found, "ended": day_of_end(found[0])} if found else {}


def _of_check(page: queries.ItemPage) -> dict[str, Any]:
    """What a spot check came to, for those who may read the dossier."""
    check = page.view.item.spot_check
    found = comparison_of(check) if check and page.view.readable else None
    return compared(check, found) if found else {}


@login_required
@require_safe
def item(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """One item: before anything can be read, a member says whether she has a tie."""
    row, page = _item(request, meeting, item)
    return _show_item(request, row, page)


@login_required
@require_POST
def declare(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """A member's word on her ties."""
    row, page = _item(request, meeting, item)
    form = shapes.TieForm(request.POST)
    if form.is_valid():
        try:
            acts.declare_on_item(
                item=page.view.item, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            put_on(form, refusal)
        else:
            if queries.was_removed(request.user, row, page.view.item.pk):
                messages.success(request, _(DELEGATED), extra_tags="good")
                return redirect("assessments:meeting", row.pk)
            return redirect("assessments:item", row.pk, page.view.item.pk)
    return _show_item(request, row, page, 422, tie=form)


@login_required
@require_POST
def vote(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """A member's ballot."""
    row, page = _item(request, meeting, item)
    form = shapes.BallotForm(request.POST, item=page.view.item)
    if form.is_valid():
        try:
            cast = acts.cast_ballot(
                item=page.view.item,
                choice=BallotChoice(form.cleaned_data["choice"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except NotIndependent as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reasons.sentence(reason))
        except acts.AlreadyVoted:
            form.add_error(None, reasons.sentence("ballot.cast"))
        else:
            if cast.code:  # shown here once, and put into no message or session
                row, page = _item(request, meeting, item)
                return _show_item(request, row, page, code=cast.code)
            messages.success(request, _("Your vote is cast."), extra_tags="good")
            return redirect("assessments:item", row.pk, page.view.item.pk)
    return _show_item(request, row, page, 422, ballot=form)


@login_required
@require_POST
def decide(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """The chair writes down what the ballots came to."""
    try:
        row, page = _item(request, meeting, item)
    except Http404:
        if queries.was_removed(request.user, meeting_or_404(request, meeting), item):
            raise Refused(Reason("decision.not_open")) from None  # while she was writing
        raise
    form, status = shapes.DecisionForm(request.POST), 422
    if form.is_valid():
        try:
            decide_item(
                item=page.view.item, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
            status = 409 if came_late(refusal) else 422
        except AlreadyDecided:
            row, page = _item(request, meeting, item)
            return _show_item(request, row, page, 409, kept=form.cleaned_data["reasons"])
        else:
            return redirect("assessments:item", row.pk, page.view.item.pk)
    return _show_item(request, row, page, status, decide=form)


@login_required
@require_POST
def unschedule(request: HttpRequest, meeting: str, item: str) -> HttpResponse:
    """Take a case off the agenda."""
    row, found = _item(request, meeting, item)
    try:
        acts.unschedule_case(item=found.view.item, by=request.user, at=timezone.now())
    except Refused as refusal:
        say(request, refusal)
    return redirect("assessments:meeting", row.pk)
