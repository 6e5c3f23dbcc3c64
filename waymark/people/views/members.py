"""The people and departments of a workspace."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import face
from waymark.kernel.flow import Refused
from waymark.people import actions, queries
from waymark.people.forms import DepartmentForm, InviteForm, MemberForm, add_refusal
from waymark.people.views.common import found, person, tabs, workspace_or_404


def people_page(
    request: HttpRequest,
    workspace: queries.Workspace,
    *,
    invite: InviteForm | None = None,
    department: DepartmentForm | None = None,
) -> HttpResponse:
    """Draw the page of a workspace's people, with a form that was refused if there is one."""
    viewer, place = person(request), workspace.place
    context: dict[str, Any] = {
        "workspace": workspace,
        "place": place,
        "tabs": tabs(place.slug, "people"),
        "members": queries.members(viewer, place),
        "departments": queries.departments(viewer, place),
        "contributions": queries.takes_contributions(viewer, place),
        "proposals": face.address("indicators:proposals", place.slug),
        "invitations": queries.invitations(viewer, place, timezone.now()),
    }
    if workspace.may_manage:
        context["invite"] = invite or InviteForm(viewer=viewer, place=place)
        context["department_form"] = department or DepartmentForm()
    wrong = any(form is not None and form.errors for form in (invite, department))
    return render(request, "people/members.html", context, status=400 if wrong else 200)


@login_required
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who works here, who has been invited, which departments there are."""
    return people_page(request, workspace_or_404(request, slug))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """Change a member's role or department."""
    user, workspace = person(request), workspace_or_404(request, slug)
    place = workspace.place
    row = found(
        queries.members(user, place).filter(pk=pk).first() if workspace.may_manage else None
    )
    form = MemberForm(
        request.POST or None,
        viewer=user,
        place=place,
        initial={"role": row.role, "department": row.department},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(membership=row, **form.cleaned_data, by=user, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused, {"member.last_lead": "role"})
        else:
            messages.success(request, _("Saved."))
            return redirect("people:members", slug=slug)
    context = {"workspace": workspace, "place": place, "member": row, "form": form}
    return render(request, "people/member.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def end(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """End a membership."""
    user, workspace = person(request), workspace_or_404(request, slug)
    row = found(
        queries.members(user, workspace.place).filter(pk=pk).first()
        if workspace.may_manage
        else None
    )
    actions.end_membership(membership=row, by=user, at=timezone.now())
    messages.success(request, _("%(person)s no longer works here.") % {"person": row.user.name})
    here = row.user_id != user.pk
    return redirect("people:members", slug=slug) if here else redirect("people:workspaces")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a workspace."""
    outside = queries.contributing_to(request.user, slug)
    workspace = outside or workspace_or_404(request, slug)
    if request.method == "POST":
        actions.leave_workspace(place=workspace.place, by=person(request), at=timezone.now())
        messages.success(request, _("You no longer work there."))
        return redirect("people:workspaces")
    found(workspace.role or None)
    return render(request, "people/leave.html", {"workspace": workspace, "place": workspace.place})


@login_required
@require_POST
def departments(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a department."""
    workspace = workspace_or_404(request, slug)
    form = DepartmentForm(request.POST)
    if form.is_valid():
        try:
            actions.add_department(
                place=workspace.place,
                name=form.cleaned_data["name"],
                by=person(request),
                at=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused, dict.fromkeys(NAME, "name"))
        else:
            messages.success(request, _("Added."))
            return redirect("people:members", slug=slug)
    return people_page(request, workspace, department=form)


NAME = ("department.name_missing", "department.name_taken")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def department(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """Rename or remove a department."""
    user, workspace = person(request), workspace_or_404(request, slug)
    row = found(
        queries.departments(user, workspace.place).filter(pk=pk).first()
        if workspace.may_manage
        else None
    )
    form = DepartmentForm(request.POST or None, initial={"name": row.name})
    if request.method == "POST" and request.POST.get("act") == "remove":
        actions.remove_department(department=row, by=user, at=timezone.now())
        messages.success(request, _("Removed."))
        return redirect("people:members", slug=slug)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_department(
                department=row, name=form.cleaned_data["name"], by=user, at=timezone.now()
            )
        except Refused as refused:
            add_refusal(form, refused, dict.fromkeys(NAME, "name"))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:members", slug=slug)
    context = {"workspace": workspace, "place": workspace.place, "department": row, "form": form}
    return render(request, "people/department.html", context, status=400 if form.errors else 200)
