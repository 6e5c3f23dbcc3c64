"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class VlrConfig(RoomConfig):
    """The room of voluntary reviews."""

    name = "waymark.vlr"
    label = "vlr"
