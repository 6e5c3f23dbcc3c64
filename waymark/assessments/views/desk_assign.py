"""Choosing who reviews a case: the rules propose, with reasons; a person decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.assessments.actions import desk as acts
from waymark.assessments.actions.third import choose_third
from waymark.assessments.forms.desk import AssignForm, FieldsForm
from waymark.assessments.queries import candidates as queries
from waymark.assessments.queries.rulings import ruled_by
from waymark.assessments.queries.talks import third_facts
from waymark.assessments.rules.assigning import Proposal
from waymark.assessments.rules.differing import TALK_DAYS, refuse_third
from waymark.assessments.views.desk import language_name, on_the_desk, told
from waymark.assessments.views.desk_acts import FORM, back
from waymark.assessments.views.inviting import invited
from waymark.assessments.views.review_base import posted
from waymark.base import reasons
from waymark.base.fields import listed
from waymark.kernel.flow import Reason


def say(found: Iterable[Reason]) -> str:
    """Say reasons in sentences, with languages and days in the reader's words."""
    return " ".join(reasons.sentence(Reason(one.key, _params(one))) for one in found)


def _params(reason: Reason) -> dict[str, Any]:
    told = dict(reason.params)
    locale = Locale.parse(get_language() or "en", sep="-")
    if "language" in told:
        told["language"] = language_name(str(told["language"]))
    if "fields" in told:
        told["fields"] = listed(str(told["fields"]).split(", "))
    for name in ("since", "until"):
        if name in told:
            day = date.fromisoformat(str(told[name]))
            told[name] = format_date(day, "medium", locale=locale)
    return told


def _label(one: Proposal) -> str:
    tag = "" if one.proposed else _("Not proposed:")
    return format_html(
        '<strong>{}</strong><br><span class="quiet">{} {}</span>',
        one.person.name,
        tag,
        say(one.reasons),
    )


@require_http_methods(FORM)
@on_the_desk
def assign(request: HttpRequest, case: Any) -> HttpResponse:
    """Choose who reviews, from those who have a seat and no tie, proposed ones first."""
    return _choose(request, case, told(request, case).free_slots)


@require_http_methods(FORM)
@on_the_desk
def third(request: HttpRequest, case: Any) -> HttpResponse:
    """Choose who decides what stays tied, from those who have had no part in the case."""
    refused = refuse_third(third_facts(request.user, case, timezone.now()))
    if refused and request.method != "POST":
        messages.error(request, say(refused))
        return back(case)
    return _choose(request, case, (case.mechanism.reviewers_per_case + 1,), third=True)


def _choose(
    request: HttpRequest, case: Any, free: tuple[int, ...], *, third: bool = False
) -> HttpResponse:
    now = timezone.now()
    people = queries.candidates(request.user, case, now, third=third)
    today = now.date()
    due = max(case.review_due or today + timedelta(days=case.mechanism.review_days), today)
    due = today + timedelta(days=TALK_DAYS) if third else due
    known = queries.fields_of(people)
    narrowed = FieldsForm(request.GET or None, known=known)
    fields = narrowed.cleaned_data["fields_of_work"] if narrowed.is_valid() else ()
    found = queries.proposals(people, case, fields=fields, due=due, on=today)
    form = AssignForm(
        posted(request),
        reviewers=[(one.person.id, _label(one)) for one in found],
        slots=free,
        today=today,
        third=third,
        initial={"slot": free[0] if free else None, "due": due},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 409
            what = {"case": case} if third else {"case": case, "slot": form.cleaned_data["slot"]}
            act: Callable[..., Any] = choose_third if third else acts.assign_reviewer
            if invited(request, people, form, act, **what):
                rest = len(free) > 1
                return redirect("assessments:case_assign", case.pk) if rest else back(case)
    context = {
        "form": form,
        "narrowed": narrowed if known else None,
        "case": case,
        "place": case.place,
        "team": [_row(one, due) for one in people],
        "free": free,
        "third": third,
        "proposed": bool(found),
        "rules": ruled_by(request.user, now).filter(pk=case.pk).exists(),
    }
    return render(request, "assessments/desk/assign.html", context, status=status)


def _row(one: queries.Candidate, due: date) -> dict[str, Any]:
    against = (*one.reasons, *queries.seat_reasons(one, due))
    return {
        "person": one,
        "languages": [language_name(code) for code in sorted(one.person.languages)],
        "fields": sorted(one.person.fields),
        "why": [say([reason]) for reason in against],
        "ties": bool(one.reasons),
    }
