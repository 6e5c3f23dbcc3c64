"""The life of a certificate: for everybody, and the acts of those concerned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.assessments.actions import life as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.forms import life as shapes
from waymark.assessments.forms.refusals import put_on
from waymark.assessments.queries.life import page as queries
from waymark.assessments.queries.life.inheriting import ended_by
from waymark.assessments.queries.spot.checks import mechanisms_of
from waymark.assessments.reporting.lineage import of_its_city
from waymark.assessments.rules.case import Permit
from waymark.awards.rules.lifecycle import NoSuchStep
from waymark.base import permits
from waymark.kernel.flow import Refused

FORM = ["GET", "HEAD", "POST"]
REFUSALS = (Refused, BadAnswer)
LIVE = ("valid", "suspended", "intended")


def life_or_404(request: HttpRequest, number: str) -> Any:
    """Return the life of the certificate in the address. Raises Http404."""
    found = queries.life_of(request.user, number, timezone.now())
    if found is None:
        raise Http404
    return found


@require_safe
def life(request: HttpRequest, number: str) -> HttpResponse:
    """What has become of a certificate, in words; and what those concerned can do."""
    one = life_or_404(request, number)
    on_case, on_given = one.case, one.given
    live = one.entry.state in LIVE
    may = {
        "decide": permits.may(request.user, Permit.DECIDE_ON_AWARD, on=on_given),
        "doubt": live and permits.may(request.user, Permit.DOUBT_DECISION, on=on_given),
        "hear": live and permits.may(request.user, Permit.HEAR_CITY, on=on_given),
        "judge": permits.may(request.user, Permit.JUDGE_CONDITION, on=on_given),
        "speak": live and permits.may(request.user, Permit.SPEAK_FOR_CITY, on=on_case),
        "heir": one.entry.state == "valid"
        and permits.may(request.user, Permit.ASK_INHERITANCE, on=on_given)
        and ended_by(one.award),
        "correct": one.entry.state == "valid"
        and permits.may(request.user, Permit.CORRECT_DECISION, on=on_given),
        "appeal": permits.may(request.user, Permit.LODGE_APPEAL, on=on_case),
    }
    history = [
        {"row": told, "can_appeal": may["appeal"] and told.can_be_appealed} for told in one.history
    ]
    terms = one.terms.document()
    context = {
        "life": one,
        "award": one.award,
        "may": may,
        "history": history,
        "live": live,
        "remarks": of_its_city(request.user, one.award, one.entry.state),
        "terms": [(label, terms[name]) for name, label in shapes.TERMS.items()],
    }
    return render(request, "assessments/life/life.html", context)


def form_page(
    request: HttpRequest,
    one: Any,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    words: dict[str, Any],
) -> HttpResponse:
    """Show a form, take it, and lead back to the life of the certificate."""
    late = False
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except REFUSALS as refusal:
            put_on(form, refusal)
        except NoSuchStep:
            form.add_error(None, _("The certificate’s present state does not allow this."))
            late = True
        else:
            messages.success(request, words["done"])
            return redirect("assessments:life", one.award.number)
    context = {"form": form, "life": one, "award": one.award, **words}
    status = 409 if late else 422 if form.errors else 200
    return render(request, "assessments/life/form.html", context, status=status)


def who(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": request.user, "at": timezone.now()}


@login_required
@require_http_methods(FORM)
def hearing(request: HttpRequest, number: str) -> HttpResponse:
    """Open a hearing."""
    one = life_or_404(request, number)
    if not permits.may(request.user, Permit.HEAR_CITY, on=one.given):
        raise Http404

    def act(data: dict[str, Any]) -> None:
        acts.open_hearing(case=one.case, award=one.award, grounds=data["grounds"], **who(request))

    words = {
        "title": _("Hear the city"),
        "lead": _("Before a certificate is revoked, its city can answer."),
        "button": _("Open the hearing"),
        "done": _("The city is told, and has time to answer."),
    }
    return form_page(request, one, shapes.HearingForm(request.POST or None), act, words)


@login_required
@require_http_methods(FORM)
def say(request: HttpRequest, number: str, kind: str, about: str = "") -> HttpResponse:
    """Say something for the city: in a hearing, on a condition, at mid-term."""
    one = life_or_404(request, number)
    if not permits.may(request.user, Permit.SPEAK_FOR_CITY, on=one.case):
        raise Http404
    quoted, title = _asked(one, kind, about)

    def act(data: dict[str, Any]) -> None:
        acts.say(
            case=one.case,
            award=one.award,
            kind=kind,
            about=about,
            text=data["text"],
            **who(request),
        )

    words = {
        "title": title,
        "quoted": quoted,
        "button": _("Put it on record"),
        "done": _("It is on record, and the secretariat and the chair are told."),
    }
    return form_page(request, one, shapes.SayForm(request.POST or None), act, words)


def _asked(one: Any, kind: str, about: str) -> tuple[str, str]:
    """What the city answers to, and the page's title. Raises Http404 for what is not there."""
    if kind == "hearing":
        found = next((row for row in one.hearings if row.pk == about), None)
        quoted, title = (found.grounds if found else None), _("Answer in the hearing")
    elif kind == "condition":
        rows = (told.condition for told in one.conditions)
        condition = next((row for row in rows if row.pk == about), None)
        quoted, title = (condition.text if condition else None), _("Say how the condition is met")
    else:
        quoted, title = "", _("Say what has changed")
    if quoted is None:
        raise Http404
    return quoted, title


