"""Files and links of a space: which addresses can stand there."""

from __future__ import annotations

from waymark.kernel.flow import Reason

WEB = ("https://", "http://")


def refuse_address(url: str) -> tuple[Reason, ...]:
    """Return why an address can't stand in a space; "" is none and can."""
    if url and not url.lower().startswith(WEB):
        return (Reason("material.not_web", {"field": "url"}),)
    return ()
