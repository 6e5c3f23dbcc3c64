"""What this room keeps."""

from waymark.learning.models.courses import Course, Enrolment, LessonDone, Revision

__all__ = [
    "Course",
    "Enrolment",
    "LessonDone",
    "Revision",
]
