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
from waymark.library.actions.intake import (
    commit_intake,
    discard_intake,
    preview_intake,
    store_some,
    undo_intake,
)
from waymark.library.actions.links import Looked, ask_for_visits, keep_visits
from waymark.library.actions.outside import (
    accept_outside,
    merge_outside,
    note_gone,
    reject_outside,
)
from waymark.library.actions.sources import (
    Wish,
    add_source,
    ask_for_harvest,
    begin_harvest,
    edit_source,
    keep_harvest,
    load_sources,
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
    "Looked",
    "Wish",
    "accept_outside",
    "add_item",
    "add_source",
    "ask_for_harvest",
    "ask_for_visits",
    "begin_harvest",
    "check_address",
    "commit_intake",
    "consent_to_study",
    "discard_intake",
    "edit_item",
    "edit_source",
    "hide_item",
    "keep_harvest",
    "keep_visits",
    "load_catalogue",
    "load_sources",
    "merge_outside",
    "note_gone",
    "preview_intake",
    "publish_study",
    "reject_outside",
    "return_study",
    "share_item",
    "show_item",
    "start_study",
    "store_some",
    "take_back_study",
    "undo_intake",
    "write_study",
]
