"""What this room keeps."""

from waymark.learning.models.lti import (
    OutsideAccess,
    OutsideCourse,
    OutsideEnrolment,
    OutsideLaunch,
    OutsideLearner,
    OutsidePlatform,
)

__all__ = [
    "OutsideAccess",
    "OutsideCourse",
    "OutsideEnrolment",
    "OutsideLaunch",
    "OutsideLearner",
    "OutsidePlatform",
]
