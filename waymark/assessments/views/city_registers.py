"""The tables of a case: typing rows, pasting them, and choosing between two versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.assessments.actions.answers import BadAnswer, save_register
from waymark.assessments.forms.answer import MAX_VERSION
from waymark.assessments.forms.grid import Columns, Grid, pasted_rows
from waymark.assessments.queries import registers as queries
from waymark.assessments.queries.workspace import Here
from waymark.assessments.views.city_base import city_page, page, url
from waymark.base import reasons

SETTLED = "settled_tables"


def _whole(given: str | None, most: int = 10**6) -> int:
    """A number from an address or a hidden field; 0 for anything else."""
    return min(int(given), most) if given and given.isdecimal() and len(given) < 12 else 0


def _find(here: Here, register: str, start: int = 0) -> tuple[queries.RegisterPage, Columns]:
    told = queries.register_page(here, register, start)
    if told is None:
        raise Http404
    return told, Columns(told.register, here.scheme, told.areas)


def _address(here: Here, register: str, request: HttpRequest, start: int = 0) -> str:
    """The table's page, still knowing from which criterion one came."""
    came = request.GET.get("from", "")
    query = f"?from={came}&start={start}" if came in here.scheme.by_id else f"?start={start}"
    return url(here, "register", register) + query


@city_page
def register(request: HttpRequest, here: Here, register: str) -> HttpResponse:
    """Show a table; add and remove rows; save it."""
    start = _whole(request.GET.get("start"))
    told, columns = _find(here, register, start)
    grid = Grid(columns, first=told.start)
    if request.method != "POST":
        grid.show(told.rows)
        full = told.register.single and told.total > 0
        if here.editable and not full and told.start + queries.PER_PAGE >= told.total:
            grid.add()
        return _draw(request, here, told, grid)
    todo = request.POST.get("do", "save")
    version = _whole(request.POST.get("version"), MAX_VERSION)
    if todo.startswith("remove-"):
        grid.read(request.POST, without=_whole(todo.removeprefix("remove-")))
        return _draw(request, here, told, grid, version=version, unsaved=True)
    grid.read(request.POST)
    if todo == "add":
        grid.add()
        return _draw(request, here, told, grid, version=version, unsaved=True)
    if not grid.check():
        return _draw(request, here, told, grid, version=version, status=422)
    return _save(request, here, told, grid, version, start)


def _save(
    request: HttpRequest,
    here: Here,
    told: queries.RegisterPage,
    grid: Grid,
    version: int,
    start: int,
) -> HttpResponse:
    base = told.table.rows
    if version != told.table.version:  # what the editor saw may have had other pages
        base = queries.rows_at(here, told.register.id, version)
    start = queries.page_start(start, len(base))
    rows = [*base[:start], *grid.values, *base[start + queries.PER_PAGE :]]
    try:
        saved = save_register(
            case=here.the_case,
            register=told.register.id,
            rows=rows,
            version=version,
            by=request.user,
            at=here.at,
        )
    except BadAnswer as bad:
        said = reasons.sentence(bad.key)
        return _draw(request, here, told, grid, version=version, status=422, said=said)
    if saved.conflict:
        found = queries.difference(here, told.register.id)
        if found is not None:
            return _compare(request, here, told, found, status=409)
    messages.success(request, _("Saved."))
    return redirect(_address(here, told.register.id, request, told.start))


