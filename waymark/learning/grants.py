"""Makes this room's permits known, and how a person comes to hold roles on its things."""

from waymark.learning import grants_coaching as grants_coaching
from waymark.learning import grants_cohorts as grants_cohorts
from waymark.learning import grants_courses as grants_courses
from waymark.learning import grants_events as grants_events
from waymark.learning import grants_lti as grants_lti
from waymark.learning import grants_trainers as grants_trainers
