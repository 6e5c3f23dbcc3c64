"""Who may ask for a city's workspace, be invited into it, and leave it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waymark.kernel.flow import Reason
from waymark.people.rules.roles import WorkspaceRole

INVITATION_DAYS = 14


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person asks for, and what is known of her."""

    place: bool  # she chose one that exists
    name: bool  # she proposed a new one
    same_country: bool
    is_member: bool
    has_pending: bool  # an undecided request for the same place


def refuse_asking(ask: Ask) -> tuple[Reason, ...]:
    """Return why a request for a workspace can't be taken."""
    found = []
    if ask.place == ask.name:
        found.append(Reason("request.place_or_name"))
    if ask.place and not ask.same_country:
        found.append(Reason("request.other_country"))
    if ask.is_member:
        found.append(Reason("request.member_already"))
    if ask.has_pending:
        found.append(Reason("request.asked_already"))
    return tuple(found)


class InvitationState(StrEnum):
    """Where an invitation stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation's dates and the address that it was sent to."""

    email: str
    expires_at: datetime
    accepted_at: datetime | None = None
    withdrawn_at: datetime | None = None


def invitation_state(invited: Invited, at: datetime) -> InvitationState:
    """Return where an invitation stands at a moment."""
    if invited.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invited.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if at < invited.expires_at else InvitationState.EXPIRED


def refuse_accepting(
    invited: Invited, addresses: Collection[str], is_member: bool, at: datetime
) -> tuple[Reason, ...]:
    """Return why a person with these verified addresses can't accept an invitation.

    The link alone is not enough, so that a forwarded mail lets nobody in.
    """
    state = invitation_state(invited, at)
    if state is not InvitationState.OPEN:
        return (Reason(f"invitation.{state}"),)
    found = []
    if invited.email.casefold() not in {address.casefold() for address in addresses}:
        found.append(Reason("invitation.other_address"))
    if is_member:
        found.append(Reason("invitation.member_already"))
    return tuple(found)


def refuse_inviting(is_member: bool, has_open: bool) -> tuple[Reason, ...]:
    """Return why an address can't be invited to a workspace."""
    found = []
    if is_member:
        found.append(Reason("invitation.member_already_there"))
    if has_open:
        found.append(Reason("invitation.open_already"))
    return tuple(found)


def refuse_contributor(role: str, is_open: bool) -> tuple[Reason, ...]:
    """Return why nobody can be given this role where a city takes no contributions."""
    if role == WorkspaceRole.CONTRIBUTOR and not is_open:
        return (Reason("contributions.closed"),)
    return ()


def refuse_losing_the_lead(role: str, becomes: str, other_leads: int) -> tuple[Reason, ...]:
    """Return why a member can't change role or, with `becomes` empty, leave.

    A workspace without a lead could let nobody in any more.
    """
    if role == WorkspaceRole.LEAD and becomes != WorkspaceRole.LEAD and other_leads == 0:
        return (Reason("member.last_lead"),)
    return ()
