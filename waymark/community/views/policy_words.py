"""Abuse on policy issues: told by whoever reads it, looked at by the global secretariat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.base import permits
from waymark.community import shown_policy as shown
from waymark.community.actions import policy_words as acts
from waymark.community.queries import policy_voices as queries
from waymark.community.queries.policy import issue
from waymark.community.rules.policy import Permit
from waymark.community.views.spaces import carry_out
from waymark.people.queries import is_secretary

if TYPE_CHECKING:
    from waymark.community.models import PolicyWord


def _word(request: HttpRequest, pk: str, permit: str) -> PolicyWord:
    row = queries.word(request.user, pk, timezone.now())
    if row is None or not permits.may(request.user, permit, on=row):
        raise Http404
    return row


def _back(request: HttpRequest, row: PolicyWord) -> HttpResponse:
    """To the issue, or where the secretariat was told of a word of one that it does not read."""
    reads = issue(request.user, row.issue_id, timezone.now()) is not None
    return redirect("policy_issue", row.issue_id) if reads else redirect("policy_flags")


def _done(request: HttpRequest, row: PolicyWord, does: Callable[[], Any], said: str) -> Any:
    carry_out(request, does, said)
    return _back(request, row)


@login_required
@require_POST
def flag(request: HttpRequest, pk: str) -> HttpResponse:
    """Tell the global secretariat that a word is abuse."""
    row, why, now = (
        _word(request, pk, Permit.FLAG_POLICY),
        request.POST.get("why", ""),
        timezone.now(),
    )
    return _done(
        request,
        row,
        lambda: acts.flag_word(word=row, why=why, by=request.user, at=now),
        _("The secretariat is told, and reads these words."),
    )


@login_required
@require_POST
def hide(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a word out of sight."""
    row, now = _word(request, pk, Permit.MODERATE_POLICY), timezone.now()
    why = request.POST.get("why", "")
    return _done(
        request,
        row,
        lambda: acts.hide_word(word=row, why=why, by=request.user, at=now),
        _("Its words are out of sight; your reason stands in their place."),
    )


@login_required
@require_POST
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a word again."""
    row, now = _word(request, pk, Permit.MODERATE_POLICY), timezone.now()
    return _done(
        request,
        row,
        lambda: acts.show_word(word=row, by=request.user, at=now),
        _("It is in sight again."),
    )


@login_required
@require_safe
def flags(request: HttpRequest) -> HttpResponse:
    """What somebody takes for abuse and nobody has looked at, and what is out of sight."""
    now = timezone.now()
    if not is_secretary(request.user, now):
        raise Http404
    context = {
        "rows": [(one, shown.word(one.word)) for one in queries.flags(request.user, now)],
        "hidden": [shown.word(one) for one in queries.hidden(request.user, now)[:50]],
    }
    return render(request, "community/policy/flags.html", context)


@login_required
@require_POST
def settle(request: HttpRequest, pk: str) -> HttpResponse:
    """Leave in sight what somebody took for abuse."""
    now = timezone.now()
    found = queries.flags(request.user, now).filter(pk=pk).first()
    if found is None:
        raise Http404
    carry_out(
        request,
        lambda: acts.settle_flag(flag=found, by=request.user, at=now),
        _("It stays in sight."),
    )
    return redirect("policy_flags")
