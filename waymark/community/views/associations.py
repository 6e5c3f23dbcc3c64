"""The desk of an association: its members, what it tells and asks them, and their answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.community import shown_associations as shown
from waymark.community.actions import associations as acts
from waymark.community.forms.associations import InviteForm, MessageForm, SurveyForm, put_on
from waymark.community.queries import associations as queries
from waymark.community.views.spaces import carry_out, is_done
from waymark.kernel.flow import Refused

if TYPE_CHECKING:
    from django import forms

    from waymark.people.models import Body

FORM = ["GET", "HEAD", "POST"]
MOST = 50
"""Rows of a list on the desk."""


def of_the_association(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Open a view to those who sit for the association; others learn nothing of it."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, body: str, **more: Any) -> HttpResponse:
        found = queries.own_body(request.user, body, timezone.now())
        if found is None:
            raise Http404
        return view(request, found, **more)

    return entered


@require_http_methods(FORM)
@of_the_association
def desk(request: HttpRequest, body: Body) -> HttpResponse:
    """Members, needs, messages and surveys; a form invites a city."""
    now = timezone.now()
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        place = form.cleaned_data["city"]

        def invites() -> Any:
            return acts.invite_member(body=body, place=place, by=request.user, at=now)

        if is_done(request, form, invites, _("Invited. The city says yes or no.")):
            return redirect("association_desk", body.pk)
    members = list(queries.members(body)[: MOST * 10])
    context = {
        "body": body,
        "form": form,
        "members": shown.with_certificates(
            members, queries.certificates(request.user, [one.place_id for one in members], now)
        ),
        "former": queries.former(body)[:MOST],
        "figures": shown.needs(queries.needs_in_figures(body)),
        "needs": queries.needs_of(request.user, body, now)[:MOST],
        "messages_sent": queries.sent_by(request.user, body)[:MOST],
        "surveys": [(one, one.closes_on >= now.date()) for one in queries.surveys(body)[:MOST]],
        "public": any(one.named for one in members),
    }
    status = 422 if form.errors else 200
    return render(request, "community/associations/desk.html", context, status=status)


@require_POST
@of_the_association
def end(request: HttpRequest, body: Body, pk: str) -> HttpResponse:
    """End a membership, or take an invitation back."""
    row = queries.members(body).filter(pk=pk).first()
    if row is None:
        raise Http404
    step = "take_back" if row.state == "invited" else "end"
    now, done = timezone.now(), _("Done. The city is told.")
    carry_out(
        request, lambda: acts.move_member(member=row, step=step, by=request.user, at=now), done
    )
    return redirect("association_desk", body.pk)


def _form_page(request: HttpRequest, body: Body, form: forms.Form, **words: str) -> HttpResponse:
    context = {"body": body, "form": form, **words}
    status = 422 if form.errors else 200
    return render(request, "community/associations/form.html", context, status=status)


@require_http_methods(FORM)
@of_the_association
def tell(request: HttpRequest, body: Body) -> HttpResponse:
    """Write to all members that want messages."""
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()

        def sends() -> Any:
            return acts.send_message(body=body, told=form.told(), by=request.user, at=now)

        if is_done(request, form, sends, _("Sent to all members that want messages.")):
            return redirect("association_desk", body.pk)
    lead = _("It goes to the members that have agreed to get messages, and can’t be changed.")
    return _form_page(request, body, form, title=_("Write to members"), lead=lead, button=_("Send"))


@require_http_methods(FORM)
@of_the_association
def ask(request: HttpRequest, body: Body) -> HttpResponse:
    """Ask all members where they need capacity."""
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.open_survey(body=body, told=form.told(), by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The members are asked."))
            return redirect("association_survey", made.pk)
    lead = _(
        "All members are asked in which topics they need capacity. You read each city’s answer. "
        "After the last day figures are public, where enough cities have answered."
    )
    return _form_page(
        request, body, form, title=_("Ask where capacity is needed"), lead=lead, button=_("Ask")
    )


@login_required
@require_safe
def survey(request: HttpRequest, pk: str) -> HttpResponse:
    """A survey with each city's answer, for the association's people alone."""
    now = timezone.now()
    row = queries.survey(request.user, pk, now)
    if row is None:
        raise Http404
    answers = list(queries.answers(row))
    context = {
        "row": row,
        "body": row.body,
        "desk": reverse("association_desk", args=[row.body_id]),
        "open": row.closes_on >= now.date(),
        "asked": row.places.count(),
        "demand": shown.asked_for(answers),
        "answers": [shown.answer(one, row.questions) for one in answers],
    }
    return render(request, "community/associations/survey.html", context)
