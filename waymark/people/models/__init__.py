"""Users, organisations, workspaces of places, bodies and seats."""

from waymark.people.models.contributing import Contributing
from waymark.people.models.reviewing import Availability, Interest
from waymark.people.models.workspaces import (
    Body,
    Department,
    Digest,
    Invitation,
    Membership,
    Organisation,
    Seat,
    User,
    UserManager,
    WorkspaceRequest,
)

__all__ = [
    "Availability",
    "Body",
    "Contributing",
    "Department",
    "Digest",
    "Interest",
    "Invitation",
    "Membership",
    "Organisation",
    "Seat",
    "User",
    "UserManager",
    "WorkspaceRequest",
]
