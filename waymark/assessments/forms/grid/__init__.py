"""Tables typed into a page or pasted from a spreadsheet, read into values column by column."""

from waymark.assessments.forms.grid.cells import BadCell, read_cell, shown_cell
from waymark.assessments.forms.grid.paste import pasted_rows
from waymark.assessments.forms.grid.table import Columns, Grid, TypedRow

__all__ = [
    "BadCell",
    "Columns",
    "Grid",
    "TypedRow",
    "pasted_rows",
    "read_cell",
    "shown_cell",
]
