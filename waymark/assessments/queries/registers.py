"""The tables of a case: their rows, the criteria that share them, and two people's versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from waymark.assessments.models import RegisterRevision, RegisterTable
from waymark.assessments.queries.workspace import Here
from waymark.places.models import Place
from waymark.places.queries import parts
from waymark.schemes.rules import Criterion, Register

Row = dict[str, Any]
PER_PAGE = 20  # rows on one page: a form has to stay below a thousand fields


@dataclass(frozen=True)
class RegisterPage:
    """A table as its page shows it: the rows from `start` on."""

    register: Register
    table: RegisterTable
    start: int
    criteria: tuple[Criterion, ...]
    areas: tuple[tuple[str, str], ...]
    kept: int | None  # a revision of the viewer's that met a newer version

    @property
    def rows(self) -> list[Row]:
        """The rows of this page."""
        return list(self.table.rows[self.start : self.start + PER_PAGE])

    @property
    def total(self) -> int:
        """How many rows the table has."""
        return len(self.table.rows)

    @property
    def starts(self) -> list[int]:
        """Where each page of the table begins."""
        return list(range(0, max(self.total, 1), PER_PAGE))


def register_page(here: Here, register: str, start: int = 0) -> RegisterPage | None:
    """Return a table, empty where nothing was entered, or None where the edition has none."""
    found = here.scheme.register_by_id.get(register)
    if found is None:
        return None
    table = here.the_case.registers.filter(register=register).select_related("updated_by").first()
    kept = None
    if table is not None:
        mine = table.revisions.filter(conflict=True, by=here.viewer, version=table.version)
        kept = mine.order_by("-pk").values_list("pk", flat=True).first()
    table = table or RegisterTable(case=here.the_case, register=register)
    return RegisterPage(
        found,
        table,
        page_start(start, len(table.rows)),
        tuple(one for one in here.scheme.criteria if register in one.registers),
        _areas(here, found),
        kept,
    )


def page_start(start: int, total: int) -> int:
    """Return where the page begins that holds a row, or the last page."""
    return min(start, max(total - 1, 0)) // PER_PAGE * PER_PAGE


def _areas(here: Here, register: Register) -> tuple[tuple[str, str], ...]:
    """The parts of the place, where a column asks for one."""
    if all(column.type != "area" for column in register.columns):
        return ()
    rows = parts(here.viewer, here.place).exclude(kind=Place.Kind.GRID_CELL)
    return tuple((part.pk, str(part)) for part in rows)


def rows_at(here: Here, register: str, version: int) -> list[Row]:
    """Return what a table held in one version; nothing for one that never was."""
    found = RegisterRevision.objects.filter(
        table__case=here.the_case, table__register=register, version=version, conflict=False
    )
    return list(found.values_list("rows", flat=True).first() or [])


@dataclass(frozen=True)
class Difference:
    """Two versions of a table: what only one of them holds. The rest stands in both."""

    revision: RegisterRevision
    table: RegisterTable
    mine: tuple[Row, ...]
    theirs: tuple[tuple[int, Row], ...]  # with their position in the table

    def merged(self, take: set[int], drop: set[int]) -> list[Row]:
        """Return the table without some of their rows and with some of mine, by position."""
        stays = [row for index, row in enumerate(self.table.rows) if index not in drop]
        return stays + [row for index, row in enumerate(self.mine) if index in take]


def difference(here: Here, register: str, pk: int | None = None) -> Difference | None:
    """Return how the viewer's version that met a newer one differs from what stands.

    Without `pk`, her latest such version.
    """
    found = RegisterRevision.objects.filter(
        table__case=here.the_case, table__register=register, conflict=True, by=here.viewer
    ).select_related("table__updated_by")
    revision = (found.filter(pk=pk) if pk else found).order_by("-pk").first()
    if revision is None:
        return None
    table = revision.table
    only_mine = _without(revision.rows, table.rows)
    only_theirs = _without(table.rows, revision.rows)
    return Difference(
        revision,
        table,
        tuple(row for _index, row in only_mine),
        tuple(only_theirs),
    )


def _without(rows: list[Row], others: list[Row]) -> list[tuple[int, Row]]:
    left = list(others)
    found = []
    for index, row in enumerate(rows):
        if row in left:
            left.remove(row)
        else:
            found.append((index, row))
    return found
