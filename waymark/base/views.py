"""Pages of the plumbing: a person's notices, the demo's outbox, the ledger's public files."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from waymark.base import actions, ledger, notices, outbox, queries

PER_PAGE = 25


@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first."""
    page = Paginator(queries.inbox(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "notices": [(notice, notices.message(notice)) for notice in page.object_list],
        "unread": queries.unread_count(request.user),
        "mailed": request.user.mail_notices,  # type: ignore[union-attr]
    }
    return render(request, "base/notices.html", context)


@login_required
@require_POST
def notice_read(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Mark one as read."""
    try:
        actions.mark_read(by=request.user, notice_id=notice_id, at=timezone.now())
    except ObjectDoesNotExist as error:
        raise Http404 from error
    return redirect("base:notices")


@login_required
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    actions.mark_all_read(by=request.user, at=timezone.now())
    return redirect("base:notices")


@login_required
@require_POST
def notices_mail(request: HttpRequest) -> HttpResponse:
    """Turn mails on (field `mail` is "on") or off."""
    wanted = request.POST.get("mail") == "on"
    actions.set_mail(by=request.user, wanted=wanted, at=timezone.now())
    return redirect("base:notices")


@require_safe
def outbox_page(request: HttpRequest) -> HttpResponse:
    """The e-mails that this demo would have sent; elsewhere there is no such page."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not settings.DEMO or folder is None:
        raise Http404
    return render(request, "base/outbox.html", {"mails": outbox.mails(Path(folder))})


@require_safe
def ledger_checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed head of the ledger, for whoever wants to keep it."""
    newest = ledger.latest()
    if newest is None:
        raise Http404
    return _text(newest.note, max_age=60)


@require_safe
def ledger_key(request: HttpRequest) -> HttpResponse:
    """The key that verifies checkpoints."""
    return _text(ledger.verifier_key() + "\n", max_age=3600)


@require_safe
def ledger_proof(request: HttpRequest, uid: str) -> HttpResponse:
    """The proof for a record whose id one was told, without what the record says."""
    try:
        return _text(ledger.prove(uid, up_to_date=False), max_age=60)
    except ledger.NotInLedger as error:
        raise Http404 from error


def _text(content: str, *, max_age: int) -> HttpResponse:
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={max_age}"
    return response
