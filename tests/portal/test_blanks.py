"""Templates of a scheme's tables: taken away empty, filled in, and taken in again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation
from python_calamine import CalamineWorkbook

from waymark.assessments.forms.grid.cells import read_cell
from waymark.assessments.forms.grid.paste import pasted_rows
from waymark.assessments.forms.grid.table import Columns
from waymark.kernel.tables.formula import safe_cell
from waymark.portal import blanks
from waymark.schemes import data
from waymark.schemes.actions import load_reference
from waymark.schemes.rules import Register, Scheme, parse_scheme

SCHEME = parse_scheme(data.read())


def headings_in_csv(scheme: Scheme, register: Register) -> list[str]:
    text = blanks.as_csv(scheme, register).decode("utf-8-sig")
    return next(csv.reader(io.StringIO(text, newline="")))


def headings_in_xlsx(scheme: Scheme, register: Register) -> list[str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(blanks.as_xlsx(scheme, register)))
    first = book.get_sheet_by_index(0).to_python()
    notes = book.get_sheet_by_index(1).to_python()
    assert [row[0] for row in notes[3:]] == first[0], "each column is explained"
    assert all(row[1] and row[2] for row in notes[3:])
    return [str(cell) for cell in first[0]]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("headings", [headings_in_csv, headings_in_xlsx])
def test_every_table_of_the_scheme_takes_its_template_in_again(
    headings: Callable[[Scheme, Register], list[str]], language: str
) -> None:
    with translation.override(language):
        for register in SCHEME.registers:
            named = headings(SCHEME, register)
            last = [*named[1:], named[0]]  # columns go by their names and not by their places
            values = [str(number) for number in range(len(last))]
            pasted = "\t".join(last) + "\n" + "\t".join(values)
            found = pasted_rows(pasted, Columns(register, SCHEME))
            assert not found.beside
            first = register.columns[0]
            assert found.rows[0][first.id] == [values[-1]], register.id


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_choice_that_a_template_offers_is_read_as_itself(language: str) -> None:
    with translation.override(language):
        for register in SCHEME.registers:
            columns = Columns(register, SCHEME)
            for column in register.columns:
                options = columns.options(column)
                for value, label in options:
                    typed = safe_cell(label)
                    expected = [value] if column.many else value
                    assert read_cell([typed], column, options) == expected, (register.id, label)


@pytest.mark.django_db
def test_everybody_takes_templates_away(
    client: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    load_reference(at=datetime(2026, 1, 1, tzinfo=UTC))
    with django_assert_max_num_queries(4):
        page = client.get("/schemes/sdg-cities/templates/").content.decode()
    for register in SCHEME.registers:
        assert f'href="/schemes/sdg-cities/templates/{register.id}.xlsx"' in page
    found = client.get("/schemes/sdg-cities/templates/work_programme.csv")
    assert found.content.decode("utf-8-sig").startswith("Step,For level,By,In charge")
    assert "work_programme.csv" in found["Content-Disposition"]
    assert client.get("/schemes/sdg-cities/templates/nothing.csv").status_code == 404
    assert client.get("/schemes/nothing/templates/").status_code == 404
