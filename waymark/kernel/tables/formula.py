"""Keeping text from becoming a formula when a spreadsheet opens it, and getting it back exactly."""

from __future__ import annotations

import re

# Spreadsheets take these for the start of a formula, some after quotes or blanks, some in the
# full-width forms of East Asian keyboards (OWASP, CSV injection; ASVS 5.0, 1.2.10).
_STARTS_FORMULA = re.compile("[\\s\"'\u200b-\u200f\ufeff]*[=+\\-@\t\r\x00\uff1d\uff0b\uff0d\uff20]")


def safe_cell(text: str) -> str:
    """`text` for a cell: with an apostrophe before it where it might be read as a formula."""
    if text[:1].isalnum():  # nearly always
        return text
    return f"'{text}" if _STARTS_FORMULA.match(text) else text


def unsafe_cell(text: str) -> str:
    """What `safe_cell` was given: `unsafe_cell(safe_cell(text)) == text` for every text."""
    return text[1:] if text.startswith("'") and _STARTS_FORMULA.match(text, 1) else text
