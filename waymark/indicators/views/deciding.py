"""Several proposals decided in one act: those that were ticked, or all of one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from waymark.base import reasons
from waymark.base.files.serving import serve_download
from waymark.base.files.storage import BytesGone
from waymark.indicators import shown_proposals
from waymark.indicators.actions import deciding_several as acts
from waymark.indicators.forms.proposals import SeveralForm
from waymark.indicators.queries import proposals as reads
from waymark.indicators.queries.place import Here
from waymark.indicators.shown_proposals import Shown
from waymark.indicators.views.common import add_refusal, city_page, editors_page, found, page
from waymark.kernel.flow import Reason, Refused

FIELDS = {"text": "reason"}
PER_PAGE = 40
MOST_TOLD = 5
"""Reasons that are told at once why one of several was left as it is."""


def _waiting(rows: Sequence[Shown]) -> list[Shown]:
    return [one for one in rows if one.row.state == "open"]


def _draw(
    request: HttpRequest, at: Here, rows: Sequence[Shown], form: SeveralForm, **more: Any
) -> HttpResponse:
    context = {"rows": rows, "form": form, "ticked": form.ticked, **more}
    context["decides"] = at.may_edit and bool(_waiting(rows))
    return page(request, at, "proposals_several", context, 400 if form.errors else 200)


@require_safe
@city_page
def table(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """All that somebody proposed by one file."""
    row = found(reads.proposal(at, pk))
    rows = shown_proposals.beside(at, found(reads.table_of(at, row) or None))
    stamp = shown_proposals.stamp(_waiting(rows))
    form = SeveralForm(initial={"table": row.pk, "stamp": stamp})
    return _draw(request, at, rows, form, of=row)


def _first(at: Here) -> list[Shown]:
    """The newest that wait, to tick them where nothing was."""
    return shown_proposals.beside(at, reads.proposals(at, reads.Asked("open"))[:PER_PAGE])


def _meant(at: Here, form: SeveralForm) -> tuple[list[Shown], dict[Any, int | None], Any]:
    """What an editor decides about, each with the value that she saw, and the table if it is one.

    Where she means all of a table that is not as she saw it, the form says so.
    """
    told = form.cleaned_data
    if not told["whole"]:
        rows = shown_proposals.beside(at, reads.picked(at, form.ticked))
        seen = {one.row: form.ticked[one.row.pk] for one in rows}
        return rows or _first(at), seen, None
    row = found(reads.proposal(at, told["table"]))
    rows = shown_proposals.beside(at, found(reads.table_of(at, row) or None))
    waiting = _waiting(rows)
    if shown_proposals.stamp(waiting) != told["stamp"]:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["stamp"] = shown_proposals.stamp(waiting)  # type: ignore[index]
        form.add_error(None, reasons.sentence(Reason("proposal.other_table")))
    return rows, {one.row: one.now.pk if one.now else None for one in waiting}, row


@require_POST
@editors_page
def decide(request: HttpRequest, at: Here) -> HttpResponse:
    """Accept or decline what was ticked, with one reason."""
    form = SeveralForm(request.POST)
    if not form.is_valid():
        rows = shown_proposals.beside(at, reads.picked(at, form.ticked))
        return _draw(request, at, rows or _first(at), form)
    rows, seen, of = _meant(at, form)
    if form.errors:
        return _draw(request, at, rows, form, of=of)
    kind = acts.DECLINE if request.POST.get("act") == acts.DECLINE else acts.ACCEPT
    try:
        done = acts.decide_proposals(
            place=at.place,
            seen=seen,
            kind=kind,
            reason=form.cleaned_data["reason"],
            by=at.viewer,
            at=timezone.now(),
        )
    except Refused as refused:
        missing = {one.key for one in refused.reasons} == {"proposal.reason_missing"}
        add_refusal(form, refused, FIELDS | ({"proposal": "reason"} if missing else {}))
        return _draw(request, at, rows, form, of=of)
    _tell_left(request, done)
    if done.act is None:
        return redirect("indicators:proposals", at.place.slug)
    return redirect("indicators:proposals_act", at.place.slug, done.act.pk)


def _tell_left(request: HttpRequest, done: acts.Decided) -> None:
    """Say of what was left as it is why it was."""
    for one, why in list(done.left.items())[:MOST_TOLD]:
        words = " ".join(reasons.sentence(reason) for reason in why)
        messages.error(request, f"{one.indicator.code} {one.period}: {words}")
    more = len(done.left) - MOST_TOLD
    if more > 0:
        words = ngettext("%(n)s more was left.", "%(n)s more were left.", more)
        messages.error(request, words % {"n": more})


@require_safe
@city_page
def act(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """What was decided in one act, and the way to take it back."""
    row = found(reads.act(at, pk))
    context = {
        "act": row,
        "rows": shown_proposals.beside(at, reads.of_act(at, row)),
        "stands": at.may_edit and bool(reads.standing_of(row)),
    }
    return page(request, at, "proposals_act", context)


@require_POST
@editors_page
def undo(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """Take an act back."""
    row = found(reads.act(at, pk))
    done = acts.undo_act(act=row, by=at.viewer, at=timezone.now())
    count = len(done.done)
    words = ngettext("%(n)s value waits again.", "%(n)s values wait again.", count)
    messages.success(request, words % {"n": count})
    _tell_left(request, done)
    return redirect("indicators:proposals_act", at.place.slug, row.pk)


@require_safe
@editors_page
def file(request: HttpRequest, at: Here, pk: str) -> HttpResponseBase:
    """The file by which something was proposed, as it was sent."""
    return sent_file(found(reads.proposal(at, pk)))


def sent_file(row: Any) -> HttpResponseBase:
    """The file of a proposal, never shown as a page; what has none is not there."""
    try:
        return serve_download(found(row.blob), row.file_name)
    except BytesGone:
        return found(None)
