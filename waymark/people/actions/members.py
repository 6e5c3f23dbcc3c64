"""Who works in a workspace, in which role and department."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.actions.checks import check_contributor, needed, refuse_if
from waymark.people.models import Department, Membership, User
from waymark.people.queries import open_at
from waymark.people.rules import Permit, WorkspaceRole, refuse_losing_the_lead
from waymark.places.models import Place


def _take(membership: Membership, at: datetime) -> Membership:
    """Lock a membership and its place, so that two leads can't leave at once."""
    Place.objects.select_for_update().get(pk=membership.place_id)
    row = Membership.objects.select_for_update().select_related("place").get(pk=membership.pk)
    if row.until is not None and row.until <= at:
        raise Refused(Reason("member.ended_already"))
    return row


def _check_leads(row: Membership, becomes: str, at: datetime) -> None:
    others = Membership.objects.filter(
        open_at(at), place=row.place_id, role=WorkspaceRole.LEAD, user__is_active=True
    ).exclude(pk=row.pk)
    refuse_if(refuse_losing_the_lead(row.role, becomes, others.count()))


@transaction.atomic
def change_member(
    *,
    membership: Membership,
    role: str,
    by: User,
    at: datetime,
    department: Department | None = None,
) -> Membership:
    """Give a member another role or department.

    A change of role ends the old membership and begins a new one, so that it stays known who
    held which role when. Raises NotPermitted, Refused (last lead, ended, another's department).
    """
    require(by, Permit.MANAGE_MEMBERS, on=membership.place)
    row = _take(membership, at)
    if role not in set(WorkspaceRole):
        raise Refused(Reason("member.wrong_role"))
    if role != row.role:
        check_contributor(role, row.place)
    if department is not None and department.place_id != row.place_id:
        raise Refused(Reason("member.other_department"))
    before = row.role
    _check_leads(row, role, at)
    row.department = department
    if role == before:
        row.save(update_fields=["department"])
    else:
        row.until = max(at, row.since)
        row.save(update_fields=["until"])
        row = Membership.objects.create(
            user_id=row.user_id,
            place_id=row.place_id,
            role=role,
            department=department,
            since=row.until,
        )
    facts = {"user": row.user_id, "from": before, "to": role}
    facts["department"] = department.pk if department else ""
    record("member.change", row, by=by, at=at, scope=row.place, facts=facts)
    return row


@transaction.atomic
def end_membership(*, membership: Membership, by: User, at: datetime) -> None:
    """End somebody's membership. Raises NotPermitted, Refused (last lead, ended)."""
    require(by, Permit.MANAGE_MEMBERS, on=membership.place)
    _end(membership, by, at)


@transaction.atomic
def leave_workspace(*, place: Place, by: User, at: datetime) -> None:
    """End one's own membership. Raises NotPermitted, Refused (last lead)."""
    require(by, Permit.LEAVE_WORKSPACE, on=place)
    _end(Membership.objects.get(open_at(at), user=by, place=place), by, at)


def _end(membership: Membership, by: User, at: datetime) -> None:
    row = _take(membership, at)
    _check_leads(row, "", at)
    row.until = max(at, row.since)
    row.save(update_fields=["until"])
    facts = {"user": row.user_id, "role": row.role}
    record("member.end", row, by=by, at=at, scope=row.place, facts=facts)


@transaction.atomic
def add_department(*, place: Place, name: str, by: User, at: datetime) -> Department:
    """Add a department to a city's administration. Raises NotPermitted, Refused."""
    require(by, Permit.MANAGE_MEMBERS, on=place)
    Place.objects.select_for_update().get(pk=place.pk)
    name = _free_name(place, name)
    department = Department.objects.create(place=place, name=name)
    record("department.add", department, by=by, at=at, scope=place, facts={})
    return department


def _free_name(place: Place, name: str, but: Department | None = None) -> str:
    name = needed(name, 150, "department.name_missing")
    others = place.departments.filter(name__iexact=name)
    if others.exclude(pk=but.pk if but else "").exists():
        raise Refused(Reason("department.name_taken", {"name": name}))
    return name


@transaction.atomic
def rename_department(*, department: Department, name: str, by: User, at: datetime) -> Department:
    """Rename a department. Raises NotPermitted, Refused."""
    require(by, Permit.MANAGE_MEMBERS, on=department.place)
    row = Department.objects.select_for_update().get(pk=department.pk)
    row.name = _free_name(department.place, name, row)
    row.save(update_fields=["name"])
    record("department.rename", row, by=by, at=at, scope=department.place, facts={})
    return row


@transaction.atomic
def remove_department(*, department: Department, by: User, at: datetime) -> None:
    """Remove a department; its people and criteria stay, without one. Raises NotPermitted."""
    require(by, Permit.MANAGE_MEMBERS, on=department.place)
    row = Department.objects.select_for_update().get(pk=department.pk)
    record("department.remove", row, by=by, at=at, scope=department.place, facts={})
    row.delete()
