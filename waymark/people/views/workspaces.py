"""One's workspaces, and asking for one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.base import face
from waymark.kernel.flow import Refused
from waymark.people import actions, queries
from waymark.people.forms import AskForm, FindForm, add_refusal
from waymark.people.rules import WorkspaceRole
from waymark.people.views.common import person
from waymark.places import queries as places


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead on to one's own work; workspaces, where a newcomer can ask for one, are everybody's."""
    return redirect(face.work(request))


def _inside(workspace: queries.Workspace) -> str:
    """Where her work begins."""
    outside = workspace.role == WorkspaceRole.CONTRIBUTOR
    return face.address(
        "indicators:contribute" if outside else "assessments:journey", workspace.place.slug
    )


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The workspaces in which one works, and the requests that one has made."""
    context = {
        "workspaces": [(one, _inside(one)) for one in queries.workspaces_of(request.user)],
        "requests": queries.requests_of(request.user),
    }
    return render(request, "people/workspaces.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a workspace in two steps: find the place, then say who one is.

    The first step's answers stay in the address, so that both steps work without JavaScript.
    """
    user = person(request)
    find = FindForm(request.GET or None, viewer=user)
    if not find.is_valid():
        status = 400 if find.errors else 200
        return render(request, "people/ask_find.html", {"form": find}, status=status)
    country, name = find.cleaned_data["country"], find.cleaned_data["name"].strip()
    found = places.search_places(user, name, country)[: places.MOST]
    form = AskForm(request.POST or None, name=name, found=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        where: dict[str, Any] = {"place": data["place"]}
        if data["place"] is None:
            where |= {"proposed_name": name}
        try:
            actions.ask_workspace(
                country=country,
                **where,
                kind=data["kind"],
                office=data["office"],
                message=data["message"],
                by=user,
                at=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused, {"request.office_missing": "office"})
        else:
            messages.success(request, _("Your request is with the secretariat."))
            return redirect("people:workspaces")
    context = {"form": form, "country": country, "name": name, "found": form.found}
    return render(request, "people/ask.html", context, status=400 if form.errors else 200)
