"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class IndicatorsConfig(RoomConfig):
    """The room of indicators."""

    name = "waymark.indicators"
    label = "indicators"
