"""File names from strangers: cleaned for display, quoted for a header. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

MAX_BYTES = 240  # file systems stop at 255, and a browser adds " (1)"
MAX_EXTENSION = 12
_JOINERS = "\u200c\u200d"  # shape letters in Persian and Indic scripts; they hide nothing
_EDGES = f". {_JOINERS}"
_NOT_IN_NAMES = re.compile(r'[<>:"|?*/\\]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)


def safe_name(original: str) -> str:
    """The name a person gave her file, without what could mislead a reader or a file system.

    Keeps every script and the last extension. Drops folders, control and bidirectional
    characters, leading dots, trailing dots and spaces; replaces what Windows forbids; marks its
    reserved names with an underscore; shortens to 240 bytes of UTF-8. Returns "" when nothing is
    left. Cleaning a clean name changes nothing.
    """
    last = re.split(r"[/\\]", original.strip("/\\"))[-1]
    name = unicodedata.normalize("NFC", "".join(_shown(char) for char in last))
    name = _NOT_IN_NAMES.sub("_", " ".join(name.split()))
    name = name.strip(_EDGES)
    stem, dot, rest = name.partition(".")
    if _RESERVED.fullmatch(stem.strip()):
        name = f"_{stem}{dot}{rest}"
    return _shorten(name)


def extension(name: str) -> str:
    """The last extension in lower case without its dot, or ""; of a cleaned name."""
    _, dot, last = name.rpartition(".")
    return last.lower() if dot and last.isascii() and len(last) <= MAX_EXTENSION else ""


def content_disposition(name: str, *, attachment: bool = True) -> str:
    """The header of RFC 6266: an ASCII name for old programs, the whole name for all others."""
    clean = safe_name(name) or "file"
    ascii_name = unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode()
    # "%" too: some browsers decode it in the plain form.
    ascii_name = re.sub(r"[^A-Za-z0-9._() -]", "_", ascii_name).strip(" ")
    if not ascii_name.partition(".")[0].strip("_ "):
        ascii_name = "file" + (f".{extension(clean)}" if extension(clean) else "")
    kind = "attachment" if attachment else "inline"
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(clean, safe='')}"


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Zl", "Zp") or char in "\t\n\r":
        return " "
    if category in ("Cc", "Cs", "Co") or (category == "Cf" and char not in _JOINERS):
        return ""
    return char


def _shorten(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    ending = name[name.rfind(".") :] if extension(name) else ""
    stem = name[: len(name) - len(ending)]
    return stem.encode()[: MAX_BYTES - len(ending)].decode(errors="ignore").rstrip(_EDGES) + ending
