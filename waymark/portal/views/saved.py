"""Searches that a person keeps: all of them, and keeping, changing and deleting one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.kernel.flow import Refused
from waymark.portal import actions
from waymark.portal.forms import ALERTS, SearchForm
from waymark.portal.queries import saved as reads
from waymark.portal.rules import MOST, Alert

if TYPE_CHECKING:
    from waymark.portal.models import SavedSearch


@dataclass(frozen=True)
class Line:
    """A search as the list shows it."""

    row: SavedSearch
    url: str
    alert: Any


def _one(request: HttpRequest, pk: str, *, deleted: bool = False) -> SavedSearch:
    found = reads.one(request.user, pk, deleted=deleted)
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def saved(request: HttpRequest) -> HttpResponse:
    """All searches that somebody keeps, and the one that was just deleted."""
    rows = list(reads.own(request.user))
    context = {
        "rows": [Line(row, reads.address_of(row), ALERTS[Alert(row.alert)]) for row in rows],
        "deleted": reads.one(request.user, request.GET.get("deleted", ""), deleted=True),
        "most": MOST,
    }
    return render(request, "portal/saved.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Keep the search that stands in the address."""
    where = request.GET.get("where", "")
    query = reads.tidied(where, request.GET.get("query", ""))
    if not query:
        raise Http404
    initial = {"name": reads.name_for(query), "alert": Alert.WEEKLY}
    form = SearchForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_search(
                where=where, query=query, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            _put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("saved_searches")
    context = {"form": form, "back": reads.address(where, query)}
    status = 422 if form.errors else 200
    return render(request, "portal/saved_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Call one differently, or be told of news at other times."""
    row = _one(request, pk)
    form = SearchForm(request.POST or None, initial={"name": row.name, "alert": row.alert})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_search(
                search=row, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            _put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("saved_searches")
    context = {"form": form, "row": row, "back": reads.address_of(row)}
    status = 422 if form.errors else 200
    return render(request, "portal/saved_edit.html", context, status=status)


@require_POST
@login_required
def delete(request: HttpRequest, pk: str) -> HttpResponse:
    """Delete one; the list then offers to bring it back."""
    actions.delete_search(search=_one(request, pk), by=request.user, at=timezone.now())
    answer = redirect("saved_searches")
    answer["Location"] += f"?deleted={pk}"
    return answer


@require_POST
@login_required
def restore(request: HttpRequest, pk: str) -> HttpResponse:
    """Bring a deleted one back."""
    row = _one(request, pk, deleted=True)
    try:
        actions.restore_search(search=row, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, " ".join(map(reasons.sentence, refused.reasons)))
    return redirect("saved_searches")


def _put_on(form: SearchForm, refused: Refused) -> None:
    for reason in refused.reasons:
        field = str(reason.params.get("field", ""))
        form.add_error(field if field in form.fields else None, reasons.sentence(reason))
