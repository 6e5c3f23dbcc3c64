"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class SearchConfig(RoomConfig):
    """The room of the index."""

    name = "waymark.search"
    label = "search"
