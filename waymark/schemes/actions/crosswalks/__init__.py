"""What is done with crosswalks: taken in from a file, proposed, decided on."""

from waymark.schemes.actions.crosswalks.deciding import decide_crosswalk
from waymark.schemes.actions.crosswalks.writing import (
    begin_crosswalk,
    discard_crosswalk,
    propose_crosswalk,
    rework_crosswalk,
    write_crosswalk,
)

__all__ = [
    "begin_crosswalk",
    "decide_crosswalk",
    "discard_crosswalk",
    "propose_crosswalk",
    "rework_crosswalk",
    "write_crosswalk",
]
