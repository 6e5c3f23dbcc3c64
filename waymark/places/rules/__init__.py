"""What holds of countries and places: groups at a date, boundaries, permits."""

from waymark.places.rules.areas import AreaFile, Feature, read_areas
from waymark.places.rules.boundary import BadBoundary, Boundary, read_boundary
from waymark.places.rules.groups import GroupTerm, groups_on, holds
from waymark.places.rules.parts import (
    AreaChange,
    AreaOutcome,
    AreaPlan,
    AreaProblem,
    Part,
    digest_of,
    plan_areas,
)
from waymark.places.rules.permits import TABLE, Permit
from waymark.places.rules.succession import Change, Changing, Kind, Unit, end_of, heirs

__all__ = [
    "TABLE",
    "AreaChange",
    "AreaFile",
    "AreaOutcome",
    "AreaPlan",
    "AreaProblem",
    "BadBoundary",
    "Boundary",
    "Change",
    "Changing",
    "Feature",
    "GroupTerm",
    "Kind",
    "Part",
    "Permit",
    "Unit",
    "digest_of",
    "end_of",
    "groups_on",
    "heirs",
    "holds",
    "plan_areas",
    "read_areas",
    "read_boundary",
]
