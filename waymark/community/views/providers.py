"""Profiles of providers: the public list, one of them, and the forms that keep and check one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.community import shown_providers as shown
from waymark.community.actions import providers as acts
from waymark.community.forms.providers import (
    TONGUES,
    CheckForm,
    FindForm,
    ProfileForm,
    put_on,
    wanted,
)
from waymark.community.queries import providers as queries
from waymark.kernel.flow import Refused

if TYPE_CHECKING:
    from waymark.community.models.providers import Provider

PER_PAGE = 20


@require_safe
def providers(request: HttpRequest) -> HttpResponse:
    """Who can help, by name."""
    now, asked = timezone.now(), wanted(request.GET)
    found = queries.public(request.user, asked, now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    present = queries.present(request.user, now)
    countries = shown.countries(present.countries)
    context = {
        "page": page,
        "lines": [shown.line(row, dict(countries)) for row in page.object_list],
        "form": FindForm(asked, present, countries),
        "narrowed": asked != type(asked)(),
        "to_check": queries.to_check(request.user, now),
    }
    return render(request, "community/providers/list.html", context)


def _found(request: HttpRequest, pk: str) -> Provider:
    row = queries.provider(request.user, pk, timezone.now())
    if row is None:
        raise Http404
    return row


@require_safe
def provider(request: HttpRequest, pk: str) -> HttpResponse:
    """One profile; its people and the secretariat see what was handed in as well."""
    return _draw(request, _found(request, pk))


def _draw(request: HttpRequest, row: Provider, form: CheckForm | None = None) -> HttpResponse:
    now = timezone.now()
    waits = queries.waiting(row) if queries.may_check(request.user, row) else None
    own = row.body_id in queries.own_bodies(request.user, now)
    if form is None and waits and not own:
        form = CheckForm(initial={"draft": waits.pk})
    context = {
        "row": row,
        "line": shown.line(row),
        "offers": queries.offers(request.user, row),
        "drafts": queries.drafts(request.user, row, now),
        "waits": shown.draft(row, waits) if waits else None,
        "form": form,
        "own": own,
        "may_withdraw": row.public_at and (own or queries.may_check(request.user, row)),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "community/providers/one.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, body: str) -> HttpResponse:
    """Write what a partner says of itself, and hand it in to be checked."""
    now = timezone.now()
    found = queries.own_body(request.user, body, now)
    if found is None:
        raise Http404
    row = queries.of_body(found)
    before = queries.told_by(row)
    language = request.GET.get("language", before.original if before else "en")
    language = language if language in dict(TONGUES) else "en"
    form = ProfileForm(
        request.POST or None,
        offers=shown.offers(queries.offers_there_are()),
        initial=ProfileForm.given(before, language),
    )
    if request.method == "POST" and form.is_valid():
        told = form.profile(before)
        try:
            made = acts.hand_in_profile(body=found, told=told, by=request.user, at=now)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Handed in. The secretariat checks it now."))
            return redirect("provider", made.pk)
    context: dict[str, Any] = {"body": found, "row": row, "form": form, "languages": TONGUES}
    status = 422 if form.errors else 200
    return render(request, "community/providers/edit.html", context, status=status)


@login_required
@require_POST
def check(request: HttpRequest, pk: str) -> HttpResponse:
    """Make public what was handed in, or send it back."""
    row = _found(request, pk)
    if not queries.may_check(request.user, row):
        raise Http404
    form = CheckForm(request.POST)
    if form.is_valid():
        accept = "return" not in request.POST
        try:
            acts.check_profile(
                provider=row, accept=accept, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            said = _("The profile is public.") if accept else _("Sent back with your note.")
            messages.success(request, said)
            return redirect("provider", pk)
    return _draw(request, row, form)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a profile from the public."""
    row = _found(request, pk)
    own = row.body_id in queries.own_bodies(request.user, timezone.now())
    if not (own or queries.may_check(request.user, row)):
        raise Http404
    acts.withdraw_profile(provider=row, by=request.user, at=timezone.now())
    messages.success(request, _("The profile is no longer public."))
    return redirect("provider", pk)
