"""Entering, changing and removing values; targets; what a city says of an indicator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.indicators import forms
from waymark.indicators.actions.chosen import describe_indicator
from waymark.indicators.actions.targets import set_target
from waymark.indicators.actions.values import change_value, enter_value, remove_value
from waymark.indicators.queries import series as reads
from waymark.indicators.queries.known import VALUE_FIELDS
from waymark.indicators.queries.place import Here, indicator
from waymark.indicators.queries.proposals import came_from
from waymark.indicators.rules.cells import write_milestones
from waymark.indicators.views.common import add_refusal, editors_page, found, page
from waymark.kernel.flow import Refused

FIELDS = {
    "period": "period",
    "value": "value",
    "status": "status",
    "margin": "margin",
    "count": "sample_size",
    "area": "area",
    "unit": "unit",
    "entry": "text",
    "dimension": "other_dimension",
    "group": "other_group",
    "baseline": "baseline_period",
    "milestones": "milestones",
    "year": "target_year",
}
"""Which field a refusal is about, by the first word of its key."""

pages = require_http_methods(["GET", "HEAD", "POST"])


def _back(at: Here, row: Any, series: str = "") -> HttpResponse:
    query = f"?s={series}" if series else ""
    address = redirect("indicators:detail", at.place.slug, row.framework_id, row.code)
    address["Location"] += query
    return address


def _about(request: HttpRequest, at: Here, row: Any, held: reads.Held) -> dict[str, Any]:
    """What a form begins with when it was opened from a series, or without one."""
    asked = request.GET.get("series", "")
    line = reads.series(at, asked) if asked else None
    if line is None or line.indicator_id != row.pk:
        return {"unit": held.units[0]}
    return {**forms.about_of(line.area_id, line.dimensions), "unit": line.unit}


@pages
@editors_page
def add(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """Enter a value."""
    row = found(indicator(at, framework, code))
    held = reads.held_of(at, row)
    form = forms.ValueForm(
        request.POST or None,
        areas=at.areas,
        held=held.breakdowns,
        units=held.units,
        initial=_about(request, at, row, held),
    )
    if request.method == "POST" and form.is_valid():
        try:
            value = enter_value(
                place=at.place,
                indicator=row,
                value=form.value_told,
                area=form.cleaned_data["area"],
                dims=form.dims,
                unit=form.cleaned_data["unit"],
                by=at.viewer,
                at=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused, FIELDS)
        else:
            messages.success(request, _("Stored."))
            return _back(at, row, value.series_id)
    context = {"form": form, "indicator": row, "title": _("Add a value")}
    return page(request, at, "value", context, 400 if form.errors else 200)


@pages
@editors_page
def edit(request: HttpRequest, at: Here, pk: int) -> HttpResponse:
    """Change a value."""
    held = found(reads.observation(at, pk))
    row = held.series.indicator
    initial = {name: getattr(held, name) for name in VALUE_FIELDS}
    form = forms.EditValueForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_value(observation=held, value=form.value_told, by=at.viewer, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused, FIELDS)
        else:
            messages.success(request, _("Stored. The earlier value stays in the history."))
            return _back(at, row, held.series_id)
    name = reads.line_name(at, held.series)
    context = {"form": form, "indicator": row, "observation": held, "name": name}
    context["came"] = came_from(at, held)
    context["title"] = _("Change the value for %(period)s") % {"period": held.period}
    return page(request, at, "value", context, 400 if form.errors else 200)


@require_POST
@editors_page
def remove(request: HttpRequest, at: Here, pk: int) -> HttpResponse:
    """Remove a value; the history keeps it."""
    held = found(reads.observation(at, pk))
    remove_value(observation=held, by=at.viewer, at=timezone.now())
    messages.success(request, _("Removed. The value stays in the history."))
    return _back(at, held.series.indicator, held.series_id)


@pages
@editors_page
def target(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """Set baseline and target of a series: the one of the address, or one chosen in the form."""
    row = found(indicator(at, framework, code))
    asked = request.GET.get("series", "")
    line = next((one for one in reads.detail(at, row).lines if one.series.pk == asked), None)
    form: forms.EditTargetForm | forms.TargetForm
    if line is not None:
        goal = line.goal
        initial = {
            "baseline_period": goal.baseline_period,
            "baseline_value": goal.baseline_value,
            "target_year": goal.target_year,
            "target_value": goal.target_value,
            "milestones": write_milestones(goal.milestones),
            "note": goal.note,
            "replaces": line.target.pk if line.target else "",
        }
        form = forms.EditTargetForm(request.POST or None, initial=initial)
    else:
        held = reads.held_of(at, row)
        form = forms.TargetForm(
            request.POST or None,
            areas=at.areas,
            held=held.breakdowns,
            units=held.units,
            initial={"unit": held.units[0]},
        )
    if request.method == "POST" and form.is_valid():
        try:
            _set(at, row, line, form)
        except Refused as refused:
            add_refusal(form, refused, FIELDS)
        else:
            messages.success(request, _("Stored. Earlier targets stay in the history."))
            return _back(at, row, asked if line else "")
    context = {"form": form, "indicator": row, "name": line.name if line else ""}
    return page(request, at, "target", context, 400 if form.errors else 200)


def _set(
    at: Here, row: Any, line: reads.Line | None, form: forms.EditTargetForm | forms.TargetForm
) -> None:
    if isinstance(form, forms.TargetForm):
        data = form.cleaned_data
        where = {"area": data["area"], "dims": form.dims, "unit": data["unit"], "replaces": ""}
    else:
        assert line is not None
        where = {
            "area": at.areas.get(line.series.area_id or ""),
            "dims": line.dims,
            "unit": line.series.unit,
            "replaces": form.cleaned_data["replaces"],
        }
    set_target(
        place=at.place, indicator=row, goal=form.goal, by=at.viewer, at=timezone.now(), **where
    )


@pages
@editors_page
def describe(request: HttpRequest, at: Here, framework: str, code: str) -> HttpResponse:
    """Choose an indicator, mark it as a key value, say who holds its data."""
    row = found(indicator(at, framework, code))
    chosen = reads.detail(at, row).chosen
    told = ("priority", "counts_people", "holder")
    initial = {name: getattr(chosen, name) for name in told} if chosen else {}
    posted = request.POST if request.method == "POST" else None
    form = forms.DescribeForm(posted, initial=initial)
    if form.is_valid():
        try:
            describe_indicator(
                place=at.place,
                indicator=row,
                **form.cleaned_data,
                by=at.viewer,
                at=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused, {"text": "holder"})
        else:
            messages.success(request, _("Saved."))
            return _back(at, row)
    context = {"form": form, "indicator": row, "chosen": chosen}
    return page(request, at, "describe", context, 400 if form.errors else 200)
