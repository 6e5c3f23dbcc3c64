"""The secretariat brings in an official list: upload, preview, commit as the next edition."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain
from waymark.indicators.actions import lists as acts
from waymark.indicators.forms.lists import ListUploadForm
from waymark.indicators.list_preview import lines
from waymark.indicators.queries import editions as reads
from waymark.indicators.shown import remark
from waymark.indicators.views.common import found, page_for, say, uploaded
from waymark.kernel.flow import Refused

PER_PAGE = 25


office_page = page_for(reads.may_import)
"""Opens a view to those who may bring in lists."""


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def imports(request: HttpRequest) -> HttpResponse:
    """The lists brought in, and the form for another."""
    posted = request.method == "POST"
    offered = [(one.framework.code, str(one.framework)) for one in reads.lists(request.user)]
    initial = {"framework": request.GET.get("framework", "")}
    data = (request.POST, request.FILES) if posted else (None, None)
    form = ListUploadForm(*data, lists=offered, initial=initial)
    made, status = uploaded(request, form, lambda: _upload(request, form))
    if made is not None:
        return redirect("list_import", made)
    paged = Paginator(reads.list_imports(request.user), PER_PAGE)
    context = {"form": form, "page": paged.get_page(request.GET.get("page"))}
    return render(request, "indicators/list_imports.html", context, status=status)


def _upload(request: HttpRequest, form: ListUploadForm) -> str | None:
    """Preview the uploaded list; what is wrong with it is shown at its field."""
    data = form.cleaned_data
    try:
        batch = acts.preview_list(
            framework=found(reads.framework(request.user, data["framework"])),
            file=data["file"],
            name=data["file"].name,
            about=form.about,
            by=request.user,
            at=timezone.now(),
        )
    except (FileRefused, StoreUnavailable) as error:
        form.add_error("file", str(explain(error)))
    except Refused as refused:
        for reason in refused.reasons:
            field = "label" if reason.key.startswith("list.label") else "file"
            form.add_error(field, reasons.sentence(reason))
    else:
        return str(batch.pk)
    return None


@require_safe
@office_page
def preview(request: HttpRequest, pk: str) -> HttpResponse:
    """What a list would change, and how much of it is in use; places only as a number."""
    batch = found(reads.list_import(request.user, pk))
    plan = batch.plan
    context = {
        "batch": batch,
        "counts": plan["counts"],
        "touched": plan.get("touched", {}),
        "problems": [remark(one) for one in plan.get("problems", [])],
        "warnings": [remark(one) for one in plan.get("warnings", [])],
        **{name: lines(plan.get(name, [])) for name in ("added", "changed", "removed")},
    }
    return render(request, "indicators/list_import.html", context)


@require_POST
@office_page
def commit(request: HttpRequest, pk: str) -> HttpResponse:
    """Make it the next edition."""
    batch = found(reads.list_import(request.user, pk))
    try:
        acts.commit_list(batch=batch, by=request.user, at=timezone.now())
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("The edition holds from now on."))
    return redirect("list_import", pk)


@require_POST
@office_page
def discard(request: HttpRequest, pk: str) -> HttpResponse:
    """Put it aside."""
    batch = found(reads.list_import(request.user, pk))
    try:
        acts.discard_list(batch=batch, by=request.user, at=timezone.now())
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("Put aside. Nothing was stored."))
    return redirect("list_imports")
