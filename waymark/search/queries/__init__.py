"""Asking the index."""

from waymark.search.queries.asking import CANDIDATES, Found, search
from waymark.search.queries.hits import Hit
from waymark.search.queries.matching import visible

__all__ = ["CANDIDATES", "Found", "Hit", "search", "visible"]
