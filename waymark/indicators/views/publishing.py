"""Making indicators public: choose, look at what everybody would see, publish, take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from waymark.base import reasons
from waymark.base.face import address
from waymark.indicators.actions import publishing as acts
from waymark.indicators.forms.publishing import TermsForm, WishForm
from waymark.indicators.looks import cards, preview_csv
from waymark.indicators.queries import publishing as reads
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.suppression import COUNT_UNDER, SIZE_UNDER, Limits
from waymark.indicators.views.common import CSV, add_refusal, city_page, download, found, page
from waymark.kernel.flow import Refused

acting = require_http_methods(["GET", "HEAD", "POST"])


def _form(request: HttpRequest, at: Here) -> WishForm:
    data = request.POST if request.method == "POST" else request.GET
    return WishForm(data, offered=reads.publishable(at))


@require_safe
@city_page
def publish(request: HttpRequest, at: Here) -> HttpResponse:
    """What could be public, what is, and the terms."""
    rows = reads.publishable(at)
    context = {
        "rows": [(row, _public_page(at, row)) for row in rows],
        "public": sum(row.publication is not None for row in rows),
        "every": request.GET.get("all") == "1",
        "terms": reads.terms(at),
        "usual": (COUNT_UNDER, SIZE_UNDER),
        "may_publish": reads.may_publish(at),
        "data_page": address("opendata:place", at.place.slug),
    }
    return page(request, at, "publish", context)


def _public_page(at: Here, row: reads.Publishable) -> str:
    """Where everybody sees an indicator; "" where nobody does."""
    if row.publication is None:
        return ""
    indicator = row.indicator
    return address("opendata:indicator", at.place.slug, indicator.framework_id, indicator.code)


@acting
@city_page
def preview(request: HttpRequest, at: Here) -> HttpResponse:
    """Exactly what everybody would see; sent, it is made public."""
    form = _form(request, at)
    wishes, status = form.wishes, 200
    if not wishes:
        messages.error(request, _("Tick at least one indicator."))
        return redirect("indicators:publish", at.place.slug)
    if request.method == "POST":
        try:
            acts.publish_indicators(
                place=at.place,
                wishes=wishes,
                seen=form.seen_before,
                by=at.viewer,
                at=timezone.now(),
            )
        except Refused as refused:
            status = 409
            for reason in refused.reasons:
                messages.error(request, reasons.sentence(reason))
        else:
            said = ngettext(
                "%(n)s indicator is public now.", "%(n)s indicators are public now.", len(wishes)
            )
            messages.success(request, said % {"n": len(wishes)})
            return redirect("indicators:publish", at.place.slug)
    looked = reads.preview(at, wishes)
    context = {
        "preview": looked,
        "cards": cards(at, looked),
        "may_publish": reads.may_publish(at),
    }
    return page(request, at, "publish_preview", context, status)


@require_safe
@city_page
def preview_table(request: HttpRequest, at: Here) -> HttpResponse:
    """The same as a table, whole."""
    looked = reads.preview(at, _form(request, at).wishes)
    return download(preview_csv(at, looked), f"{at.place.slug}-preview.csv", CSV)


@acting
@city_page
def withdraw(request: HttpRequest, at: Here) -> HttpResponse:
    """Take indicators back, after a question."""
    rows = [row for row in _form(request, at).indicators if row.publication is not None]
    if not rows:
        messages.error(request, _("Tick at least one indicator that is public."))
        return redirect("indicators:publish", at.place.slug)
    if request.method == "POST":
        acts.withdraw_indicators(
            place=at.place,
            indicators=[row.indicator for row in rows],
            by=at.viewer,
            at=timezone.now(),
        )
        messages.success(request, _("Taken back. Nobody outside the city sees it any more."))
        return redirect("indicators:publish", at.place.slug)
    context = {"rows": rows, "may_publish": reads.may_publish(at)}
    return page(request, at, "publish_withdraw", context)


@acting
@city_page
def terms(request: HttpRequest, at: Here) -> HttpResponse:
    """Licence and limits."""
    found(reads.may_publish(at) or None)
    held = reads.terms(at)
    initial: dict[str, Any] = {
        "licence": held.licence if held else "",
        "count_under": held.count_under if held else COUNT_UNDER,
        "size_under": held.size_under if held else SIZE_UNDER,
    }
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            acts.set_public_terms(
                place=at.place,
                licence=data["licence"],
                limits=Limits(data["count_under"], data["size_under"]),
                by=at.viewer,
                at=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused, {})
        else:
            messages.success(request, _("Saved."))
            return redirect("indicators:publish", at.place.slug)
    return page(request, at, "publish_terms", {"form": form}, 400 if form.errors else 200)
