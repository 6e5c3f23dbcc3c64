"""Files and links of a space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.assessments.taking_in import Taken, limit, take
from waymark.base import errors, permits
from waymark.base.files.errors import FileRefused
from waymark.base.files.messages import allowed_types, explain
from waymark.base.files.serving import serve_download
from waymark.base.files.storage import BytesGone
from waymark.community.actions import materials as acts
from waymark.community.forms.materials import MaterialForm
from waymark.community.queries import events as plans
from waymark.community.queries import materials as queries
from waymark.community.queries import threads as talk
from waymark.community.rules.spaces import MOST_TITLE, Permit
from waymark.community.views.spaces import FORM, carry_out, found_space, is_done
from waymark.community.views.threads import writes

if TYPE_CHECKING:
    from waymark.community.models import Material, Space

PER_PAGE = 20


def shown(request: HttpRequest, row: Space, rows: Any) -> dict[str, Any]:
    """What the list of files and links needs: `materials`, `writes` and `facilitates`."""
    return {
        "materials": rows,
        "writes": writes(request, row),
        "facilitates": permits.may(request.user, Permit.FACILITATE, on=row),
    }


@require_safe
def materials(request: HttpRequest, pk: str) -> HttpResponse:
    """All files and links of a space, or those that hold some words."""
    row, words = found_space(request, pk), request.GET.get("q", "").strip()[:100]
    rows = queries.found(request.user, row, words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"space": row, "q": words, **shown(request, row, page)}
    return render(request, "community/materials.html", context)


def _home(request: HttpRequest, row: Space) -> acts.Home:
    """With what it will stand, from the address: `thread` or `event` of this space."""
    thread, event = request.GET.get("thread"), request.GET.get("event")
    found = acts.Home(
        talk.thread(request.user, row, thread) if thread else None,
        plans.event(request.user, row, event) if event and not thread else None,
    )
    if (thread or event) and not (found.thread or found.event):
        raise Http404
    return found


def _added(
    request: HttpRequest, row: Space, form: MaterialForm, taken: Taken, home: acts.Home
) -> bool:
    now, read = timezone.now(), form.cleaned_data

    def add() -> None:
        with transaction.atomic():
            acts.add_material(
                space=row,
                content=taken.content(now),
                title=read["title"] or taken.title[:MOST_TITLE],
                about=read["about"],
                home=home,
                by=request.user,
                at=now,
            )

    try:
        return is_done(request, form, add, _("It is there for everybody who reads here."))
    except FileRefused as why:
        form.add_error("file", str(explain(why)))
        return False


@login_required
@require_http_methods(FORM)
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a file or a link into a space, alone or with a thread or an event of it."""
    row = found_space(request, pk)
    if not writes(request, row):
        raise Http404
    home, form, taken = _home(request, row), MaterialForm(), Taken()
    if request.method == "POST":
        form = MaterialForm(request.POST, request.FILES)
        taken = take(request, form)
        if form.is_valid() and _added(request, row, form, taken, home):
            if home.thread:
                return redirect("group_thread", row.pk, home.thread.pk)
            if home.event:
                return redirect("group_event", row.pk, home.event.pk)
            return redirect("group_materials", row.pk)
    context = {
        "space": row,
        "home": home,
        "form": form,
        "token": taken.token,
        "kept_name": taken.name,
        "types": allowed_types(),
        "limit": limit(),
    }
    status = 422 if form.errors else 200
    return render(request, "community/material_add.html", context, status=status)


def _found(request: HttpRequest, row: Space, pk: str) -> Material:
    found = queries.material(request.user, row, pk)
    if found is None:
        raise Http404
    return found


@require_safe
def download(request: HttpRequest, pk: str, one: str) -> HttpResponseBase:
    """A file of a space, as a download."""
    found = _found(request, found_space(request, pk), one)
    if found.blob is None:
        raise Http404
    try:
        return serve_download(found.blob, found.name)
    except BytesGone as why:
        return errors.gone(request, why)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Take a file or link back: who brought it, or a facilitator."""
    row = found_space(request, pk)
    found = _found(request, row, one)
    permit = Permit.WRITE_IN_SPACE if found.by_id == request.user.pk else Permit.FACILITATE
    if not permits.may(request.user, permit, on=row):
        raise Http404
    now = timezone.now()
    carry_out(
        request,
        lambda: acts.take_back(material=found, by=request.user, at=now),
        _("It is taken back. Nobody finds or opens it any more."),
    )
    return redirect("group_materials", row.pk)
