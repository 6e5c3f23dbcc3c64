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
from waymark.library.actions.studies import (
    consent_to_study,
    publish_study,
    return_study,
    start_study,
    take_back_study,
    write_study,
)

__all__ = [
    "add_item",
    "check_address",
    "consent_to_study",
    "edit_item",
    "hide_item",
    "load_catalogue",
    "publish_study",
    "return_study",
    "share_item",
    "show_item",
    "start_study",
    "take_back_study",
    "write_study",
]
