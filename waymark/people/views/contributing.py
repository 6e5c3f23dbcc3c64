"""Opening a workspace to contributors, and closing it to them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waymark.people import actions
from waymark.people.views.common import found, person, workspace_or_404


@login_required
@require_POST
def contributions(request: HttpRequest, slug: str) -> HttpResponse:
    """Take contributions from outside, or no longer."""
    workspace = workspace_or_404(request, slug)
    found(workspace.may_manage or None)
    opened = request.POST.get("act") == "open"
    now = timezone.now()
    actions.open_contributions(place=workspace.place, opened=opened, by=person(request), at=now)
    said = (
        _("You can invite contributors now.") if opened else _("No more contributions are taken.")
    )
    messages.success(request, said)
    return redirect("people:members", slug=slug)
