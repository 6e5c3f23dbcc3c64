"""Why a file is refused, or can't be kept just now. No Django: the sandbox's child raises these."""

from __future__ import annotations

from enum import StrEnum

Param = str | int


class Kind(StrEnum):
    """The kinds of refusal; each has a sentence and an advice in `messages`."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    BAD_NAME = "bad_name"
    TYPE_NOT_ALLOWED = "type_not_allowed"
    MISMATCH = "mismatch"
    BROKEN = "broken"
    BOMB = "bomb"
    TOO_COMPLEX = "too_complex"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_PIXELS = "too_many_pixels"
    MACRO = "macro"
    EXTERNAL_LINKS = "external_links"
    ACTIVE_CONTENT = "active_content"
    ENCRYPTED = "encrypted"
    TWO_IN_ONE = "two_in_one"
    ARCHIVE_INSIDE = "archive_inside"
    ERASED = "erased"


class FileRefused(Exception):
    """The file can't be taken as it is; the person who sent it can mend that.

    `kind` is the message key and `params` fill its sentence (numbers are bytes, rows, pixels).
    """

    def __init__(self, kind: Kind, **params: Param) -> None:
        super().__init__(f"{kind}: {params}" if params else str(kind))
        self.kind = kind
        self.params = params


class StoreUnavailable(Exception):
    """The store could not keep the file, through no fault of the sender; nothing was kept.

    `full` tells a full disk (507) from any other failure of the file system (503).
    """

    def __init__(self, *, full: bool) -> None:
        super().__init__("no space left" if full else "file system failed")
        self.full = full


class NoPreview(Exception):
    """This file has no preview of the kind asked for: wrong type, no such page, or unreadable."""
