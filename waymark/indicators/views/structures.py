"""The secretariat keeps structure definitions, by which SDMX data of cities are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.base import reasons
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain
from waymark.indicators.actions import structures as acts
from waymark.indicators.forms.structures import MappingForm, StructureForm
from waymark.indicators.queries import structures as reads
from waymark.indicators.rules.sources.structures import write_mapping
from waymark.indicators.views.common import found, uploaded
from waymark.indicators.views.whole_lists import office_page
from waymark.kernel.flow import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def structures(request: HttpRequest) -> HttpResponse:
    """The structures that are kept, and the form for another."""
    posted = request.method == "POST"
    data = (request.POST, request.FILES) if posted else (None, None)
    form = StructureForm(*data)
    made, status = uploaded(request, form, lambda: _keep(request, form))
    if made is not None:
        messages.success(request, _("The structure is kept."))
        return redirect("structure", made)
    context = {"form": form, "rows": reads.structures(request.user)}
    return render(request, "indicators/structures.html", context, status=status)


def _keep(request: HttpRequest, form: StructureForm) -> str | None:
    """Keep the uploaded structure; what is wrong with it is shown at its field."""
    file = form.cleaned_data["file"]
    try:
        made = acts.add_structure(
            place=None,
            file=file,
            name=file.name,
            mapping=form.cleaned_data["mapping"],
            by=request.user,
            at=timezone.now(),
        )
    except (FileRefused, StoreUnavailable) as error:
        form.add_error("file", str(explain(error)))
    except Refused as refused:
        _show(form, refused, "file")
    else:
        return str(made.pk)
    return None


def _show(form: forms.Form, refused: Refused, otherwise: str) -> None:
    for reason in refused.reasons:
        field = "mapping" if reason.key.startswith("mapping.") else otherwise
        form.add_error(field, reasons.sentence(reason))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page
def structure(request: HttpRequest, pk: str) -> HttpResponse:
    """One structure: what it holds, and what its codes mean."""
    row = found(reads.structure(request.user, pk))
    initial: dict[str, Any] = {"mapping": write_mapping(row.mapping)}
    form = MappingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["mapping"]
        try:
            acts.tell_structure(structure=row, mapping=said, by=request.user, at=timezone.now())
        except Refused as refused:
            _show(form, refused, "mapping")
        else:
            messages.success(request, _("Saved."))
            return redirect("structure", pk)
    status = 400 if form.errors else 200
    context = {"form": form, "structure": row, "about": row.about}
    return render(request, "indicators/structure.html", context, status=status)


@require_POST
@office_page
def retire(request: HttpRequest, pk: str) -> HttpResponse:
    """Read no more files by it."""
    row = found(reads.structure(request.user, pk))
    acts.retire_structure(structure=row, by=request.user, at=timezone.now())
    messages.success(request, _("No file is read by this structure any more."))
    return redirect("structures")
