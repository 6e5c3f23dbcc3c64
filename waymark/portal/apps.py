"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class PortalConfig(RoomConfig):
    """The room of portal."""

    name = "waymark.portal"
    label = "portal"
