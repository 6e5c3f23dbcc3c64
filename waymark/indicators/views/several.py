"""Several places at once: bring in a file with all of them, take them away as one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.base.files.errors import FileRefused, StoreUnavailable
from waymark.base.files.messages import explain
from waymark.indicators import shown, shown_several, takeaway
from waymark.indicators.actions import asking_several, imports, several
from waymark.indicators.actions.choices import choices_from
from waymark.indicators.export_words import KINDS
from waymark.indicators.forms.imports import SeveralChoicesForm, SeveralUploadForm
from waymark.indicators.queries import several as reads
from waymark.indicators.queries.mappings import finder
from waymark.indicators.queries.place import frameworks
from waymark.indicators.queries.taking import Chosen
from waymark.indicators.rules.exports.several import KINDS as OF_SEVERAL
from waymark.indicators.rules.rows import Options
from waymark.indicators.views.common import found, made, page_for, say, uploaded
from waymark.kernel.flow import Refused

PER_PAGE = 25


several_page = page_for(reads.offered)
"""Opens a view to those who may enter values in several places."""


@require_http_methods(["GET", "HEAD", "POST"])
@several_page
def overview(request: HttpRequest) -> HttpResponse:
    """The places, the files brought in for several of them, and the form for another."""
    posted = request.method == "POST"
    lists = [(row.code, str(row)) for row in frameworks(request.user)]
    data = (request.POST, request.FILES) if posted else (None, None)
    form = SeveralUploadForm(*data, lists=lists)
    group, status = uploaded(request, form, lambda: _upload(request, form))
    if group is not None:
        return redirect("several_one", group)
    context = {
        "form": form,
        "places": reads.editable(request.user),
        "kinds": [KINDS[kind] for kind in OF_SEVERAL],
        "page": Paginator(reads.groups(request.user), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "indicators/several.html", context, status=status)


def _upload(request: HttpRequest, form: SeveralUploadForm) -> str | None:
    """Preview the uploaded file; what is wrong with it is shown at the field."""
    file = form.cleaned_data["file"]
    options = Options(framework=form.cleaned_data["framework"])
    try:
        group = several.preview_several(
            places=reads.editable(request.user),
            source=file,
            name=file.name,
            choices=imports.Choices(options, language=short_language()),
            by=request.user,
            at=timezone.now(),
        )
    except (FileRefused, StoreUnavailable) as error:
        form.add_error("file", str(explain(error)))
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error("file", reasons.sentence(reason))
    else:
        return str(group.pk)
    return None


def _questions(group: Any, batches: Sequence[Any], data: Any = None) -> SeveralChoicesForm | None:
    """The questions about a file, which are the same for all of its places; None without any."""
    asked = shown_several.questions(group, batches)
    if group.state != "preview" or not asked:
        return None
    framework = batches[0].framework_id
    return SeveralChoicesForm(
        data,
        questions=asked,
        areas={},
        resolve=lambda text: finder(None, framework).indicator(text).name,
    )


@require_safe
@several_page
def preview(request: HttpRequest, pk: str) -> HttpResponse:
    """What a file would do, or has done, place by place."""
    return _draw(request, found(reads.group(request.user, pk)))


@require_POST
@several_page
def read_again(request: HttpRequest, pk: str) -> HttpResponse:
    """Read the file again, by what was said about its columns and words."""
    group = found(reads.group(request.user, pk))
    form = found(_questions(group, reads.batches(group), request.POST))
    if not form.is_valid():
        return _draw(request, group, form)
    choices = choices_from(group.plan.get("choices", {}))
    options = replace(choices.options, answers=form.answers)
    choices = replace(choices, options=options)
    try:
        asking_several.read_several_again(
            group=group, choices=choices, by=request.user, at=timezone.now()
        )
    except Refused as refused:
        say(request, refused)
    return redirect("several_one", pk)


def _draw(request: HttpRequest, group: Any, form: SeveralChoicesForm | None = None) -> HttpResponse:
    batches = reads.batches(group)
    parts = [shown_several.part(batch) for batch in batches]
    status = 400 if form is not None else 200
    form = form or _questions(group, batches)
    asks = form is not None and form.asks_for_codes
    refused = group.plan.get("refused", 0)
    context = {
        "group": group,
        "error": shown.remark(group.plan["error"]) if group.plan.get("error") else None,
        "problems": shown.kinds(group.plan.get("problems", []), group.plan.get("kinds", {})),
        "without": refused,
        "parts": parts,
        "refused": refused + sum(part.refused for part in parts),
        "readable": bool(parts) and all(part.readable for part in parts),
        "stores": any(part.stores for part in parts),
        "form": form,
        "codes": reads.codes_of(group, batches[0].framework_id) if asks else [],
    }
    return render(request, "indicators/several_one.html", context, status=status)


@require_POST
@several_page
def commit(request: HttpRequest, pk: str) -> HttpResponse:
    """Store all that the previews show, in every place."""
    group = found(reads.group(request.user, pk))
    leave_out = request.POST.get("leave_out") == "on"
    try:
        several.commit_several(group=group, leave_out=leave_out, by=request.user, at=timezone.now())
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("Stored in all places. You can undo it as a whole."))
    return redirect("several_one", pk)


@require_POST
@several_page
def discard(request: HttpRequest, pk: str) -> HttpResponse:
    """Put the previews aside."""
    group = found(reads.group(request.user, pk))
    try:
        several.discard_several(group=group, by=request.user, at=timezone.now())
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("Put aside. Nothing was stored."))
    return redirect("several")


@require_POST
@several_page
def undo(request: HttpRequest, pk: str) -> HttpResponse:
    """Take it back in every place."""
    group = found(reads.group(request.user, pk))
    try:
        several.undo_several(group=group, by=request.user, at=timezone.now())
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, _("Undone. What it had replaced holds again."))
    return redirect("several_one", pk)


@require_safe
@several_page
def take(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The data of all places that somebody may see, as one file."""
    form = found(OF_SEVERAL.get(kind))
    places = reads.seen(request.user)
    make = partial(takeaway.made_of_several, places, kind, Chosen(), timezone.now(), "places")
    return made(make, f"places-{kind}.{form.ending}", form.media_type)
