"""What this room keeps."""

from waymark.learning.models.courses import Course, Enrolment, LessonDone, Revision
from waymark.learning.models.lti import (
    OutsideAccess,
    OutsideCourse,
    OutsideEnrolment,
    OutsideLaunch,
    OutsideLearner,
    OutsidePlatform,
)

__all__ = [
    "Course",
    "Enrolment",
    "LessonDone",
    "OutsideAccess",
    "OutsideCourse",
    "OutsideEnrolment",
    "OutsideLaunch",
    "OutsideLearner",
    "OutsidePlatform",
    "Revision",
]
