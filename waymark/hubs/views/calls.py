"""The secretariat's side of calls: writing, translating, publishing, copying, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.base import reasons
from waymark.hubs.actions import calls as acts
from waymark.hubs.forms.calls import CallForm, TranslationForm, WithdrawForm, put_on
from waymark.hubs.queries import calls as queries
from waymark.hubs.rules.calls import CallState
from waymark.kernel.flow import Refused
from waymark.kernel.text import LANGUAGES

if TYPE_CHECKING:
    from waymark.hubs.models import Call

FORM = ["GET", "HEAD", "POST"]


def keepers(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Open a view to those who write calls; others learn nothing of it."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, **more: Any) -> HttpResponse:
        if not queries.may_keep(request.user):
            raise Http404
        return view(request, **more)

    return entered


def _found(request: HttpRequest, pk: str, state: str = "") -> Call:
    row = queries.kept(request.user, pk)
    if row is None or (state and row.state != state):
        raise Http404
    return row


def _form(request: HttpRequest, form: Any, title: str, button: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, **more}
    return render(request, "hubs/form.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
@keepers
def write(request: HttpRequest) -> HttpResponse:
    """Begin a call."""
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.told(form.cleaned_data["language"])
        try:
            row = acts.write_call(told=told, terms=form.terms(), by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved as a draft. Only the secretariat sees it."))
            return redirect("call", row.pk)
    return _form(request, form, _("Write a call"), _("Save as a draft"))


@require_http_methods(FORM)
@keepers
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a draft."""
    row = _found(request, pk, CallState.DRAFT)
    form = CallForm(request.POST or None, initial=CallForm.of(row))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            acts.change_call(
                call=row,
                told=form.told(data["language"]),
                terms=form.terms(),
                seen=data["seen"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("call", pk)
    return _form(request, form, _("Change the call"), _("Save"), row=row)


@require_http_methods(FORM)
@keepers
def translate(request: HttpRequest, pk: str, language: str) -> HttpResponse:
    """Say a call in another language too."""
    row = _found(request, pk)
    names = {one.code: one.autonym for one in LANGUAGES if one.code != row.original}
    if language not in names or row.state == CallState.WITHDRAWN:
        raise Http404
    form = TranslationForm(request.POST or None, initial=TranslationForm.given(row, language))
    if request.method == "POST" and form.is_valid():
        try:
            acts.translate_call(
                call=row,
                told=form.told(language),
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("call", pk)
    title = _("The call in %(language)s") % {"language": names[language]}
    return _form(request, form, title, _("Save"), row=row, original=True)


@require_POST
@keepers
def publish(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a call to everybody, or say all that it lacks."""
    row = _found(request, pk)
    try:
        acts.publish_call(call=row, by=request.user, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("Published. Share its address: everybody can read it."))
    return redirect("call", pk)


@require_POST
@keepers
def copy(request: HttpRequest, pk: str) -> HttpResponse:
    """Begin the next call as this one was."""
    row = acts.copy_call(call=_found(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("Copied as a draft. Give it its dates."))
    return redirect("call_edit", row.pk)


@require_http_methods(FORM)
@keepers
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a published call back."""
    row = _found(request, pk, CallState.PUBLISHED)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            acts.withdraw_call(call=row, why=why, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Withdrawn. Its page stays, with your reason."))
            return redirect("call", pk)
    return _form(request, form, _("Withdraw the call"), _("Withdraw the call"), row=row)
