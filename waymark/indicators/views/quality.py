"""Check the data: what was found, accepting it with a note, and the matrix of filled cells."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.indicators import findings as words
from waymark.indicators.actions.quality import accept_finding, withdraw_acceptance
from waymark.indicators.forms.quality import AcceptForm, FindingsForm
from waymark.indicators.quality_words import CHECKS
from waymark.indicators.queries import quality
from waymark.indicators.queries.matrix import filled_matrix
from waymark.indicators.queries.place import Here, frameworks
from waymark.indicators.rules.matrix import filled
from waymark.indicators.rules.quality import Finding
from waymark.indicators.rules.shares import Share, by_area, by_group, everything, shares
from waymark.indicators.views.common import (
    add_refusal,
    city_page,
    editors_page,
    found,
    page,
    part_name,
)
from waymark.indicators.wording import DIMENSION_NAMES, group_name, named
from waymark.kernel.flow import Refused

PER_PAGE = 50
MATRIX_ROWS = 40
SHARES_PER_PAGE = 40
MOST_YEARS = 12


@require_safe
@city_page
def checks(request: HttpRequest, at: Here) -> HttpResponse:
    """Everything that the checks find in the city's data."""
    checked = quality.check(at.viewer, at.place, timezone.localdate())
    form = FindingsForm(request.GET)
    shown = [one for one in checked.findings if _asked_for(form, checked, one)]
    paged = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    accepted = sum(map(checked.is_accepted, checked.findings))
    context = {
        "form": form,
        "checked": checked,
        "page": paged,
        "groups": words.grouped(at, checked, paged.object_list),
        "counts": _counts(checked),
        "open": len(checked.findings) - accepted,
        "accepted": accepted,
        **_origin(request, at, checked),
    }
    return page(request, at, "checks", context)


def _origin(request: HttpRequest, at: Here, checked: quality.Checked) -> dict[str, Any]:
    """How many values say where they come from: as a whole, and part by part in one way."""
    kinds = [
        ("part", _("Domain or goal")),
        ("group", _("Group")),
        ("area", named(DIMENSION_NAMES, "area")),
    ]
    lines = checked.series.values()
    by = _one_of(request.GET.get("origin"), [kind for kind, _name in kinds])
    named_rows = _shares(at, checked, by)
    return {
        "whole": next(iter(shares(lines, everything)), None),
        "origins": kinds,
        "origin": by,
        "origin_name": dict(kinds)[by],
        "parts": Paginator(named_rows, SHARES_PER_PAGE).get_page(request.GET.get("parts")),
    }


def _shares(at: Here, checked: quality.Checked, by: str) -> list[tuple[str, Share]]:
    lines = checked.series.values()
    if by == "group":
        return words.named_shares(at, shares(lines, by_group), by)
    if by == "area":
        whole = [row for row in shares(lines, by_area) if row.part not in at.cells]
        return words.named_shares(at, whole, by)
    part = {pk: str(row.domain or row.goal or "") for pk, row in checked.indicators.items()}
    found = shares(lines, lambda line: [part[line.number]] if part[line.number] else [])
    return [(part_name(row.part), row) for row in found]


def _asked_for(form: FindingsForm, checked: quality.Checked, finding: Finding) -> bool:
    state, severity, check = (form.asked(name) for name in ("state", "severity", "check"))
    accepted = checked.is_accepted(finding)
    return (
        (state == "all" or accepted == (state == "accepted"))
        and severity in ("", finding.severity)
        and check in ("", finding.check)
    )


def _counts(checked: quality.Checked) -> list[tuple[str, str, int, int]]:
    """Each check with its name, how much is open, and how much was accepted."""
    accepted = Counter(one.check for one in checked.findings if checked.is_accepted(one))
    every = Counter(one.check for one in checked.findings)
    return [
        (name, str(CHECKS[name].name), every[name] - accepted[name], accepted[name])
        for name in CHECKS
        if every[name]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@editors_page
def accept(request: HttpRequest, at: Here, mark: str) -> HttpResponse:
    """Say why a finding is right as it is."""
    checked = quality.check(at.viewer, at.place, timezone.localdate())
    finding = found(checked.find(mark))
    others = [words.told(at, checked, one) for one in checked.alike(finding)]
    form = AcceptForm(request.POST if request.method == "POST" else None, alike=len(others))
    if form.is_valid():
        now = timezone.now()
        try:
            accept_finding(place=at.place, mark=mark, by=at.viewer, at=now, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused, {"note": "note", "text": "note"})
        else:
            messages.success(request, _("Accepted. It comes back if the value changes."))
            return redirect("indicators:checks", at.place.slug)
    told = words.told(at, checked, finding)
    explained = CHECKS[finding.check]
    context: dict[str, Any] = {"form": form, "told": told, "explained": explained}
    context["others"] = others
    return page(request, at, "accept", context, 400 if form.errors else 200)


@require_POST
@editors_page
def withdraw(request: HttpRequest, at: Here, pk: str) -> HttpResponse:
    """Take an acceptance back."""
    row = found(quality.acceptance(at, pk))
    withdraw_acceptance(acceptance=row, by=at.viewer, at=timezone.now())
    messages.success(request, _("Taken back. The finding is open again."))
    return redirect("indicators:checks", at.place.slug)


@require_safe
@city_page
def matrix(request: HttpRequest, at: Here) -> HttpResponse:
    """A list of indicators against years, groups or areas: what is filled."""
    offered = [(row.code, str(row)) for row in frameworks(at.viewer)]
    found(offered or None)
    kinds = [
        ("year", _("Years")),
        ("group", _("Groups")),
        ("area", named(DIMENSION_NAMES, "area")),
    ]
    framework = _one_of(request.GET.get("framework"), [code for code, _name in offered])
    by = _one_of(request.GET.get("by"), [kind for kind, _name in kinds])
    held = filled_matrix(at, framework, by)
    columns = held.columns[-MOST_YEARS:] if by == "year" else held.columns
    paged = Paginator(held.indicators, MATRIX_ROWS).get_page(request.GET.get("page"))
    context = {
        "lists": offered,
        "kinds": kinds,
        "framework": framework,
        "framework_name": dict(offered)[framework],
        "by": by,
        "page": paged,
        "columns": [(_column(at, by, one), filled(held.cells, one)) for one in columns],
        "rows": [
            (row, [held.cells.get(row.pk, {}).get(column) for column in columns])
            for row in paged.object_list
        ],
    }
    return page(request, at, "matrix", context)


def _one_of(asked: str | None, known: list[str]) -> str:
    return asked if asked in known else known[0]


def _column(at: Here, by: str, column: str) -> str:
    if by == "area":
        return at.area_name(column)
    dimension, sign, group = column.partition("=")
    return group_name(dimension, group) if sign else column
