"""Coaching: whom one asked and who asked, one of them, and asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.kernel.flow import Refused
from waymark.learning.actions import coaching as acts
from waymark.learning.forms.coaching import AskForm
from waymark.learning.forms.cohorts import WordsForm
from waymark.learning.forms.courses import put_on
from waymark.learning.queries import coaching as queries
from waymark.learning.rules.coaching import TALKS, State
from waymark.library import wording

if TYPE_CHECKING:
    from waymark.learning.models.coaching import Coaching

PER_PAGE = 30


@require_safe
@login_required
def coachings(request: HttpRequest) -> HttpResponse:
    """Whom one asked and who asked; the two of each read it and nobody else."""
    page = Paginator(queries.coachings(request.user), PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(request, row) for row in page.object_list]
    return render(request, "learning/coaching/list.html", {"page": page, "lines": lines})


def _line(request: HttpRequest, row: Coaching) -> dict[str, object]:
    asked = row.asker_id == request.user.pk
    return {
        "row": row,
        "other": row.coach if asked else row.asker,
        "asked": asked,
        "topic": wording.name(wording.TOPICS, row.topic),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask a trainer who coaches."""
    trainer = queries.offered(request.user, pk)
    if trainer is None or trainer.user_id == request.user.pk:
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.ask_for_coaching(
                trainer=trainer, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Sent. You are told as soon as there is an answer."))
            return redirect("coaching", made.pk)
    context = {"form": form, "trainer": trainer}
    status = 422 if form.errors else 200
    return render(request, "learning/coaching/ask.html", context, status=status)


def _found(request: HttpRequest, pk: str) -> Coaching:
    row = queries.coaching(request.user, pk)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def coaching(request: HttpRequest, pk: str) -> HttpResponse:
    """What the two of them wrote, and writing."""
    row = _found(request, pk)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            acts.write_in_coaching(coaching=row, words=words, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            return redirect("coaching", pk)
    context = {
        **_line(request, row),
        "words": queries.words(request.user, row).select_related("by"),
        "form": form if row.state in TALKS else None,
        "waits": row.state == State.ASKED,
        "runs": row.state == State.AGREED,
    }
    status = 422 if form.errors else 200
    return render(request, "learning/coaching/one.html", context, status=status)


@require_POST
@login_required
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """Answer, take back or end (field `step`)."""
    row, step = _found(request, pk), request.POST.get("step", "")
    try:
        acts.move_coaching(coaching=row, step=step, by=request.user, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("Saved. The other is told."))
    return redirect("coaching", pk)
