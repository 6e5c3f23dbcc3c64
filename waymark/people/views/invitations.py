"""Inviting colleagues, and accepting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.base import face, reasons
from waymark.kernel.flow import Refused
from waymark.people import actions, queries
from waymark.people.forms import InviteForm, add_refusal
from waymark.people.rules import WorkspaceRole
from waymark.people.views.common import found, person, workspace_or_404
from waymark.people.views.members import people_page

if TYPE_CHECKING:
    from waymark.people.models import Invitation, Membership

EMAIL = ("invitation.member_already_there", "invitation.open_already")


@login_required
@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite an address; the answer is the same whether it has an account or not."""
    user, workspace = person(request), workspace_or_404(request, slug)
    form = InviteForm(request.POST, viewer=user, place=workspace.place)
    if form.is_valid():
        try:
            actions.invite(place=workspace.place, **form.cleaned_data, by=user, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused, dict.fromkeys(EMAIL, "email"))
        else:
            messages.success(
                request,
                _("An invitation is on its way to %(email)s.")
                % {"email": form.cleaned_data["email"]},
            )
            return redirect("people:members", slug=slug)
    return people_page(request, workspace, invite=form)


def _invitation(request: HttpRequest, slug: str, pk: str) -> Invitation:
    place = workspace_or_404(request, slug).place
    rows = queries.invitations(request.user, place, timezone.now())
    return found(next((row.invitation for row in rows if row.invitation.pk == pk), None))


@login_required
@require_POST
def resend(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """Send an invitation again, with a new link."""
    row = _invitation(request, slug, pk)
    actions.resend_invitation(invitation=row, by=person(request), at=timezone.now())
    messages.success(request, _("Sent again; the old link no longer works."))
    return redirect("people:members", slug=slug)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    """Take an invitation back."""
    row = _invitation(request, slug, pk)
    actions.withdraw_invitation(invitation=row, by=person(request), at=timezone.now())
    messages.success(request, _("Taken back; its link no longer works."))
    return redirect("people:members", slug=slug)


def _enter(request: HttpRequest, membership: Membership) -> HttpResponse:
    slug = membership.place.slug
    if membership.role == WorkspaceRole.CONTRIBUTOR:
        messages.success(request, _("Welcome. Here you propose values."))
        return redirect(face.address("indicators:contribute", slug) or "people:workspaces")
    messages.success(request, _("Welcome. You work here now."))
    return redirect("people:members", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """What an invitation offers, and the button that accepts it.

    Whoever has no account yet signs up first and comes back here by `next`.
    """
    row = found(queries.invitation_by_token(token, timezone.now()))
    refusals: list[str] = []
    if request.method == "POST" and request.user.is_authenticated:
        try:
            membership = actions.accept_invitation(
                token=token, by=person(request), at=timezone.now()
            )
        except Refused as refused:
            refusals = [reasons.sentence(reason) for reason in refused.reasons]
        else:
            return _enter(request, membership)
    context = {
        "row": row,
        "place": row.invitation.place,
        "refusals": refusals,
        "came": urlencode({"next": request.path, "email": row.invitation.email}),
    }
    response = render(request, "people/invitation.html", context, status=409 if refusals else 200)
    # The address is a secret: no other site may learn it. Not "no-referrer", which would send the
    # form with the origin "null", and that is refused as forged.
    response["Referrer-Policy"] = "same-origin"
    return response
