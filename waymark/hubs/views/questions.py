"""Questions about a call: asking, answering, taking back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.base import reasons
from waymark.hubs.actions import questions as acts
from waymark.hubs.forms.calls import AnswerForm, QuestionForm, put_on
from waymark.hubs.queries import calls as queries
from waymark.hubs.rules.calls import CallState
from waymark.hubs.views.calls import keepers
from waymark.hubs.views.public import draw, found
from waymark.kernel.flow import Refused


@login_required
@require_POST
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask; a draft has nothing that could be asked about."""
    row = found(request, pk)
    if row.state == CallState.DRAFT:
        raise Http404
    form = QuestionForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            acts.ask(call=row, text=text, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(
                request, _("Asked. You are told when it is answered, and can take it back before.")
            )
            return redirect("call", pk)
    return draw(request, row, form)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Answer a question for everybody."""
    row = queries.question(request.user, pk)
    if row is None:
        raise Http404
    if row.answered_at is not None and request.method != "POST":
        return redirect("call", row.call_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["answer"]
        try:
            acts.answer(question=row, text=said, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Published with the question."))
            return redirect("call", row.call_id)
    context = {"form": form, "row": row}
    return render(request, "hubs/answer.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take one's own question back."""
    row = queries.own_question(request.user, pk)
    if row is None:
        raise Http404
    try:
        acts.withdraw(question=row, by=request.user, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("Taken back."))
    return redirect("call", row.call_id)
