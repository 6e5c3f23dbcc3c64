"""Reading signed JSON: what is refused before any signature is looked at."""

import re
from collections.abc import Mapping
from typing import Any

from waymark.kernel.canonical import BadDocument, NotCanonical, dumps, loads

MAX_BYTES = 64 * 1024
MAX_DEPTH = 12
MAX_NODES = 2_000
MAX_BLANK_NODES = 64
FORBIDDEN_TERMS = frozenset({"jti", "endorsementJwt"})
"""Terms on which published copies of the Open Badges context disagree."""

# C0 except TAB, LF and CR, and DEL: canonical RDF writers disagree on their escapes.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Unreadable(ValueError):
    """A document refused as it stands; `key` is a message key, `params` its values."""

    def __init__(self, key: str, **params: str) -> None:
        super().__init__(key)
        self.key = key
        self.params: dict[str, str] = params


def parse(data: bytes, *, limit: int = MAX_BYTES) -> dict[str, Any]:
    """JSON bytes -> object. Raises Unreadable for more than `limit` bytes, for what two readers
    could take differently (a repeated key, a number too large), or for anything but an object."""
    if len(data) > limit:
        raise Unreadable("structure.too_large", limit=str(limit))
    try:
        value = loads(data, max_bytes=limit)
    except BadDocument as error:
        raise Unreadable("structure.not_json", where=error.where, why=error.why) from error
    if not isinstance(value, dict):
        raise Unreadable("structure.not_object")
    return value


def bounded(document: Mapping[str, Any]) -> None:
    """Refuse (Unreadable) what makes canonical forms costly or disputed: size, depth, number
    of nodes and of nodes without an id, control characters, keywords, disputed terms, and an
    inline `@context` anywhere but on the document and its proofs."""
    nodes = blank = 0
    stack: list[tuple[Any, int, bool]] = [(document, 1, True)]
    while stack:
        value, depth, may_have_context = stack.pop()
        nodes += 1
        if isinstance(value, str):
            check_text(value)
        elif isinstance(value, list):
            stack += [(item, depth + 1, may_have_context) for item in value]
        elif isinstance(value, Mapping):
            blank += "id" not in value
            _check_keys(value, may_have_context)
            top = value is document
            stack += [(v, depth + 1, top and k == "proof") for k, v in value.items()]
        if depth > MAX_DEPTH or nodes > MAX_NODES or blank > MAX_BLANK_NODES:
            raise Unreadable("structure.too_complex")
    try:
        size = len(dumps(document))
    except NotCanonical as error:
        raise Unreadable("structure.not_json", where=error.where, why=error.why) from error
    if size > MAX_BYTES:
        raise Unreadable("structure.too_large", limit=str(MAX_BYTES))


def check_text(text: str) -> None:
    """Refuse (Unreadable) text that holds a control character."""
    if _CONTROL.search(text):
        raise Unreadable("structure.control_character")


def _check_keys(value: Mapping[Any, Any], may_have_context: bool) -> None:
    for key, item in value.items():
        check_text(str(key))
        if key == "@context":
            addresses = isinstance(item, list) and all(isinstance(u, str) for u in item)
            if not may_have_context or not addresses:
                raise Unreadable("contexts.inline")
        elif str(key).startswith("@"):
            raise Unreadable("structure.keyword", term=str(key)[:40])
        elif key in FORBIDDEN_TERMS:
            raise Unreadable("structure.forbidden_term", term=str(key))
