"""What this room adds to the frame."""

from waymark.community import face_needs as face_needs
