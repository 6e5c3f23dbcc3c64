"""How far a series has come, by the method of Open SDG 2.4 and Statistics Canada.

A series is compared only with its own base value and, where there is one, its own target. The
score (-5 to 5) measures pace, so that series in different units can be averaged for one place;
it is no grade of the place and must not be compared across places.

Sources: Open SDG documentation, "Progress calculation methodology" (2.4.0, 2025); Statistics
Canada, "Methodology for measuring progress" on the Canadian SDG data hub; both after Eurostat,
"Sustainable development in the European Union".
"""

from waymark.kernel.progress.series import (
    METHOD,
    Aim,
    Direction,
    DuplicateYear,
    Method,
    Point,
    Progress,
    Status,
    assess,
    assess_yes_no,
)
from waymark.kernel.progress.summary import Group, Summary, status_of_score, summarise
from waymark.kernel.progress.transform import (
    TRANSFORMS,
    BadSeries,
    distance_from_half,
    distance_from_plan,
    levels_from_growth,
    parity,
)

__all__ = [
    "METHOD",
    "TRANSFORMS",
    "Aim",
    "BadSeries",
    "Direction",
    "DuplicateYear",
    "Group",
    "Method",
    "Point",
    "Progress",
    "Status",
    "Summary",
    "assess",
    "assess_yes_no",
    "distance_from_half",
    "distance_from_plan",
    "levels_from_growth",
    "parity",
    "status_of_score",
    "summarise",
]
