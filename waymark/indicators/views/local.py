"""A city's own indicators: make, change, retire."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.base import reasons
from waymark.indicators.actions import local as acts
from waymark.indicators.forms.local import LocalForm
from waymark.indicators.queries.links import links_of
from waymark.indicators.queries.place import Here, indicator
from waymark.indicators.views.common import add_refusal, editors_page, found, page
from waymark.kernel.flow import Reason, Refused

LOCAL = "local"
FIELDS = {"list": "direction", "text": "note"}
KEYS = {"local.code_wrong": "code", "local.code_used": "code", "local.label_empty": "label"}
KEYS |= {"local.note_needed": "note", "local.kind_wrong": "kind"}
pages = require_http_methods(["GET", "HEAD", "POST"])


def _other(at: Here, form: LocalForm) -> Any:
    """The shared indicator that was named; None for an empty field. Raises Refused."""
    asked = form.cleaned_data["other"].strip()
    if not asked:
        return None
    framework, _colon, code = asked.partition(":")
    other = indicator(at, framework, code) if code else None
    if other is None:
        raise Refused(Reason("local.other_unknown", {"text": asked[:60]}))
    return other


def _refused(form: LocalForm, refused: Refused) -> None:
    for reason in refused.reasons:
        if reason.key.startswith("local.other"):
            form.add_error("other", reasons.sentence(reason))
        elif KEYS.get(reason.key) in form.fields:
            form.add_error(KEYS[reason.key], reasons.sentence(reason))
        else:
            add_refusal(form, Refused(reason), FIELDS)


@pages
@editors_page
def new(request: HttpRequest, at: Here) -> HttpResponse:
    """Make an indicator of the city's own."""
    form = LocalForm(request.POST or None, new=True)
    if request.method == "POST" and form.is_valid():
        try:
            row = acts.create_local(
                place=at.place,
                code=form.cleaned_data["code"],
                local=form.local,
                other=_other(at, form),
                by=at.viewer,
                at=timezone.now(),
            )
        except Refused as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("indicators:detail", at.place.slug, LOCAL, row.code)
    context = {"form": form, "title": _("An indicator of your own")}
    return page(request, at, "local", context, 400 if form.errors else 200)


@pages
@editors_page
def edit(request: HttpRequest, at: Here, code: str) -> HttpResponse:
    """Change a local indicator, or its link."""
    row = found(indicator(at, LOCAL, code))
    link = next(iter(links_of(at.place, pk=row.pk).get(row.pk, [])), None)
    initial = {
        "label": str(row.label),
        "unit": row.unit,
        "direction": row.direction,
        "other": link.name if link else "",
        "kind": link.kind if link else "none",
        "note": link.note if link else "",
    }
    form = LocalForm(request.POST or None, new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            acts.edit_local(
                indicator=row,
                local=form.local,
                other=_other(at, form),
                by=at.viewer,
                at=timezone.now(),
            )
        except Refused as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("indicators:detail", at.place.slug, LOCAL, row.code)
    context = {"form": form, "indicator": row, "title": _("Change this indicator")}
    return page(request, at, "local", context, 400 if form.errors else 200)


@require_POST
@editors_page
def retire(request: HttpRequest, at: Here, code: str) -> HttpResponse:
    """Leave a local indicator out from now on."""
    row = found(indicator(at, LOCAL, code))
    try:
        acts.retire_local(indicator=row, by=at.viewer, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("Retired. All values stay."))
    return redirect("indicators:detail", at.place.slug, LOCAL, row.code)
