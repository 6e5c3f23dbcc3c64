"""Writes of places, their figures, boundaries and parts."""

from waymark.places.actions.countries import invent_country
from waymark.places.actions.groups import FaultyFile, take_groups
from waymark.places.actions.parts import (
    set_parts,
    set_parts_at_console,
    take_back_parts,
    take_back_parts_at_console,
)
from waymark.places.actions.places import create_place, edit_place, set_boundary
from waymark.places.actions.succession import Act, enter_succession, undo_succession
from waymark.places.reference import load_countries

__all__ = [
    "Act",
    "FaultyFile",
    "create_place",
    "edit_place",
    "enter_succession",
    "invent_country",
    "load_countries",
    "set_boundary",
    "set_parts",
    "set_parts_at_console",
    "take_back_parts",
    "take_back_parts_at_console",
    "take_groups",
    "undo_succession",
]
