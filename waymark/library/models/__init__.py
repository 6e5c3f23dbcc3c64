"""The tables of the library."""

from waymark.library.models.items import Item, Study, StudyText, TagsField, choices
from waymark.library.models.outside import OutsideRecord, Source

__all__ = ["Item", "OutsideRecord", "Source", "Study", "StudyText", "TagsField", "choices"]
