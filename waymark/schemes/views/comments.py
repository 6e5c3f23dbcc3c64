"""Replies to comments, and abuse taken out of sight: for editions and adaptations alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.schemes import actions
from waymark.schemes.queries import drafts
from waymark.schemes.views.common import carry_out

if TYPE_CHECKING:
    from waymark.schemes.models import Comment


def _act(request: HttpRequest, pk: str, done: str, does: Callable[[Comment], Any]) -> HttpResponse:
    """Do an act of somebody who answers for what is discussed; others learn nothing of it."""
    row = drafts.comment_to_answer(request.user, pk)
    if row is None:
        raise Http404
    carry_out(request, lambda: does(row), done)
    if row.edition_id:
        return redirect("edition", row.edition_id)
    return redirect("adaptation", row.adaptation_id)


@login_required
@require_POST
def reply(request: HttpRequest, pk: str) -> HttpResponse:
    """Reply to a comment, and say what became of it."""
    words = {"reply": request.POST.get("reply", ""), "outcome": request.POST.get("outcome", "")}
    by, now = request.user, timezone.now()
    return _act(
        request,
        pk,
        _("Your reply is public now."),
        lambda row: actions.answer_comment(comment=row, **words, by=by, at=now),
    )


@login_required
@require_POST
def hide(request: HttpRequest, pk: str) -> HttpResponse:
    """Take the words of a comment out of sight."""
    why, by, now = request.POST.get("why", ""), request.user, timezone.now()
    return _act(
        request,
        pk,
        _("Its words are out of sight; your reason stands in their place."),
        lambda row: actions.hide_comment(comment=row, why=why, by=by, at=now),
    )


@login_required
@require_POST
def unhide(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a comment again."""
    by, now = request.user, timezone.now()
    return _act(
        request,
        pk,
        _("It is in sight again."),
        lambda row: actions.show_comment(comment=row, by=by, at=now),
    )
