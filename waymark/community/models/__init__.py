"""What this room keeps."""

from waymark.community.models.spaces import Facilitator, Offer, Party, Proposal, Space

__all__ = ["Facilitator", "Offer", "Party", "Proposal", "Space"]
