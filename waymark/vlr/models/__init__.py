"""What this room keeps."""

from waymark.vlr.models.reviews import (
    Section,
    SectionVersion,
    VoluntaryParty,
    VoluntaryReview,
)
from waymark.vlr.models.ties import ReviewTie

__all__ = ["ReviewTie", "Section", "SectionVersion", "VoluntaryParty", "VoluntaryReview"]
