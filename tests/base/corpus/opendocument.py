"""Hostile ODT and ODS."""

from __future__ import annotations

from functools import partial

from tests.base.corpus.hostile import Hostile
from tests.base.corpus.office import zipped
from waymark.base.files.errors import Kind

_SPACES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text", "draw", "script")
)


def odf(kind: str, body: str, more: str = "") -> bytes:
    """An OpenDocument file of this kind (`text`, `spreadsheet`) and body, with a part `more`."""
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": (
                f'<office:document-content{_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink">'
                f"<office:body>{body}</office:body></office:document-content>"
            ),
            **({more: "<more/>"} if more else {}),
        }
    )


def table(cells: str, rows: int = 1) -> str:
    """A table of one row, repeated."""
    return (
        f'<table:table><table:table-row table:number-rows-repeated="{rows}">{cells}'
        "</table:table-row></table:table>"
    )


_FULL = '<table:table-cell office:value-type="float" table:number-columns-repeated="{n}"/>'
_TRAILING = '<table:table-cell table:number-columns-repeated="16384"/>'

FILES = (
    Hostile("macro.odt", partial(odf, "text", "", more="Basic/script-lc.xml"), Kind.MACRO),
    Hostile(
        "listener.odt",
        partial(odf, "text", '<script:event-listener script:event-name="dom:load"/>'),
        Kind.MACRO,
    ),
    Hostile(
        "fetching.odt",
        partial(odf, "text", '<draw:image xlink:href="https://example.org/spy.png"/>'),
        Kind.EXTERNAL_LINKS,
    ),
    Hostile(
        "repeated.ods",
        partial(odf, "spreadsheet", table(_FULL.format(n=16384), 1_048_576)),
        Kind.TOO_MANY_CELLS,
    ),
    Hostile(
        "trailing_blanks.ods",
        partial(odf, "spreadsheet", table(_FULL.format(n=3) + _TRAILING, 2)),
        None,
    ),
    Hostile("sheet.odt", partial(odf, "spreadsheet", ""), Kind.MISMATCH),
)
