"""A person's own pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.kernel.flow import Refused
from waymark.people import actions, queries
from waymark.people.forms import InterestForm, ProfileForm, UntilForm, add_refusal
from waymark.people.views.common import found, person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone and mails; the way to password, passkeys and addresses."""
    user = person(request)
    now = {
        "name": user.name,
        "language": user.language,
        "time_zone": user.time_zone,
        "mail_notices": user.mail_notices,
        "digest": user.digest,
    }
    form = ProfileForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_profile(**form.cleaned_data, by=user, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused, {"user.name_missing": "name"})
        else:
            messages.success(request, _("Saved."))
            response = redirect("people:account")
            _remember_language(response, form.cleaned_data["language"])
            return response
    return render(
        request,
        "people/account.html",
        {
            "form": form,
            "addresses": queries.addresses_of(user),
            "seats": queries.seats_of(user, timezone.now()),
        },
        status=400 if form.errors else 200,
    )


def _remember_language(response: HttpResponse, language: str) -> None:
    """Let this browser speak the chosen language, as the switch at the top does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest) -> HttpResponse:
    """One's standing interests, and a form for a further one."""
    user = person(request)
    form = InterestForm(request.POST or None, viewer=user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_interest(**form.cleaned_data, by=user, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused, {"interest.ends_before_it_begins": "until"})
        else:
            messages.success(request, _("Declared."))
            return redirect("people:interests")
    context = {"form": form, "interests": queries.interests_of(user)}
    return render(request, "people/interests.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def interest_end(request: HttpRequest, pk: str) -> HttpResponse:
    """Say when a tie ended."""
    user = person(request)
    interest = found(queries.interests_of(user).filter(pk=pk).first())
    form = UntilForm(request.POST or None, initial={"until": interest.until})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_interest(
                interest=interest, until=form.cleaned_data["until"], by=user, at=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused, {"interest.ends_before_it_begins": "until"})
        else:
            messages.success(request, _("Saved."))
            return redirect("people:interests")
    context = {"form": form, "interest": interest}
    return render(request, "people/interest_end.html", context, status=400 if form.errors else 200)
