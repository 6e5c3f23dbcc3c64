"""Bringing in files: upload, preview, commit, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain
from waymark.base.files.serving import serve_download
from waymark.base.files.storage import BytesGone
from waymark.indicators import shown
from waymark.indicators.actions import imports as acts
from waymark.indicators.actions import learning
from waymark.indicators.forms import ChoicesForm, UploadForm
from waymark.indicators.forms.imports import COMMA, POINT
from waymark.indicators.forms.sources import SourceForm
from waymark.indicators.queries import imports as reads
from waymark.indicators.queries import lists
from waymark.indicators.queries.mappings import finder, mapping_of
from waymark.indicators.queries.place import Here, frameworks
from waymark.indicators.queries.several import offered
from waymark.indicators.queries.structures import for_place
from waymark.indicators.rules.rows import Options
from waymark.indicators.views.common import city_page, editors_page, found, page, uploaded
from waymark.kernel.flow import Refused

PER_PAGE = 40


def _lists(at: Here) -> list[tuple[str, str]]:
    return [(row.code, str(row)) for row in frameworks(at.viewer)]


@require_http_methods(["GET", "HEAD", "POST"])
@city_page
def imports(request: HttpRequest, at: Here) -> HttpResponse:
    """The files brought in, and the form for another."""
    posted = request.method == "POST"
    if posted:
        found(at.may_edit or None)
    form = UploadForm(
        request.POST if posted else None, request.FILES if posted else None, lists=_lists(at)
    )
    made, status = uploaded(request, form, lambda: _upload(request, at, form))
    if made is not None:
        return redirect("indicators:import", at.place.slug, made)
    paged = Paginator(reads.imports(at), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": paged, "several": at.may_edit and offered(at.viewer)}
    return page(request, at, "imports", context, status)


def _upload(request: HttpRequest, at: Here, form: UploadForm) -> str | None:
    """Preview the uploaded file; what is wrong with it is shown at the field."""
    file = form.cleaned_data["file"]
    options = Options(framework=form.cleaned_data["framework"])
    choices = acts.Choices(options, language=short_language())
    try:
        batch = acts.preview_import(
            place=at.place,
            source=file,
            name=file.name,
            choices=choices,
            by=at.viewer,
            at=timezone.now(),
        )
    except (FileRefused, StoreUnavailable) as error:
        form.add_error("file", str(explain(error)))
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error("file", reasons.sentence(reason))
    else:
        return str(batch.pk)
    return None


def _choices_form(at: Here, batch: Any, data: Any = None) -> ChoicesForm:
    said = acts.choices_of(batch)
    every = [
        (f"{row.indicator.framework_id}:{row.indicator.code}", str(row.indicator))
        for row in lists.listing(at, batch.framework_id)
    ]
    initial = {
        "framework": batch.framework_id,
        "indicator": said.options.indicator,
        "decimals": COMMA if said.options.comma else POINT,
        "encoding": said.encoding,
        "sheet": said.sheet,
    }
    return ChoicesForm(
        data,
        initial=initial,
        lists=_lists(at),
        indicators=every,
        sheets=batch.plan.get("sheets", []),
        questions=shown.questions(batch),
        areas=at.districts,
        resolve=lambda text: finder(at, batch.framework_id).indicator(text).name,
        is_csv=batch.blob.media_type not in shown.TYPED,
    )


def _source_form(at: Here, batch: Any, data: Any = None) -> SourceForm:
    said = acts.choices_of(batch)
    files = batch.plan.get("area_files", [])
    properties = dict.fromkeys(name for one in files for name in one.get("properties", ()))
    initial = {
        "framework": batch.framework_id,
        "local": said.options.local,
        "structure": said.structure,
        "code": said.code or next((one.get("code", "") for one in files), ""),
        "name": said.name or next((one.get("name", "") for one in files), ""),
        "layer": said.options.layer,
    }
    return SourceForm(
        data,
        initial=initial,
        kind=batch.plan["kind"],
        lists=_lists(at),
        structures=[(row.pk, str(row)) for row in for_place(at.place)],
        properties=list(properties),
    )


def _form(at: Here, batch: Any, data: Any = None) -> ChoicesForm | SourceForm:
    """What can be said of how a file is read."""
    return (_source_form if "kind" in batch.plan else _choices_form)(at, batch, data)


def _draw(
    request: HttpRequest,
    at: Here,
    batch: Any,
    form: ChoicesForm | SourceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    held = shown.preview(at, batch)
    context: dict[str, Any] = {
        "batch": batch,
        "has_file": reads.may_have_file(at, batch),
        "preview": held,
        "changes": Paginator(held.changes, PER_PAGE).get_page(request.GET.get("values")),
        "targets": Paginator(held.targets, PER_PAGE).get_page(request.GET.get("targets")),
    }
    mapping = mapping_of(at.place, batch.plan.get("shape", ""))
    if mapping is not None and shown.is_read_by(batch, mapping):
        context |= {"mapping": mapping, "told": shown.told_before(at, mapping)}
    if batch.state == "preview" and at.may_edit and not batch.group_id:
        context["form"] = form = form or _form(at, batch)
        if isinstance(form, ChoicesForm) and form.asks_for_codes:
            context["codes"] = form.fields["indicator"].choices[1:]  # type: ignore[attr-defined]
    return page(request, at, "import", context, status)


@require_safe
@city_page
def preview(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """What a file would do, or has done."""
    return _draw(request, at, found(reads.batch(at, pk)))


@require_POST
@editors_page
def read_again(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """Read the file in another way."""
    batch = found(reads.batch(at, pk))
    form = _form(at, batch, request.POST)
    if not form.is_valid():
        return _draw(request, at, batch, form, 400)
    fields = ("encoding", "sheet", "structure", "code", "name")
    said = {name: form.cleaned_data.get(name, "") for name in fields}
    choices = acts.Choices(form.options, language=short_language(), **said)
    acts.read_again(batch=batch, choices=choices, by=at.viewer, at=timezone.now())
    return redirect("indicators:import", at.place.slug, pk)


@require_POST
@editors_page
def commit(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """Store all that the preview shows."""
    batch = found(reads.batch(at, pk))
    leave_out = request.POST.get("leave_out") == "on"
    now = timezone.now()
    try:
        acts.commit_import(batch=batch, leave_out=leave_out, by=at.viewer, at=now)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
            if reason.key == "import.changed_since":
                again = acts.choices_of(batch)
                acts.read_again(batch=batch, choices=again, by=at.viewer, at=now)
    else:
        messages.success(request, _("Stored. You can undo it as a whole."))
    return redirect("indicators:import", at.place.slug, pk)


@require_POST
@editors_page
def discard(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """Put a preview aside."""
    acts.discard_import(batch=found(reads.batch(at, pk)), by=at.viewer, at=timezone.now())
    messages.success(request, _("Put aside. Nothing was stored."))
    return redirect("indicators:imports", at.place.slug)


@require_POST
@editors_page
def undo(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """Take an import back."""
    batch = found(reads.batch(at, pk))
    try:
        acts.undo_import(batch=batch, by=at.viewer, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("Undone. What it had replaced holds again."))
    return redirect("indicators:import", at.place.slug, pk)


@require_POST
@editors_page
def forget(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """Forget what was said about files with these columns, and read this one without it."""
    batch = found(reads.batch(at, pk))
    mapping = mapping_of(at.place, batch.plan.get("shape", ""))
    now = timezone.now()
    if mapping is not None:
        learning.forget(mapping=mapping, by=at.viewer, at=now)
    if mapping is not None and batch.state == "preview":
        fresh = acts.Choices(Options(framework=batch.framework_id))
        acts.read_again(batch=batch, choices=fresh, by=at.viewer, at=now)
    messages.success(request, _("Forgotten. The next file with these columns brings questions."))
    return redirect("indicators:import", at.place.slug, pk)


@require_safe
@city_page
def file(request: HttpRequest, at: Here, pk: str) -> HttpResponseBase:
    """The file itself, as it was sent; one with several places is for whoever brought it alone."""
    batch = found(reads.batch(at, pk))
    found(reads.may_have_file(at, batch) or None)
    try:
        return serve_download(batch.blob, batch.file_name)
    except BytesGone:
        return found(None)
