"""What may be asked of the JSON API: the parameters of each question, and how they are read.

A parameter that nobody knows is refused: ignoring it would answer another question.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

MAX_TEXT = 200
MAX_TIMES = 50
"""How often one parameter may be given."""


class Kind(StrEnum):
    """What a parameter holds."""

    TEXT = "text"
    SLUG = "slug"
    NAME = "name"
    BREAKDOWN = "breakdown"
    DAY = "day"
    LAST_DAY = "last_day"
    MOMENT = "moment"
    COUNT = "count"
    CHOICE = "choice"
    CURSOR = "cursor"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: what it holds, what it does, and whether it may be given several times."""

    name: str
    kind: Kind
    about: str
    many: bool = False
    needed: bool = False
    choices: tuple[str, ...] = ()
    usual: Any = None
    most: int = 0


@dataclass(frozen=True, slots=True)
class Wrong:
    """A parameter that can't be used, and why, in English."""

    parameter: str
    detail: str


_SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}", re.ASCII)
_NAME = re.compile(r"[a-z0-9_-]{1,40}:[^\x00-\x1f]{1,40}", re.ASCII)
_BREAKDOWN = re.compile(r"none|[^:\x00-\x1f]{1,80}:[^\x00-\x1f]{1,200}")


def read(
    params: Sequence[Param], given: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any], list[Wrong]]:
    """The values of all parameters, and what is wrong with those that were given."""
    known = {param.name: param for param in params}
    found: dict[str, Any] = {p.name: ([] if p.many else p.usual) for p in params}
    wrong = [
        Wrong(name[:80], f"there is no such parameter; known are {', '.join(known)}")
        for name in given
        if name not in known
    ]
    for name, param in known.items():
        texts = [text for text in given.get(name, ()) if text]
        if not texts:
            if param.needed:
                wrong.append(Wrong(name, "is needed"))
            continue
        try:
            found[name] = _read_all(param, texts)
        except ValueError as error:
            wrong.append(Wrong(name, str(error)))
    return found, wrong


def _read_all(param: Param, texts: Sequence[str]) -> Any:
    if len(texts) > (MAX_TIMES if param.many else 1):
        most = MAX_TIMES if param.many else 1
        raise ValueError(f"may be given {most} times at most")
    found = [_read(param, text) for text in texts]
    return found if param.many else found[0]


def _read(param: Param, text: str) -> Any:
    """One value. Raises ValueError with what is wrong."""
    if param.kind is not Kind.CURSOR and len(text) > MAX_TEXT + 80:
        raise ValueError("is too long")
    match param.kind:
        case Kind.TEXT:
            return text
        case Kind.SLUG:
            return _matched(_SLUG, text, "is no address: letters, digits and hyphens")
        case Kind.NAME:
            return _matched(_NAME, text, "is no name of an indicator, such as sdg:11.6.2")
        case Kind.BREAKDOWN:
            return _matched(_BREAKDOWN, text, "is neither none nor DIMENSION:GROUP")
        case Kind.DAY | Kind.LAST_DAY:
            return _day(text, last=param.kind is Kind.LAST_DAY)
        case Kind.MOMENT:
            return _moment(text)
        case Kind.COUNT:
            return _count(text, param.most)
        case Kind.CHOICE:
            if text not in param.choices:
                raise ValueError(f"is none of {', '.join(param.choices)}")
            return text
        case Kind.CURSOR:
            return read_cursor(text)


def _matched(pattern: re.Pattern[str], text: str, otherwise: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(otherwise)
    return text


def _day(text: str, *, last: bool) -> date:
    """A day; of a year the first or the last one."""
    try:
        if re.fullmatch(r"\d{4}", text, re.ASCII):
            return date(int(text), 12, 31) if last else date(int(text), 1, 1)
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("is no day, such as 2024-01-31, and no year") from None


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is no moment, such as 2026-01-31T12:00:00Z") from None


def _count(text: str, most: int) -> int:
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not 1 <= int(text) <= most:
        raise ValueError(f"is no whole number from 1 to {most}")
    return int(text)


def cursor(*parts: str) -> str:
    """A place in a sorted list, as it stands in the address of the next page."""
    raw = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(text: str) -> tuple[str, ...]:
    """The place that a cursor names. Raises ValueError for what is none of ours."""
    try:
        if len(text) > 2000:
            raise ValueError
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        parts = json.loads(raw)
    except (ValueError, binascii.Error, RecursionError):
        parts = None
    whole = isinstance(parts, list) and all(
        isinstance(part, str) and "\x00" not in part and part.isprintable() for part in parts
    )
    if parts is None or not whole or len(parts) not in (1, 3) or not all(map(_is_day, parts[1:])):
        raise ValueError("is not from an answer of ours")
    return tuple(parts)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
