"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class OpenDataConfig(RoomConfig):
    """The room of open data."""

    name = "waymark.opendata"
    label = "opendata"
