"""How far a series has come, by methods that are named, versioned and stored with each result.

A series is compared only with its own base value and, where there is one, its own target. A score
measures pace, so that series in different units can be averaged for one place; it is no grade of
the place and must not be compared across places. `METHODS` holds all of these methods by name.

Apart from them stand the few that need peers (`peers`): opt-in, for one indicator at a time,
against anonymous values, never a ranking and never a total. Formulas, sources and the state of
verification of each method are data (`Method`), and stand in docs/reference/methods.md.
"""

from waymark.kernel.progress.catalogue import PEER_METHODS
from waymark.kernel.progress.escap import escap_anticipated, escap_status
from waymark.kernel.progress.eurostat import eurostat
from waymark.kernel.progress.keys import outlook_keys
from waymark.kernel.progress.method import Method, Verified
from waymark.kernel.progress.model import (
    Aim,
    Direction,
    DuplicateYear,
    Point,
    Progress,
    Scored,
    Status,
)
from waymark.kernel.progress.open_sdg import METHOD, assess, assess_yes_no
from waymark.kernel.progress.projection import (
    PROJECTION,
    Forecast,
    Outlook,
    Projection,
    Shape,
    outlook,
    project,
)
from waymark.kernel.progress.registry import (
    METHODS,
    Entry,
    UnknownMethod,
    assess_by,
    message_keys,
)
from waymark.kernel.progress.summary import (
    Group,
    MixedMethods,
    Summary,
    status_of_score,
    summarise,
)
from waymark.kernel.progress.transform import (
    TRANSFORMS,
    BadSeries,
    distance_from_half,
    distance_from_plan,
    levels_from_growth,
    parity,
    yes_or_no,
)
from waymark.kernel.progress.trend import TREND, Trend, Way, trend
from waymark.kernel.progress.un_chart import un_chart
from waymark.kernel.progress.weather import weather

__all__ = [
    "METHOD",
    "METHODS",
    "PEER_METHODS",
    "PROJECTION",
    "TRANSFORMS",
    "TREND",
    "Aim",
    "BadSeries",
    "Direction",
    "DuplicateYear",
    "Entry",
    "Forecast",
    "Group",
    "Method",
    "MixedMethods",
    "Outlook",
    "Point",
    "Progress",
    "Projection",
    "Scored",
    "Shape",
    "Status",
    "Summary",
    "Trend",
    "UnknownMethod",
    "Verified",
    "Way",
    "assess",
    "assess_by",
    "assess_yes_no",
    "distance_from_half",
    "distance_from_plan",
    "escap_anticipated",
    "escap_status",
    "eurostat",
    "levels_from_growth",
    "message_keys",
    "outlook",
    "outlook_keys",
    "parity",
    "project",
    "status_of_score",
    "summarise",
    "trend",
    "un_chart",
    "weather",
    "yes_or_no",
]
