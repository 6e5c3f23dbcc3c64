"""The way of one imported file: with values of a city, or with a whole list."""

from __future__ import annotations

from waymark.indicators.rules.permits import Permit
from waymark.kernel.flow import Flow, Step

IMPORT = Flow(
    "import",
    start="preview",
    steps=(
        Step("read_again", "preview", "preview", Permit.EDIT_INDICATORS),
        Step("commit", "preview", "committed", Permit.EDIT_INDICATORS),
        Step("discard", "preview", "discarded", Permit.EDIT_INDICATORS),
        Step("undo", "committed", "undone", Permit.EDIT_INDICATORS),
    ),
)

LIST_IMPORT = Flow(
    "list import",
    start="preview",
    steps=(
        Step("commit", "preview", "committed", Permit.IMPORT_LIST),
        Step("discard", "preview", "discarded", Permit.IMPORT_LIST),
    ),
)
