"""What this room adds to the frame."""

from waymark.community import face_associations as face_associations
from waymark.community import face_cooperation as face_cooperation
from waymark.community import face_events as face_events
from waymark.community import face_matching as face_matching
from waymark.community import face_needs as face_needs
from waymark.community import face_policy as face_policy
from waymark.community import face_providers as face_providers
from waymark.community import face_spaces as face_spaces
