"""The secretariat's pages of other catalogues: which ones there are, and what waits of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.kernel.flow import Reason, Refused
from waymark.library import actions, wording
from waymark.library.forms.curating import put_on
from waymark.library.forms.outside import SourceForm, WaitingForm
from waymark.library.queries import items
from waymark.library.queries import outside as reads
from waymark.library.shown import FIELDS, agrees, harvest_told
from waymark.library.views.curating import curators_page

if TYPE_CHECKING:
    from waymark.library.models import Source

PER_PAGE = 20


@require_safe
@curators_page
def sources(request: HttpRequest) -> HttpResponse:
    """All other catalogues, with what their last harvest brought."""
    rows = [(row, harvest_told(row.told)) for row in reads.sources(request.user)]
    context = {"rows": rows, "waiting": reads.waiting(request.user).count()}
    return render(request, "library/sources.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@curators_page
def add(request: HttpRequest) -> HttpResponse:
    """Keep another catalogue."""
    form = SourceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_source(wish=form.wish, by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("library_source", made.code)
    return _drawn(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@curators_page
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One catalogue: what we know of it, and what its last harvest brought."""
    row = _found(request, code)
    posted = request.POST if request.method == "POST" else None
    form = SourceForm(posted, initial=SourceForm.given(row))
    if posted is not None and form.is_valid():
        try:
            actions.edit_source(
                source=row,
                wish=form.wish,
                seen=form.cleaned_data["seen"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("library_source", code)
    return _drawn(request, form, row)


def _found(request: HttpRequest, code: str) -> Source:
    row = reads.source(request.user, code)
    if row is None:
        raise Http404
    return row


def _drawn(request: HttpRequest, form: SourceForm, row: Source | None) -> HttpResponse:
    context = {"form": form, "source": row, "told": harvest_told(row.told) if row else ""}
    return render(request, "library/source.html", context, status=422 if form.errors else 200)


@require_POST
@curators_page
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Have a catalogue read soon."""
    row = _found(request, code)
    try:
        actions.ask_for_harvest(source=row, by=request.user, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("It will be read soon. What is new then waits for you."))
    return redirect("library_source", code)


@require_safe
@curators_page
def queue(request: HttpRequest) -> HttpResponse:
    """What waits of other catalogues."""
    return _queue(request)


def _queue(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    known = [(row.code, row.name) for row in reads.sources(request.user)]
    form = WaitingForm(request.GET, sources=known)
    found = reads.waiting(request.user, **form.asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "one": one,
            "kinds": wording.names(wording.KINDS, one.told.kinds),
            "alike": [(code, agrees(why)) for code, why in one.alike],
            "changes": [(FIELDS[each.field], each) for each in one.changes],
        }
        for one in reads.looked_at(list(page.object_list))
    ]
    context = {"page": page, "rows": rows, "form": form, "filters": form.asked, **more}
    return render(request, "library/queue.html", context, status=status)


@require_POST
@curators_page
def decide(request: HttpRequest) -> HttpResponse:
    """Accept, decline or note what was ticked, or say that one is an entry of ours."""
    if merged := request.POST.get("merge"):
        return _merge(request, merged)
    records = reads.chosen(request.user, request.POST.getlist("pick"))
    if not records:
        return _queue(request, 422, wrong=_("Tick at least one line."))
    by, at = request.user, timezone.now()
    refused: list[tuple[Any, Refused]] = []
    match request.POST.get("act"):
        case "accept":
            done, refused = actions.accept_outside(records=records, by=by, at=at)
        case "reject":
            done = actions.reject_outside(records=records, by=by, at=at)
        case "gone":
            done = actions.note_gone(records=records, by=by, at=at)
        case _:
            return _queue(request, 422, wrong=_("Choose what to do with the ticked lines."))
    said = ngettext("Done with %(n)s line.", "Done with %(n)s lines.", done) % {"n": done}
    messages.success(request, said)
    for row, why in refused:
        for reason in why.reasons:
            messages.error(request, f"{row.told.get('title', '')}: {reasons.sentence(reason)}")
    return redirect(f"{request.path.removesuffix('decide/')}?{request.GET.urlencode()}")


def _merge(request: HttpRequest, pk: str) -> HttpResponse:
    records = reads.chosen(request.user, [pk])
    if not records:
        raise Http404
    code = request.POST.get(f"code_{pk}", "").strip().upper()[:10]
    item = items.item(request.user, code) if code else None
    try:
        if item is None:
            raise Refused(Reason("outside.no_entry"))
        actions.merge_outside(outside=records[0], item=item, by=request.user, at=timezone.now())
    except Refused as refused:
        said = " ".join(reasons.sentence(reason) for reason in refused.reasons)
        return _queue(request, 422, wrong=said, wrong_on=pk)
    messages.success(request, _("It belongs to %(code)s now.") % {"code": code})
    return redirect(f"{request.path.removesuffix('decide/')}?{request.GET.urlencode()}")