@login_required
@require_http_methods(FORM)
def condition(request: HttpRequest, number: str, condition: str) -> HttpResponse:
    """Write down whether a condition is met."""
    one = life_or_404(request, number)
    rows = (told.condition for told in one.conditions)
    found = next((row for row in rows if row.pk == condition), None)
    if found is None or not permits.may(request.user, Permit.JUDGE_CONDITION, on=one.given):
        raise Http404

    def act(data: dict[str, Any]) -> None:
        acts.find_condition(
            condition=found, met=data["met"], reasons=data["reasons"], **who(request)
        )

    words = {
        "title": _("Is the condition met?"),
        "quoted": found.text,
        "button": _("Put it on record"),
        "done": _("It is on record, and the city is told."),
    }
    return form_page(request, one, shapes.FindingForm(request.POST or None), act, words)


@login_required
@require_http_methods(FORM)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Give a corrected certificate in the place of one with a clerical error."""
    one = life_or_404(request, number)
    if not permits.may(request.user, Permit.CORRECT_DECISION, on=one.given):
        raise Http404

    def act(data: dict[str, Any]) -> None:
        acts.correct_decision(
            case=one.case, award=one.award, reasons=data["reasons"], **who(request)
        )

    words = {
        "title": _("Correct a clerical error"),
        "lead": _("Level, report and end stay as decided. Both certificates stay in the registry."),
        "button": _("Give a corrected one"),
        "done": _("The corrected certificate is signed in a minute, and the city is told."),
    }
    return form_page(request, one, shapes.CorrectForm(request.POST or None), act, words)


@login_required
@require_http_methods(FORM)
def terms(request: HttpRequest, mechanism: str) -> HttpResponse:
    """Set the terms on which certificates of a mechanism live."""
    row = mechanisms_of(request.user, timezone.now()).filter(slug=mechanism).first()
    if row is None or not permits.may(request.user, Permit.SET_LIFE_POLICY, on=row):
        raise Http404
    held, newest = queries.terms_page(row)
    form = shapes.TermsForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            acts.set_terms(
                mechanism=row, terms=form.terms, reason=form.cleaned_data["reason"], **who(request)
            )
        except REFUSALS as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("The terms hold from now on."))
            return redirect("assessments:life_terms", row.slug)
    context = {"form": form, "mechanism": row, "newest": newest}
    status = 422 if form.errors else 200
    return render(request, "assessments/life/terms.html", context, status=status)
