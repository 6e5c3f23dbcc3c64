"""What every page of a city's workspace has in common: who may enter, its tabs, its context."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from waymark.assessments.actions.answers import NotEditable
from waymark.assessments.queries.workspace import Here, here

View = Callable[..., Any]
METHODS = ("GET", "HEAD", "POST")


def city_page(view: View | None = None, *, with_case: bool = True) -> Any:
    """Open a view to people who work for the city of the address; it gets `here`.

    Whoever does not gets the page that says there is nothing, as for a city that does not exist.
    A page about a case leads to the journey where there is none yet.
    """

    def keep(inner: View) -> View:
        @login_required
        @wraps(inner)
        def entered(
            request: HttpRequest, place: str, case: str = "case", **more: Any
        ) -> HttpResponse:
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            found = here(request.user, place, case)
            if found is None:
                raise Http404
            if with_case and found.case is None:
                return redirect("assessments:journey", place)
            try:
                answer: HttpResponse = inner(request, found, **more)
            except NotEditable:
                said = _("The case has been handed in: its answers stay as they are.")
                messages.error(request, said)
                return redirect(request.path)
            return answer

        return entered

    return keep(view) if view else keep


def url(here: Here, name: str, *more: Any) -> str:
    """Return the address of a page of this case."""
    return reverse(f"assessments:{name}", args=[here.place.slug, here.ref, *more])


def go(here: Here, name: str, *more: Any, anchor: str = "") -> HttpResponse:
    """Lead to a page of this case."""
    return redirect(url(here, name, *more) + (f"#{anchor}" if anchor else ""))


def _elsewhere(here: Here, part: str) -> str:
    """The workspace's pages of other rooms, "" where this installation has none."""
    path = f"/workspaces/{here.place.slug}/{part}/"
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path


def tabs(here: Here, active: str) -> list[dict[str, Any]]:
    """Return the parts of the workspace, the one at hand marked."""
    found = [
        ("journey", _("Journey"), reverse("assessments:journey", args=[here.place.slug]), 0),
    ]
    if here.case is not None:
        waiting = getattr(here.case, "waiting", 0)
        found += [
            ("criteria", _("Criteria"), url(here, "criteria"), 0),
            ("evidence", _("Evidence"), url(here, "evidence"), 0),
            ("indicators", _("Indicators"), _elsewhere(here, "indicators"), 0),
            ("standing", _("Where we stand"), url(here, "standing"), 0),
        ]
        if waiting or here.case.state == "clarification" or active == "questions":
            found += [("questions", _("Questions"), url(here, "questions"), waiting)]
    else:
        found += [("indicators", _("Indicators"), _elsewhere(here, "indicators"), 0)]
    found += [("needs", _("Needs"), _elsewhere(here, "needs"), 0)]
    found += [("people", _("People"), _elsewhere(here, "people"), 0)]
    if active == "fees":  # found from the journey; most cities are asked nothing
        found += [("fees", _("Fees"), reverse("assessments:city_fees", args=[here.place.slug]), 0)]
    return [
        {"label": label, "url": address, "current": key == active, "count": count}
        for key, label, address, count in found
        if address
    ]


def page(
    request: HttpRequest,
    here: Here,
    template: str,
    active: str,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Draw a page of the workspace."""
    context |= {"here": here, "tabs": tabs(here, active)}
    return render(request, f"assessments/city/{template}.html", context, status=status)