def _draw(
    request: HttpRequest,
    here: Here,
    told: queries.RegisterPage,
    grid: Grid,
    *,
    version: int | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    came = here.scheme.by_id.get(request.GET.get("from", ""))
    settled = request.session.get(SETTLED, [])
    return page(
        request,
        here,
        "register",
        "criteria",
        status=status,
        told=told,
        grid=grid,
        headings=[
            {"label": column.label, "required": column.required} for column in grid.columns.all
        ],
        version=told.table.version if version is None else version,
        lacking=_lacking(told, grid),
        came=came or (told.criteria[0] if told.criteria else None),
        kept=told.kept if told.kept not in settled else None,
        pages=[
            {"start": start, "first": start + 1, "last": start + queries.PER_PAGE}
            for start in told.starts
        ]
        if len(told.starts) > 1
        else [],
        **more,
    )


def _lacking(told: queries.RegisterPage, grid: Grid) -> list[str]:
    """What a form that was saved half done still asks for."""
    if not told.register.single or not told.table.rows:
        return []
    held = told.table.rows[0]
    return [
        grid.columns.label(column)
        for column in grid.columns.all
        if column.required and column.id not in held
    ]


@require_POST
@city_page
def paste(request: HttpRequest, here: Here, register: str) -> HttpResponse:
    """Append rows that were copied from a spreadsheet: all of them, or none."""
    told, columns = _find(here, register)
    pasted = request.POST.get("pasted", "")
    found = pasted_rows(pasted, columns)
    grid = Grid(columns, first=told.total)
    for typed in found.rows:
        grid.rows.append(grid.row_of(typed))
    grid.check()
    wrong = [*_beside(found.beside, told.total), *(one.message for one in grid.errors)]
    shown = Grid(columns, first=told.start).show(told.rows)
    if not found.rows or wrong:
        said = "" if found.rows else _("Nothing was pasted that looks like a table.")
        more: dict[str, Any] = {"pasted": pasted, "wrong_lines": wrong[:20], "said": said}
        return _draw(request, here, told, shown, status=422, **more)
    version = _whole(request.POST.get("version"), MAX_VERSION)
    base = told.table.rows
    if version != told.table.version:
        base = queries.rows_at(here, register, version)
    try:
        saved = save_register(
            case=here.the_case,
            register=register,
            rows=[*base, *grid.values],
            version=version,
            by=request.user,
            at=here.at,
        )
    except BadAnswer as bad:
        said = reasons.sentence(bad.key)
        return _draw(request, here, told, shown, status=422, pasted=pasted, said=said)
    if saved.conflict and (difference := queries.difference(here, register)):
        return _compare(request, here, told, difference, status=409)
    messages.success(request, _("The rows were added."))
    return redirect(_address(here, register, request, told.total))


def _beside(cells: list[tuple[int, str]], before: int) -> list[str]:
    """Say which cells have no column to go to; nothing that was pasted is dropped in silence."""
    said = _("Row %(row)s: “%(cell)s” stands in no column of this table.")
    return [said % {"row": before + row + 1, "cell": cell[:60]} for row, cell in cells]


def _compare(
    request: HttpRequest,
    here: Here,
    told: queries.RegisterPage,
    found: queries.Difference,
    *,
    status: int = 200,
) -> HttpResponse:
    columns = Columns(told.register, here.scheme, told.areas)

    def lines(rows: Any) -> list[dict[str, Any]]:
        return [
            {"index": index, "cells": [columns.word(c, row.get(c.id)) for c in columns.all]}
            for index, row in rows
        ]

    return page(
        request,
        here,
        "register_conflict",
        "criteria",
        status=status,
        told=told,
        found=found,
        headings=[columns.label(column) for column in columns.all],
        mine=lines(enumerate(found.mine)),
        theirs=lines(found.theirs),
        own=found.table.updated_by_id == request.user.pk,
    )


@city_page
def merge(request: HttpRequest, here: Here, register: str, revision: int) -> HttpResponse:
    """Show two versions of a table, and put together what shall stand."""
    told, _columns = _find(here, register)
    found = queries.difference(here, register, revision)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _compare(request, here, told, found)
    version = _whole(request.POST.get("version"), MAX_VERSION)
    if version != found.table.version:
        messages.warning(request, _("Somebody saved the table once more. Please look again."))
        return _compare(request, here, told, found, status=409)
    take = {_whole(index) for index in request.POST.getlist("take")}
    keep = {_whole(index) for index in request.POST.getlist("keep")}
    drop = {index for index, _row in found.theirs} - keep
    if told.register.single and take:  # it has one line: hers stands in the place of theirs
        drop = {index for index, _row in found.theirs}
    saved = save_register(
        case=here.the_case,
        register=register,
        rows=found.merged(take, drop),
        version=version,
        by=request.user,
        at=here.at,
    )
    if saved.conflict and (again := queries.difference(here, register)):
        return _compare(request, here, told, again, status=409)
    settled = [*request.session.get(SETTLED, []), revision][-50:]
    request.session[SETTLED] = settled
    messages.success(request, _("Saved. Both versions stay in the history."))
    return redirect(_address(here, register, request))
