"""Appeals: the city lodges, the secretariat admits and names, the panel hears and decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.actions import appeal as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.forms import life as shapes
from waymark.assessments.forms.committee import PanelTieForm
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries.life import appeals as queries
from waymark.assessments.queries.life.page import appealable
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.life.appeal import Ground, Remedy, Vote
from waymark.base import permits, reasons
from waymark.kernel.flow import Refused

FORM = ["GET", "HEAD", "POST"]
REFUSALS = (Refused, BadAnswer)
PAGE = 50


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _appeal(request: HttpRequest, pk: str, permit: str = "") -> Any:
    found = queries.appeals(request.user, timezone.now()).filter(pk=pk).first()
    if found is None or (permit and not permits.may(request.user, permit, on=found)):
        raise Http404
    return found


@login_required
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """The appeals that the viewer has to do with, the newest first."""
    found = queries.appeals(request.user, timezone.now())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/appeal/list.html", {"page": page})


@login_required
@require_http_methods(FORM)
def lodge(request: HttpRequest, decision: str) -> HttpResponse:
    """Appeal against a decision."""
    found = appealable(request.user, decision, timezone.now())
    if found is None or not permits.may(request.user, Permit.LODGE_APPEAL, on=found.decision.case):
        raise Http404
    form = shapes.LodgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.lodge(
                decision=found.decision,
                ground=Ground(form.cleaned_data["ground"]),
                text=form.cleaned_data["text"],
                **_who(request),
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Your appeal is lodged, and the secretariat is told."))
            return redirect("assessments:appeal", made.pk)
    context = {"form": form, "decision": found.decision, "until": found.until}
    status = 422 if form.errors else 200
    return render(request, "assessments/appeal/lodge.html", context, status=status)


@login_required
@require_safe
def appeal(request: HttpRequest, appeal: str) -> HttpResponse:
    """One appeal: what was said, who hears it, how far it is, what came of it."""
    row = _appeal(request, appeal)
    told = queries.told(request.user, row, timezone.now())
    may = {
        "admit": permits.may(request.user, Permit.ADMIT_APPEAL, on=row),
        "sit": permits.may(request.user, Permit.SIT_ON_APPEAL, on=row),
    }
    context = {
        "appeal": row,
        "told": told,
        "may": may,
        "ground": shapes.GROUNDS[Ground(row.ground)],
        "remedy": shapes.REMEDIES[Remedy(told.outcome.remedy)]
        if told.outcome and told.outcome.remedy
        else "",
    }
    return render(request, "assessments/appeal/appeal.html", context)


def _form_page(
    request: HttpRequest, row: Any, form: forms.Form, words: dict[str, Any]
) -> HttpResponse:
    context = {"form": form, "appeal": row, **words}
    status = 422 if form.errors else 200
    return render(request, "assessments/appeal/form.html", context, status=status)


def _taken(request: HttpRequest, form: forms.Form, act: Any, done: Any) -> bool:
    """Take a form that was sent; whether the act was done."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        result = act(form.cleaned_data)
    except REFUSALS as refusal:
        put_on(form, refusal)
        return False
    messages.success(request, done(result) if callable(done) else done)
    return True


@login_required
@require_http_methods(FORM)
def admit(request: HttpRequest, appeal: str) -> HttpResponse:
    """Say whether an appeal is heard."""
    row = _appeal(request, appeal, Permit.ADMIT_APPEAL)
    form = shapes.AdmitForm(request.POST or None)

    def act(data: dict[str, Any]) -> Any:
        if data["admit"]:
            return acts.admit(appeal=row, **_who(request))
        return acts.turn_away(appeal=row, reason=data["reason"], **_who(request))

    if _taken(request, form, act, _("It is on record, and the city is told.")):
        return redirect("assessments:appeal", row.pk)
    words = {
        "title": _("Is this appeal heard?"),
        "lead": _("It is heard if it is in time, names its grounds, and is about a decision."),
        "button": _("Put it on record"),
    }
    return _form_page(request, row, form, words)


