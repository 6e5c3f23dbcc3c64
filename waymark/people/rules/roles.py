"""Roles, bodies, seats and the permits of this room, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class WorkspaceRole(StrEnum):
    """What a person is in a city's workspace."""

    LEAD = "lead"
    EDITOR = "editor"
    SIGNATORY = "signatory"
    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"  # from outside: proposes values, and sees nothing of the city's


class BodyKind(StrEnum):
    """What a body is for."""

    SECRETARIAT = "secretariat"
    TECHNICAL_TEAM = "technical_team"
    COMMITTEE = "committee"
    APPEAL_PANEL = "appeal_panel"
    PARTNER = "partner"
    STEWARDS = "stewards"  # global experts; a country has none


class SeatRole(StrEnum):
    """What a person is in a body."""

    MEMBER = "member"
    LEAD = "lead"  # of a technical team or a secretariat
    CHAIR = "chair"  # of a committee or a panel
    DEPUTY = "deputy"  # of a member of a committee
    OBSERVER = "observer"  # of a committee: sees, and never votes


class Role(StrEnum):
    """Every role that a permit can be given to; which one holds depends on the object."""

    PUBLIC = "public"
    USER = "user"
    CITY_LEAD = "city.lead"
    CITY_EDITOR = "city.editor"
    CITY_SIGNATORY = "city.signatory"
    CITY_VIEWER = "city.viewer"
    CITY_CONTRIBUTOR = "city.contributor"
    SECRETARIAT = "secretariat"
    TECHNICAL_LEAD = "technical.lead"
    REVIEWER = "reviewer"
    COMMITTEE = "committee"
    CHAIR = "chair"
    OBSERVER = "observer"
    APPEAL = "appeal"
    STEWARD = "steward"
    PARTY = "party"
    PARTNER = "partner"
    MEMBER = "member"
    FACILITATOR = "facilitator"
    OPERATOR = "operator"


CITY = frozenset({Role.CITY_LEAD, Role.CITY_EDITOR, Role.CITY_SIGNATORY, Role.CITY_VIEWER})
"""Who works for a city. A contributor does not: nothing that is theirs is hers."""


class Permit(StrEnum):
    """Acts of this room."""

    EDIT_PROFILE = "edit_profile"  # one's own: nobody can be named whose it would be
    DECLARE_INTEREST = "keep_own_interests"
    ACCEPT_INVITATION = "accept_invitation"
    ASK_WORKSPACE = "ask_workspace"
    DECIDE_WORKSPACE = "decide_workspace"
    SEE_WORKSPACE = "see_workspace"
    LEAVE_WORKSPACE = "leave_workspace"
    MANAGE_MEMBERS = "manage_members"
    OPEN_CONTRIBUTIONS = "open_contributions"
    MANAGE_SEATS = "manage_seats"
    KEEP_ORGANISATIONS = "keep_organisations"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.EDIT_PROFILE: frozenset({Role.USER}),
    Permit.DECLARE_INTEREST: frozenset({Role.USER}),
    Permit.ACCEPT_INVITATION: frozenset({Role.USER}),
    Permit.ASK_WORKSPACE: frozenset({Role.USER}),
    Permit.DECIDE_WORKSPACE: frozenset({Role.SECRETARIAT}),
    Permit.SEE_WORKSPACE: CITY | {Role.SECRETARIAT},
    Permit.LEAVE_WORKSPACE: CITY | {Role.CITY_CONTRIBUTOR},
    Permit.MANAGE_MEMBERS: frozenset({Role.CITY_LEAD}),
    Permit.OPEN_CONTRIBUTIONS: frozenset({Role.CITY_LEAD}),
    Permit.MANAGE_SEATS: frozenset({Role.SECRETARIAT}),
    Permit.KEEP_ORGANISATIONS: frozenset({Role.SECRETARIAT}),
}


CITY_ROLE: Mapping[str, Role] = {
    WorkspaceRole.LEAD: Role.CITY_LEAD,
    WorkspaceRole.EDITOR: Role.CITY_EDITOR,
    WorkspaceRole.SIGNATORY: Role.CITY_SIGNATORY,
    WorkspaceRole.VIEWER: Role.CITY_VIEWER,
    WorkspaceRole.CONTRIBUTOR: Role.CITY_CONTRIBUTOR,
}
"""The role that a membership gives on its place and all that belongs to it."""

STAFF = tuple(role for role in WorkspaceRole if role != WorkspaceRole.CONTRIBUTOR)
"""The roles of those who work for the city."""

SEATS: Mapping[str, tuple[SeatRole, ...]] = {
    BodyKind.SECRETARIAT: (SeatRole.MEMBER, SeatRole.LEAD),
    BodyKind.TECHNICAL_TEAM: (SeatRole.MEMBER, SeatRole.LEAD),
    BodyKind.COMMITTEE: (
        SeatRole.MEMBER,
        SeatRole.CHAIR,
        SeatRole.DEPUTY,
        SeatRole.OBSERVER,
    ),
    BodyKind.APPEAL_PANEL: (SeatRole.MEMBER, SeatRole.CHAIR),
    BodyKind.PARTNER: (SeatRole.MEMBER, SeatRole.LEAD),
    BodyKind.STEWARDS: (SeatRole.MEMBER,),
}
"""The kinds of seat that a body of a kind has."""
VOTING = frozenset({SeatRole.MEMBER, SeatRole.CHAIR})
"""Seats of a committee that count for its quorum; a deputy acts in the place of one of them."""


def seat_role(body: str, seat: str) -> Role:
    """Return the role that a seat of a kind gives on its body's matters."""
    match body, seat:
        case BodyKind.SECRETARIAT, _:
            return Role.SECRETARIAT
        case BodyKind.TECHNICAL_TEAM, SeatRole.LEAD:
            return Role.TECHNICAL_LEAD
        case BodyKind.TECHNICAL_TEAM, _:
            return Role.REVIEWER
        case BodyKind.COMMITTEE, SeatRole.CHAIR:
            return Role.CHAIR
        case BodyKind.COMMITTEE, SeatRole.OBSERVER:
            return Role.OBSERVER
        case BodyKind.COMMITTEE, _:
            return Role.COMMITTEE
        case BodyKind.PARTNER, _:
            return Role.PARTNER
        case BodyKind.STEWARDS, _:
            return Role.STEWARD
        case _:
            return Role.APPEAL
