"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class CommunityConfig(RoomConfig):
    """The room of what cities do together."""

    name = "waymark.community"
    label = "community"