@login_required
@require_http_methods(FORM)
def panel(request: HttpRequest, appeal: str) -> HttpResponse:
    """Name who hears an appeal, from people who had no part in the case."""
    row = _appeal(request, appeal, Permit.ADMIT_APPEAL)
    people = queries.candidates(request.user, row, timezone.now())
    free = [(one.user.pk, one.user.name) for one in people if one.available]
    form = shapes.PanelForm(request.POST or None, people=free)

    def act(data: dict[str, Any]) -> Any:
        chosen = [one.user for one in people if one.user.pk in data["members"]]
        return acts.name_panel(appeal=row, members=chosen, **_who(request))

    if _taken(request, form, act, _("The panel is named, and its people are told.")):
        return redirect("assessments:appeal", row.pk)
    words = {
        "title": _("Who hears it?"),
        "lead": _("Nobody who reviewed, voted, decided or took a step in this case."),
        "button": _("Name them"),
        "others": [
            {"name": one.user.name, "why": [reasons.sentence(why) for why in one.reasons]}
            for one in people
            if not one.available
        ],
    }
    return _form_page(request, row, form, words)


@login_required
@require_http_methods(FORM)
def declare(request: HttpRequest, appeal: str) -> HttpResponse:
    """Say whether there is a tie, before anything can be read."""
    row = _appeal(request, appeal, Permit.SIT_ON_APPEAL)
    form = PanelTieForm(request.POST or None)

    def act(data: dict[str, Any]) -> Any:
        return acts.declare(
            appeal=row,
            conflict=data["tie"] == "yes",
            asks=data["tie"] == "ask",
            note=data["note"],
            **_who(request),
        )

    def done(stays: bool) -> str:
        if stays and form.cleaned_data["tie"] == "ask":
            return _("Thank you. The other members rule on it; until then the case stays closed.")
        if stays:
            return _("Thank you. You can read the case now.")
        return _("Thank you. A tie stands in the way: you do not hear this appeal.")

    if _taken(request, form, act, done):
        gone = not permits.may(request.user, Permit.SIT_ON_APPEAL, on=row)
        return redirect("assessments:appeals") if gone else redirect("assessments:appeal", row.pk)
    words = {"title": _("Your ties"), "button": _("Put it on record")}
    return _form_page(request, row, form, words)


@login_required
@require_http_methods(FORM)
def vote(request: HttpRequest, appeal: str) -> HttpResponse:
    """Vote on an appeal."""
    row = _appeal(request, appeal, Permit.SIT_ON_APPEAL)
    form = shapes.VoteForm(request.POST or None)

    def act(data: dict[str, Any]) -> Any:
        return acts.cast_vote(
            appeal=row, choice=Vote(data["choice"]), reason=data["reason"], **_who(request)
        )

    if _taken(request, form, act, _("Your vote is cast.")):
        return redirect("assessments:appeal", row.pk)
    words = {
        "title": _("Your vote"),
        "lead": _("More than half have to want it, for a decision to be set aside."),
        "button": _("Cast the vote"),
    }
    return _form_page(request, row, form, words)


@login_required
@require_http_methods(FORM)
def decide(request: HttpRequest, appeal: str) -> HttpResponse:
    """Write down what the panel came to."""
    row = _appeal(request, appeal, Permit.DECIDE_APPEAL)
    form = shapes.OutcomeForm(request.POST or None, remedies=queries.remedies_of(row))

    def act(data: dict[str, Any]) -> Any:
        remedy = Remedy(data["remedy"]) if data["remedy"] else None
        return acts.decide(appeal=row, remedy=remedy, reasons=data["reasons"], **_who(request))

    if _taken(request, form, act, _("It is decided, and everybody concerned is told.")):
        return redirect("assessments:appeal", row.pk)
    words = {
        "title": _("Write the decision down"),
        "lead": _("Whether the appeal is upheld follows from the votes."),
        "button": _("Put it on record"),
    }
    return _form_page(request, row, form, words)
