"""What this room adds to the frame."""

from waymark.community import face_needs as face_needs
from waymark.community import face_spaces as face_spaces
