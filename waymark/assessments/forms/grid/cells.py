"""One cell: from what was typed to a value of the column's type, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from waymark.kernel import text
from waymark.schemes.rules import Column

Options = Sequence[tuple[str, str]]
MOST = 5_000  # characters of a cell
_GOAL = re.compile(r"[1-9]|1[0-7]")
_TARGET = re.compile(r"([1-9]|1[0-7])\.([1-9]\d?|[a-z])")
_URL = re.compile(r"https?://[^\s<>\"]{1,390}")
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'’")
_SEPARATORS = str.maketrans("٫٬", ".,")
MOST_NUMBER = 2**53 - 1


class BadCell(ValueError):
    """What was typed does not fit the column; the message is a whole sentence."""


def read_cell(typed: Sequence[str], column: Column, options: Options) -> Any:
    """Return the value of a cell, None where nothing was typed. Raises BadCell."""
    words = [part.strip() for part in typed if part.strip()]
    if not words:
        return None
    if column.type in ("goals", "targets"):
        return _codes(words, column.type)
    if column.many:
        return [_one(word, column, options) for word in dict.fromkeys(words)]
    return _one(words[0], column, options)


def _codes(words: Sequence[str], kind: str) -> list[str]:
    pattern = _GOAL if kind == "goals" else _TARGET
    found = [code for word in words for code in re.split(r"[\s,;|،]+", word.lower()) if code]
    for code in found:
        if not pattern.fullmatch(code):
            if kind == "goals":
                raise BadCell(_("“%(code)s” is no goal: write numbers from 1 to 17.") % vars_(code))
            raise BadCell(_("“%(code)s” is no target: write for instance 11.2.") % vars_(code))
    return list(dict.fromkeys(found))


def vars_(code: str) -> dict[str, str]:
    """Return what fills a sentence, cut where somebody typed a novel."""
    return {"code": code[:30]}


def _one(word: str, column: Column, options: Options) -> Any:
    if column.type == "bool":
        return _flag(word)
    if column.type in ("integer", "number", "money"):
        return _number(word, whole=column.type == "integer")
    if column.type == "date":
        return _day(word)
    if column.type in ("choice", "group", "area"):
        return _chosen(word, options)
    return _words(word, address=column.type == "url")


def _flag(word: str) -> bool:
    known = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
    known |= {str(_("Yes")).casefold(): True, str(_("No")).casefold(): False}
    if word.casefold() not in known:
        raise BadCell(_("Choose yes or no."))
    return known[word.casefold()]


def _number(word: str, *, whole: bool) -> int | float:
    plain = word.translate(_SPACES).translate(_SEPARATORS)
    if "," in plain and "." in plain:
        last = max(plain.rfind(","), plain.rfind("."))
        plain = plain[:last].replace(",", "").replace(".", "") + "." + plain[last + 1 :]
    elif plain.count(",") == 1 and not re.fullmatch(r"[+-]?\d{1,3},\d{3}", plain):
        plain = plain.replace(",", ".")
    try:
        value = float(plain) if len(plain) < 40 and re.fullmatch(r"[+-]?[\d.]+", plain) else None
    except ValueError:
        value = None
    if value is None:
        raise BadCell(_("Write a number, without thousands separators, such as 1200.5."))
    if abs(value) > MOST_NUMBER:
        raise BadCell(_("This number is too large."))
    if whole and value != int(value):
        raise BadCell(_("Write a whole number."))
    return int(value) if whole or value == int(value) else value


def _day(word: str) -> str:
    try:
        return date.fromisoformat(word).isoformat()
    except ValueError:
        raise BadCell(_("Write a date as year-month-day, such as 2025-03-31.")) from None


def _chosen(word: str, options: Options) -> str:
    wanted = text.skeleton(word)
    for value, label in options:
        if word == value or wanted == text.skeleton(label):
            return value
    raise BadCell(_("“%(code)s” is not among the choices.") % vars_(word))


def _words(word: str, *, address: bool) -> str:
    try:
        clean = text.clean(word.replace("\r\n", "\n").replace("\r", "\n"))
    except text.BadText:
        raise BadCell(_("The text holds characters that can’t be stored.")) from None
    if len(clean) > MOST:
        raise BadCell(_("The text is too long."))
    if address:
        clean = clean if "://" in clean else f"https://{clean}"
        if not _URL.fullmatch(clean):
            raise BadCell(_("Write an address that begins with https://"))
    return clean


def shown_cell(value: Any, column: Column) -> list[str]:
    """Return a value as its control holds it: one text, or several where many can be chosen."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        listed = [str(part) for part in value]
        return listed if column.many else [", ".join(listed)]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(value)]
