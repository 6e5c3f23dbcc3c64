"""What is done with the library."""

from waymark.library.actions.catalogue import load_catalogue
from waymark.library.actions.curating import (
    add_item,
    check_address,
    edit_item,
    hide_item,
    share_item,
    show_item,
)

__all__ = [
    "add_item",
    "check_address",
    "edit_item",
    "hide_item",
    "load_catalogue",
    "share_item",
    "show_item",
]
