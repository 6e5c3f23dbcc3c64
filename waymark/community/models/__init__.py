"""What this room keeps."""

from waymark.community.models.needs import Need, NeedVersion
from waymark.community.models.requests import RequestWord, SupportRequest
from waymark.community.models.spaces import Facilitator, Offer, Party, Proposal, Space
from waymark.community.models.threads import Flag, Post, Thread

__all__ = [
    "Facilitator",
    "Flag",
    "Need",
    "NeedVersion",
    "Offer",
    "Party",
    "Post",
    "Proposal",
    "RequestWord",
    "Space",
    "SupportRequest",
    "Thread",
]
