"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class PlacesConfig(RoomConfig):
    """The room of places."""

    name = "waymark.places"
    label = "places"
