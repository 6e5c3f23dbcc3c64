"""What this room stores."""

from waymark.schemes.models.core import (
    ONE_OF_TWO,
    Adaptation,
    Comment,
    Edition,
    Endorsement,
    EndorsementProposal,
    Mechanism,
    Scheme,
)
from waymark.schemes.models.crosswalk import Crosswalk, CrosswalkWord

__all__ = [
    "ONE_OF_TWO",
    "Adaptation",
    "Comment",
    "Crosswalk",
    "CrosswalkWord",
    "Edition",
    "Endorsement",
    "EndorsementProposal",
    "Mechanism",
    "Scheme",
]
