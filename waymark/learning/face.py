"""What this room adds to the frame."""

from waymark.learning import face_cohorts as face_cohorts
from waymark.learning import face_courses as face_courses
from waymark.learning import face_events as face_events
from waymark.learning import face_lti as face_lti
from waymark.learning import face_trainers as face_trainers
