"""Asking the index."""

from waymark.search.queries.asking import CANDIDATES, Found, search
from waymark.search.queries.hits import Hit
from waymark.search.queries.matching import visible
from waymark.search.queries.whole import Known, holding

__all__ = ["CANDIDATES", "Found", "Hit", "Known", "holding", "search", "visible"]
