"""Data from one form into others without a database: read, planned, checked, judged, written.

Only the ends differ from what a place's data go through: what a file is planned against are the
lists that ship, and what it brings becomes the data of an export at once.
"""

from waymark.indicators.rules.converting.areas import named_areas, plain
from waymark.indicators.rules.converting.data import Setting, data_of, known_of
from waymark.indicators.rules.converting.looking import Looked, look

__all__ = ["Looked", "Setting", "data_of", "known_of", "look", "named_areas", "plain"]
