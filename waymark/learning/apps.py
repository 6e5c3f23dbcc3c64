"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class LearningConfig(RoomConfig):
    """The room of courses."""

    name = "waymark.learning"
    label = "learning"
