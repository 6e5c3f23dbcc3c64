"""What this room keeps."""

from waymark.hubs.models.calls import Call, CallQuestion

__all__ = ["Call", "CallQuestion"]
