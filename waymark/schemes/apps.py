"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class SchemesConfig(RoomConfig):
    """The room of schemes."""

    name = "waymark.schemes"
    label = "schemes"
