"""Looking values over: who did so is shown beside each value, and can be said on its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from waymark.base import reasons
from waymark.indicators.actions.checking import check_values, uncheck_value
from waymark.indicators.forms.checking import CheckForm
from waymark.indicators.queries import series as reads
from waymark.indicators.queries.place import Here, indicator
from waymark.indicators.views.common import editors_page, found
from waymark.kernel.flow import Refused


def _back(at: Here, framework: str, code: str, series: str) -> HttpResponse:
    address = redirect("indicators:detail", at.place.slug, framework, code)
    address["Location"] += f"?s={series}"
    return address


@require_POST
@editors_page
def check(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """Say of the ticked values of a series that they were looked over."""
    row = found(indicator(at, framework, code))
    form = CheckForm(request.POST)
    form.is_valid()
    line = found(reads.series(at, form.cleaned_data.get("series", "")))
    found(line.indicator_id == row.pk or None)
    try:
        new = check_values(series=line, values=form.values, by=at.viewer, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        told = ngettext("%(n)s value looked over.", "%(n)s values looked over.", len(new))
        messages.success(request, told % {"n": len(new)})
    return _back(at, framework, code, line.pk)


@require_POST
@editors_page
def uncheck(request: HttpRequest, at: Here, pk: int) -> HttpResponse:
    """Take back that a value was looked over."""
    held = found(reads.observation(at, pk))
    row = held.series.indicator
    try:
        uncheck_value(observation=held, by=at.viewer, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("Taken back. The value counts as not looked over."))
    return _back(at, row.framework_id, row.code, held.series_id)
