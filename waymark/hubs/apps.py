"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class HubsConfig(RoomConfig):
    """The room of hubs."""

    name = "waymark.hubs"
    label = "hubs"
