"""What holds of countries and places: groups at a date, boundaries, permits."""

from waymark.places.rules.boundary import BadBoundary, Boundary, read_boundary
from waymark.places.rules.groups import GroupTerm, groups_on, holds
from waymark.places.rules.permits import TABLE, Permit

__all__ = [
    "TABLE",
    "BadBoundary",
    "Boundary",
    "GroupTerm",
    "Permit",
    "groups_on",
    "holds",
    "read_boundary",
]
