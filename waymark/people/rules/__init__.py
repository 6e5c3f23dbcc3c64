"""What holds of people, workspaces and bodies: roles, permits, terms, invitations."""

from waymark.people.rules.roles import (
    CITY,
    CITY_ROLE,
    SEATS,
    TABLE,
    BodyKind,
    Permit,
    Role,
    SeatRole,
    WorkspaceRole,
    seat_role,
)
from waymark.people.rules.terms import Term, is_open, overlap, refuse_seat
from waymark.people.rules.workspace import (
    INVITATION_DAYS,
    Ask,
    InvitationState,
    Invited,
    invitation_state,
    refuse_accepting,
    refuse_asking,
    refuse_inviting,
    refuse_losing_the_lead,
)

__all__ = [
    "CITY",
    "CITY_ROLE",
    "INVITATION_DAYS",
    "SEATS",
    "TABLE",
    "Ask",
    "BodyKind",
    "InvitationState",
    "Invited",
    "Permit",
    "Role",
    "SeatRole",
    "Term",
    "WorkspaceRole",
    "invitation_state",
    "is_open",
    "overlap",
    "refuse_accepting",
    "refuse_asking",
    "refuse_inviting",
    "refuse_losing_the_lead",
    "refuse_seat",
    "seat_role",
]
