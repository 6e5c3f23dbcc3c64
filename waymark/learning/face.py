"""What this room adds to the frame."""

from waymark.learning import face_lti as face_lti
