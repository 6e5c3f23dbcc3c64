"""The secretariat's page of addresses: what a program found, and what a person has to look at."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from waymark.base import reasons
from waymark.kernel.flow import Refused
from waymark.library import actions
from waymark.library.queries import links as reads
from waymark.library.views.curating import curators_page

PER_PAGE = 40


@require_safe
@curators_page
def links(request: HttpRequest) -> HttpResponse:
    """Addresses that a program has followed."""
    show = request.GET.get("show", "look")
    if show not in reads.SHOWS:
        show = "look"
    found = reads.visits(request.user, show)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "show": show,
        "shows": [(one, f"links.show_{one}") for one in reads.SHOWS],
        "never": reads.never_followed(),
        "due": reads.due(timezone.now()).count(),
    }
    return render(request, "library/links.html", context)


@require_POST
@curators_page
def ask(request: HttpRequest) -> HttpResponse:
    """Have the addresses that are due followed soon."""
    try:
        count = actions.ask_for_visits(by=request.user, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        said = ngettext(
            "%(count)s address is due. Some are followed soon, one after the other.",
            "%(count)s addresses are due. Some are followed soon, one after the other.",
            count,
        )
        messages.success(request, said % {"count": count})
    return redirect("library_links")
