"""The secretariat's pages of the library."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.kernel.flow import Refused
from waymark.library import actions
from waymark.library.forms.curating import LANGUAGES, CheckForm, ItemForm, put_on
from waymark.library.forms.sharing import ShareForm
from waymark.library.queries import items as reads
from waymark.library.rules.vocabulary import Shelf
from waymark.library.views.public import draw
from waymark.library.writing import entry_of

if TYPE_CHECKING:
    from waymark.library.models import Item


def curators_page(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Open a view to curators; others learn nothing of it."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, **more: Any) -> HttpResponse:
        if not reads.may_curate(request.user):
            raise Http404
        return view(request, **more)

    return entered


def _found(request: HttpRequest, code: str) -> Item:
    found = reads.item(request.user, code)
    if found is None or found.shelf == Shelf.STUDY:  # which is its city's to write
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@curators_page
def add(request: HttpRequest) -> HttpResponse:
    """Put something new into the library."""
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_item(entry=form.entry(None), by=request.user, at=timezone.now())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("It stands in the library now."))
            return redirect("library_item", made.code)
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@curators_page
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what an entry says."""
    found = _found(request, code)
    before, language = entry_of(found), request.GET.get("language", "")
    if language not in dict(LANGUAGES):
        language = found.original
    initial = ItemForm.given(before, language, found.version)
    form = ItemForm(request.POST or None, initial=initial, spoken=found.original)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_item(
                item=found,
                entry=form.entry(before),
                seen=form.cleaned_data["seen"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("library_item", code)
    return _form(request, form, found, language)


def _form(
    request: HttpRequest, form: ItemForm, item: Item | None, language: str = ""
) -> HttpResponse:
    context = {"form": form, "item": item, "language": language, "languages": form.spoken_in}
    return render(request, "library/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@curators_page
def share(request: HttpRequest, code: str) -> HttpResponse:
    """Say who sees an entry."""
    found = _found(request, code)
    form = ShareForm(request.POST or None, initial=ShareForm.given(found))
    if request.method == "POST" and form.is_valid():
        private, readers = form.cleaned_data["who"] == "chosen", form.cleaned_data["readers"]
        try:
            actions.share_item(
                item=found, private=private, readers=readers, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("library_item", code)
    context = {"form": form, "item": found}
    return render(request, "library/share.html", context, status=422 if form.errors else 200)


@require_POST
@curators_page
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Note what was found at an address."""
    found, form = _found(request, code), CheckForm(request.POST)
    if form.is_valid():
        try:
            actions.check_address(
                item=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Noted, with your name and today’s date."))
            return redirect("library_item", code)
    return draw(request, code, status=422, check_form=form)


@require_POST
@curators_page
def hide(request: HttpRequest, code: str) -> HttpResponse:
    """Take an entry out of sight."""
    actions.hide_item(item=_found(request, code), by=request.user, at=timezone.now())
    return redirect("library_item", code)


@require_POST
@curators_page
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Bring a hidden entry back."""
    actions.show_item(item=_found(request, code), by=request.user, at=timezone.now())
    return redirect("library_item", code)
