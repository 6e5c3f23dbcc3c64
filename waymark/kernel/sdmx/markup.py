"""Writing XML: escapes, the head of a message, and the message that reports an error."""

from __future__ import annotations

from collections.abc import Iterable

from waymark.kernel.sdmx.errors import tidy
from waymark.kernel.sdmx.formats import SCHEMAS
from waymark.kernel.sdmx.header import Header

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Line ends and tabs would come back as blanks if they stood in an attribute as they are.
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_ESCAPES |= {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_TABLE = str.maketrans(_ESCAPES)


def escaped(text: str) -> str:
    """Text for an element or an attribute in double quotes; apostrophes need nothing there."""
    return text.translate(_TABLE)


def attributes(pairs: Iterable[tuple[str, str]]) -> str:
    """The attributes of a tag, each with a blank before it."""
    return "".join(f' {name}="{escaped(text)}"' for name, text in pairs)


def opening(name: str, version: str, **extra: str) -> str:
    """The declaration and the first tag of a message, with the namespaces it needs."""
    spaces = {
        "xmlns:mes": f"{SCHEMAS}/{version}/message",
        "xmlns:com": f"{SCHEMAS}/{version}/common",
        **extra,
    }
    return f"{DECLARATION}<mes:{name}{attributes(spaces.items())}>\n"


def header(head: Header, inside: str = "") -> str:
    """The header element; `inside` follows the sender."""
    return (
        f"<mes:Header><mes:ID>{escaped(head.id)}</mes:ID>"
        f"<mes:Test>{str(head.test).lower()}</mes:Test>"
        f"<mes:Prepared>{head.moment}</mes:Prepared>"
        f"<mes:Sender{attributes([('id', head.sender)])}/>{inside}</mes:Header>\n"
    )


def error_message(code: int, text: str, *, language: str = "en") -> bytes:
    """An SDMX-ML 2.1 error message: the answer to a REST query that can't be answered.

    Source: SDMX REST, error handling; `query.ERRORS` has the codes.
    """
    said = f"<com:Text{attributes([('xml:lang', language)])}>{escaped(tidy(text))}</com:Text>"
    inside = f'<mes:ErrorMessage code="{code}">{said}</mes:ErrorMessage>'
    return f"{opening('Error', 'v2_1')}{inside}\n</mes:Error>\n".encode()
