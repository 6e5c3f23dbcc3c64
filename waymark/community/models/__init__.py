"""What this room keeps."""

from waymark.community.models.needs import Need, NeedVersion
from waymark.community.models.requests import RequestWord, SupportRequest

__all__ = ["Need", "NeedVersion", "RequestWord", "SupportRequest"]
