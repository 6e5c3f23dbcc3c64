"""One way to write a document down, so that equal content gives equal bytes and one digest.

Writing follows RFC 8785 (JSON Canonicalization Scheme). Reading is strict: whatever two readers
could understand differently (a key given twice, a number too large to be exact, half a surrogate
pair) is refused with its place, and never guessed at.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rfc8785

MAX_DEPTH = 64
MAX_SAFE_INTEGER = 2**53 - 1
_ECMASCRIPT_EXPONENT_FROM = 1e21  # below this a whole float is written as plain digits

ROOT = "$"


class NotCanonical(ValueError):
    """A value that has no canonical form. `where` is its path (`$.a[2]`), `why` a short reason."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


class BadDocument(ValueError):
    """Bytes that are not one strict JSON document. `where` is a path or a position."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


@dataclass(frozen=True, slots=True)
class _Fault:
    """Stands in the parsed tree for something refused, until the walk knows its path."""

    why: str
    key: str | None = None


def dumps(obj: object) -> bytes:
    """Write `obj` (dict, list, tuple, str, int, float, bool, None) as canonical UTF-8 JSON.

    What `dumps` writes, `loads` reads. Raises `NotCanonical` with the path of the first value
    that JSON cannot carry exactly.
    """
    _walk(obj, ROOT, 0, NotCanonical)
    return rfc8785.dumps(obj)  # type: ignore[arg-type]  # checked just above


def digest(obj: object) -> str:
    """SHA-256 of the canonical form, as 64 lower-case hex digits."""
    return hashlib.sha256(dumps(obj)).hexdigest()


def loads(data: bytes, *, max_bytes: int) -> Any:
    """Read one JSON document of at most `max_bytes`; raise `BadDocument` on anything doubtful."""
    if len(data) > max_bytes:
        raise BadDocument(ROOT, f"longer than {max_bytes} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadDocument(f"byte {error.start}", "not UTF-8") from None
    try:
        tree = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=lambda name: _Fault(f"{name} is not a JSON number"),
        )
    except json.JSONDecodeError as error:
        raise BadDocument(f"line {error.lineno} column {error.colno}", error.msg) from None
    except RecursionError:
        raise BadDocument(ROOT, f"nested deeper than {MAX_DEPTH} levels") from None
    _walk(tree, ROOT, 0, BadDocument)
    return tree


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Fault:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return _Fault("key given twice", key)
        seen.add(key)
    raise AssertionError("fewer keys than pairs, yet none repeated")


def _integer(digits: str) -> int | _Fault:
    # The length comes first: Python refuses to convert very long digit strings at all.
    if len(digits) > 17 or abs(int(digits)) > MAX_SAFE_INTEGER:
        return _Fault("integer beyond 2^53 - 1")
    return int(digits)


def _number(digits: str) -> float | _Fault:
    value = float(digits)
    return value if math.isfinite(value) else _Fault("number too large")


def _walk(value: object, where: str, depth: int, fail: Callable[[str, str], ValueError]) -> None:
    """Raise `fail(path, why)` at the first value outside the common ground of JSON readers."""
    if depth > MAX_DEPTH:
        raise fail(where, f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise fail(where, f"key {key!r} is not text")
            step = _step(where, key)
            _check_text(key, step, fail)
            _walk(inner, step, depth + 1, fail)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            _walk(inner, f"{where}[{index}]", depth + 1, fail)
    else:
        _check_scalar(value, where, fail)


def _check_scalar(value: object, where: str, fail: Callable[[str, str], ValueError]) -> None:
    if isinstance(value, str):
        _check_text(value, where, fail)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise fail(where, "integer beyond 2^53 - 1")
    elif isinstance(value, float):
        _check_float(value, where, fail)
    elif isinstance(value, _Fault):
        raise fail(where if value.key is None else _step(where, value.key), value.why)
    else:
        raise fail(where, f"{type(value).__name__} has no JSON form")


def _check_float(value: float, where: str, fail: Callable[[str, str], ValueError]) -> None:
    if not math.isfinite(value):
        raise fail(where, "number is not finite")
    # RFC 8785 writes such a float as an integer, which no reader can take back exactly.
    if MAX_SAFE_INTEGER < abs(value) < _ECMASCRIPT_EXPONENT_FROM:
        raise fail(where, "whole number beyond 2^53 - 1")


def _check_text(value: str, where: str, fail: Callable[[str, str], ValueError]) -> None:
    if "\x00" in value:
        raise fail(where, "text holds NUL")
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise fail(where, "text holds a lone surrogate")


def _step(where: str, key: str) -> str:
    """The path one key further, printable whatever the key holds, and never very long."""
    shown = key if key.isidentifier() and len(key) <= 40 else f"[{key[:40]!a}]"
    return f"{where}.{shown}" if shown is key else f"{where}{shown}"
