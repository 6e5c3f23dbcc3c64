"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class LibraryConfig(RoomConfig):
    """The library's room."""

    name = "waymark.library"
    label = "library"
