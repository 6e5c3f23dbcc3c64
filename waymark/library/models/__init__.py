"""The tables of the library."""

from waymark.library.models.intake import Intake
from waymark.library.models.items import (
    Item,
    Study,
    StudyText,
    StudyTextVersion,
    TagsField,
    choices,
)
from waymark.library.models.links import LinkVisit
from waymark.library.models.outside import OutsideRecord, Source

__all__ = [
    "Intake",
    "Item",
    "LinkVisit",
    "OutsideRecord",
    "Source",
    "Study",
    "StudyText",
    "StudyTextVersion",
    "TagsField",
    "choices",
]
