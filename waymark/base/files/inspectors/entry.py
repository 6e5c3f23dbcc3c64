"""The functions that the parent calls in the child: inspect a file, or make a preview of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from waymark.base.files.errors import FileRefused
from waymark.base.files.types import BY_MEDIA_TYPE

Facts = dict[str, Any]


def inspect(stream: IO[bytes], media_type: str) -> Facts:
    """Read the whole file as `media_type`.

    Returns what was found (`pages`, `rows`, `columns`, `width`, `height`, `encoding`, `notes`; each
    only where it means something), or `refusal` with `kind` and `params`.
    """
    try:
        return _inspector(BY_MEDIA_TYPE[media_type].family)(stream, media_type)
    except FileRefused as refused:
        return {"refusal": {"kind": refused.kind.value, "params": refused.params}}


def _inspector(family: str) -> Callable[[IO[bytes], str], Facts]:
    """The family's reader; imported only now, so that a text doesn't pay for the PDF library."""
    if family == "pdf":
        from waymark.base.files.inspectors.pdf import inspect as found
    elif family == "image":
        from waymark.base.files.inspectors.images import inspect as found
    elif family == "office":
        from waymark.base.files.inspectors.office import inspect as found
    elif family == "svg":
        from waymark.base.files.inspectors.svg import inspect as found
    elif family == "video":
        from waymark.base.files.inspectors.video import inspect as found
    elif family == "repository":
        from waymark.base.files.inspectors.repository import inspect as found
    elif family == "parquet":
        from waymark.base.files.inspectors.parquet import inspect as found
    elif family == "xml":
        from waymark.base.files.inspectors.xml import inspect as found
    else:
        from waymark.base.files.inspectors.texts import inspect as found
    return found
