"""Makes the room known to Django."""

from waymark.base.apps import RoomConfig


class AssessmentsConfig(RoomConfig):
    """The room of assessments."""

    name = "waymark.assessments"
    label = "assessments"
