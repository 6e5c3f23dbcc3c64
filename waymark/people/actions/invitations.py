"""A lead lets colleagues in by a link that only a mail holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.actions.checks import check_contributor, refuse_if
from waymark.people.models import Department, Invitation, Membership, User
from waymark.people.queries import addresses_of, invitation_by_token, open_at, token_hash
from waymark.people.queries.workspaces import as_invited
from waymark.people.rules import (
    INVITATION_DAYS,
    InvitationState,
    Permit,
    WorkspaceRole,
    invitation_state,
    refuse_accepting,
    refuse_inviting,
)
from waymark.places.models import Place


def invitation_token(invitation: Invitation) -> str:
    """Return the secret of an invitation's link.

    It is worked out from the server's key, so that neither the database nor a job ever holds
    it; a new date of sending makes a new one.
    """
    what = f"{invitation.pk}:{invitation.invited_at.astimezone(UTC).isoformat()}"
    return signing.Signer(salt="waymark.invitation", sep=".").signature(what)


def _check_role(role: str, place: Place, department: Department | None) -> None:
    if role not in set(WorkspaceRole):
        raise Refused(Reason("member.wrong_role"))
    check_contributor(role, place)
    if department is not None and department.place_id != place.pk:
        raise Refused(Reason("member.other_department"))


@transaction.atomic
def invite(
    *,
    place: Place,
    email: str,
    role: str,
    by: User,
    at: datetime,
    department: Department | None = None,
) -> Invitation:
    """Invite an address to a workspace; the mail goes out after the commit.

    Nothing tells whether the address has an account. Raises NotPermitted, Refused.
    """
    require(by, Permit.MANAGE_MEMBERS, on=place)
    Place.objects.select_for_update().get(pk=place.pk)
    _check_role(role, place, department)
    email = email.strip().lower()
    is_member = Membership.objects.filter(open_at(at), place=place, user__email=email).exists()
    waiting = place.invitations.filter(email=email, accepted_at=None, withdrawn_at=None)
    refuse_if(refuse_inviting(is_member, waiting.filter(expires_at__gt=at).exists()))
    invitation = Invitation(
        place=place,
        email=email,
        role=role,
        department=department,
        invited_by=by,
        invited_at=at,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    invitation.token_hash = token_hash(invitation_token(invitation))
    invitation.save()
    record("invitation.make", invitation, by=by, at=at, scope=place, facts={"role": role})
    return invitation


def _take(invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_for_update().select_related("place").get(pk=invitation.pk)
    if row.accepted_at is not None or row.withdrawn_at is not None:
        state = invitation_state(as_invited(row), row.expires_at)
        raise Refused(Reason(f"invitation.{state}"))
    return row


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Send an invitation again, with a new link and a new term; the old link is dead.

    Raises NotPermitted, Refused.
    """
    require(by, Permit.MANAGE_MEMBERS, on=invitation.place)
    row = _take(invitation)
    check_contributor(row.role, row.place)
    row.invited_at, row.expires_at = at, at + timedelta(days=INVITATION_DAYS)
    row.token_hash = token_hash(invitation_token(row))
    row.save(update_fields=["invited_at", "expires_at", "token_hash"])
    record("invitation.resend", row, by=by, at=at, scope=row.place, facts={"role": row.role})
    return row


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Take an invitation back; its link is dead. Raises NotPermitted, Refused."""
    require(by, Permit.MANAGE_MEMBERS, on=invitation.place)
    row = _take(invitation)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    record("invitation.withdraw", row, by=by, at=at, scope=row.place, facts={})
    return row


@transaction.atomic
def accept_invitation(*, token: str, by: User, at: datetime) -> Membership:
    """Enter a workspace by an invitation's link.

    Raises NotPermitted, Refused (unknown, spent, withdrawn, expired, sent to another address, no
    contributions wanted any more).
    """
    found = invitation_by_token(token, at)
    if found is None:
        raise Refused(Reason("invitation.unknown"))
    require(by, Permit.ACCEPT_INVITATION, on=found.invitation.place)
    Place.objects.select_for_update().get(pk=found.invitation.place_id)
    row = Invitation.objects.select_for_update().get(pk=found.invitation.pk)
    is_member = Membership.objects.filter(user=by, place=row.place_id, until=None).exists()
    refuse_if(refuse_accepting(as_invited(row), addresses_of(by), is_member, at))
    check_contributor(row.role, row.place)
    if row.token_hash != token_hash(token):  # sent anew between the two reads
        raise Refused(Reason(f"invitation.{InvitationState.WITHDRAWN}"))
    membership = Membership.objects.create(
        user=by, place_id=row.place_id, role=row.role, department_id=row.department_id, since=at
    )
    row.accepted_by, row.accepted_at = by, at
    row.save(update_fields=["accepted_by", "accepted_at"])
    record(
        "invitation.accept",
        row,
        by=by,
        at=at,
        scope=membership.place,
        facts={"membership": membership.pk, "role": row.role},
    )
    return membership
