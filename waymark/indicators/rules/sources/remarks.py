"""Remarks beside a value, in the room that there is for them."""

from __future__ import annotations

from waymark.indicators.rules.facts import MAX_SOURCE


def fitted(source: str, note: str) -> tuple[str, str]:
    """Source and note of a value; a source too long for its field moves into the note."""
    source = " ".join(source.split())
    if len(source) <= MAX_SOURCE:
        return source, note
    return "", f"{note}\n{source}".lstrip()
