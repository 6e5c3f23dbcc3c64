"""Gaps between the groups and areas of one city: how large they are, and whom they leave behind.

`inequality` gives every measure of one period, `follow` how distances have moved over the years,
`satisfaction` and `change_between` the shares of a survey with their error. Groups belong to one
city; cities are never compared. Formulas stand in docs/reference/methods.md and in each result.
"""

from waymark.kernel.inequality.assess import FEWEST_COMPLEX, MEASURES, Entry, inequality
from waymark.kernel.inequality.behind import Follow, Gap, GapYear, GroupChange, Move, follow
from waymark.kernel.inequality.keys import message_keys
from waymark.kernel.inequality.model import (
    BadGroups,
    Group,
    Inequality,
    Kind,
    Measure,
    Setting,
)
from waymark.kernel.inequality.survey import (
    CHANGE,
    SATISFACTION,
    Answer,
    Moved,
    RoundChange,
    Satisfaction,
    change_between,
    satisfaction,
)

__all__ = [
    "CHANGE",
    "FEWEST_COMPLEX",
    "MEASURES",
    "SATISFACTION",
    "Answer",
    "BadGroups",
    "Entry",
    "Follow",
    "Gap",
    "GapYear",
    "Group",
    "GroupChange",
    "Inequality",
    "Kind",
    "Measure",
    "Move",
    "Moved",
    "RoundChange",
    "Satisfaction",
    "Setting",
    "change_between",
    "follow",
    "inequality",
    "message_keys",
    "satisfaction",
]
