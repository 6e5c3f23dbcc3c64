"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class AwardsConfig(RoomConfig):
    """The room of awards."""

    name = "waymark.awards"
    label = "awards"
