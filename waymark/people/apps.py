"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class PeopleConfig(RoomConfig):
    """The room of people."""

    name = "waymark.people"
    label = "people"
