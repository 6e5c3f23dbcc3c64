"""Reads of indicators, as the viewer may see them."""

from waymark.indicators.queries.snapshot import snapshot

__all__ = ["snapshot"]
