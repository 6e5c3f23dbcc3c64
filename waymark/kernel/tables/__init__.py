"""Tables from people's own files, and tables for them to take away.

Reading gives text and nothing but text, with the row and column numbers that the author sees in
her spreadsheet; what a cell means is for others to say. Whoever reads a file from outside does so
in a limited process: `work` is made to run there and `result` to read its answer.
"""

from waymark.kernel.tables.csv_out import (
    BYTE_ORDER_MARK,
    Block,
    Cell,
    Texts,
    csv_blocks,
    csv_chunks,
    csv_text,
    write_csv,
)
from waymark.kernel.tables.delimited import DELIMITERS, ENCODINGS, Preview, previews, read_csv
from waymark.kernel.tables.export import Page, write_xlsx
from waymark.kernel.tables.formula import safe_cell, unsafe_cell
from waymark.kernel.tables.parquet import parquet_chunks
from waymark.kernel.tables.parquet_in import read_parquet
from waymark.kernel.tables.sheet import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    BadTable,
    Sheet,
    build,
    column_name,
)
from waymark.kernel.tables.work import result, work
from waymark.kernel.tables.workbook import check_xlsx, read_xlsx, sheet_names

__all__ = [
    "BYTE_ORDER_MARK",
    "DELIMITERS",
    "ENCODINGS",
    "MAX_CELL",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "BadTable",
    "Block",
    "Cell",
    "Page",
    "Preview",
    "Sheet",
    "Texts",
    "build",
    "check_xlsx",
    "column_name",
    "csv_blocks",
    "csv_chunks",
    "csv_text",
    "parquet_chunks",
    "previews",
    "read_csv",
    "read_parquet",
    "read_xlsx",
    "result",
    "safe_cell",
    "sheet_names",
    "unsafe_cell",
    "work",
    "write_csv",
    "write_xlsx",
]
