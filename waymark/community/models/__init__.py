"""What this room keeps."""

from waymark.community.models.needs import Need, NeedVersion
from waymark.community.models.requests import RequestWord, SupportRequest
from waymark.community.models.spaces import Facilitator, Offer, Party, Proposal, Space

__all__ = [
    "Facilitator",
    "Need",
    "NeedVersion",
    "Offer",
    "Party",
    "Proposal",
    "RequestWord",
    "Space",
    "SupportRequest",
]
