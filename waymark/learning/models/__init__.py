"""What this room keeps."""

from waymark.learning.models.coaching import Coaching, CoachingWord
from waymark.learning.models.cohorts import (
    Cohort,
    CohortMember,
    CohortSession,
    CohortTrainer,
    CohortWord,
)
from waymark.learning.models.courses import Course, Enrolment, LessonDone, Revision
from waymark.learning.models.events import Announcement
from waymark.learning.models.lti import (
    OutsideAccess,
    OutsideCourse,
    OutsideEnrolment,
    OutsideLaunch,
    OutsideLearner,
    OutsidePlatform,
)
from waymark.learning.models.trainers import Trainer

__all__ = [
    "Announcement",
    "Coaching",
    "CoachingWord",
    "Cohort",
    "CohortMember",
    "CohortSession",
    "CohortTrainer",
    "CohortWord",
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
    "Trainer",
]
