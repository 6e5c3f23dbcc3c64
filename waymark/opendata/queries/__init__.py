"""Reads of this room: all through `indicators.queries.public`."""
