"""Spaces: what there is, one of them, and who takes part."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.base import face, permits, reasons
from waymark.community.actions import spaces as acts
from waymark.community.forms import spaces as shapes
from waymark.community.queries import events as plans
from waymark.community.queries import materials as papers
from waymark.community.queries import spaces as queries
from waymark.community.queries import threads as talk
from waymark.community.rules.spaces import Permit, Sort, SpaceState
from waymark.kernel.flow import Refused
from waymark.library.wording import TOPICS, names
from waymark.people.rules import Role

if TYPE_CHECKING:
    from django import forms

    from waymark.community.models import Space

FORM = ["GET", "HEAD", "POST"]
PER_PAGE = 20
MOST_TASKS = 50
MOST_EARLIER = 20
MOST_MATERIALS = 5  # on the page of the group; the list has them all


def found_space(request: HttpRequest, pk: str, *, reads: bool = True) -> Space:
    """Return a space that the viewer reads, or only finds. Raises Http404."""
    rows = queries.readable(request.user) if reads else queries.known(request.user)
    row = rows.select_related("host").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def facilitators_page(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Open a view to the facilitators of the space in its address; others learn nothing of it."""

    @login_required
    @wraps(view)
    def entered(request: HttpRequest, pk: str, **more: Any) -> HttpResponse:
        row = found_space(request, pk)
        if not permits.may(request.user, Permit.FACILITATE, on=row):
            raise Http404
        return view(request, row, **more)

    return entered


def is_done(request: HttpRequest, form: forms.Form, does: Callable[[], Any], done: str) -> bool:
    """Do an act with a form that is whole; what is refused stands on the form then."""
    try:
        does()
    except Refused as refused:
        shapes.put_on(form, refused)
        return False
    messages.success(request, done)
    return True


def carry_out(request: HttpRequest, does: Callable[[], Any], done: str) -> bool:
    """Do an act that has no form; say on the next page that it is done, or why not."""
    try:
        does()
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason), extra_tags="bad")
        return False
    messages.success(request, done)
    return True


def show_form(request: HttpRequest, form: forms.Form, **context: Any) -> HttpResponse:
    """Draw a page that is one form. With: title, button, back; as wished space, lead and facts."""
    status = 422 if form.errors else 200
    return render(request, "community/form.html", {"form": form, **context}, status=status)


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """What her cities are asked, where they take part, and what everybody finds."""
    viewer, now = request.user, timezone.now()
    rows = Paginator(queries.listed(viewer), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "offers": queries.offers(viewer, now),
        "own": queries.own(viewer),
        "page": rows,
        "hosts": queries.hosting(viewer).exists() if viewer.is_authenticated else False,
    }
    return render(request, "community/groups.html", context)


@login_required
@require_http_methods(FORM)
def open_group(request: HttpRequest) -> HttpResponse:
    """Open a space in the name of a partner or the secretariat."""
    hosts = queries.hosting(request.user)
    if not hosts.exists():
        raise Http404
    form = shapes.OpenForm(request.POST or None, hosts=hosts)
    if request.method == "POST" and form.is_valid():
        host, by = form.cleaned_data["host"], request.user
        try:
            made = acts.open_space(host=host, about=form.about(), by=by, at=timezone.now())
        except Refused as refused:
            shapes.put_on(form, refused)
        else:
            messages.success(request, _("It is open. Invite cities and partners to it."))
            return redirect("group", made.pk)
    return show_form(
        request,
        form,
        title=_("Open a group"),
        lead=_("Cities join by their own choice. You facilitate, and can name others to do so."),
        button=_("Open it"),
    )


@require_safe
def group(request: HttpRequest, pk: str) -> HttpResponse:
    """A space for whoever finds it; what is in it only for whoever reads it."""
    row = found_space(request, pk, reads=False)
    viewer = request.user
    reads = queries.readable(viewer).filter(pk=row.pk).exists()
    roles = permits.roles(viewer, row)
    context = {
        "space": row,
        "reads": reads,
        "facilitates": Role.FACILITATOR in roles,
        "open": row.state == SpaceState.OPEN,
        "parties": queries.parties(viewer, row) if reads else [],
        "facilitators": queries.facilitators(row) if reads else [],
        "leaves": queries.own_parties(viewer, row),
        "joins": queries.joinable(viewer, row),
        "topics": names(TOPICS, row.topics),
        "to_invite": face.links_beside("space.hubs", request, row)
        if row.sort == Sort.HUBS and Role.FACILITATOR in roles
        else (),
        **_inside(request, row, roles, reads=reads),
    }
    return render(request, "community/group.html", context)


def _inside(
    request: HttpRequest, row: Space, roles: frozenset[str], *, reads: bool
) -> dict[str, Any]:
    """What the page of a space shows to those who read it."""
    if not reads:
        return {}
    rows = talk.threads(request.user, row)
    return {
        "threads": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "events": plans.ahead(request.user, row, timezone.now()),
        "earlier": plans.earlier(request.user, row, timezone.now())[:MOST_EARLIER],
        "materials": papers.found(request.user, row)[:MOST_MATERIALS],
        "tasks": plans.tasks(request.user, row)[:MOST_TASKS],
        "writes": row.state == SpaceState.OPEN and Role.MEMBER in roles,
        "flags": talk.flags(request.user, row).count() if Role.FACILITATOR in roles else 0,
    }


@login_required
@require_http_methods(FORM)
def join(request: HttpRequest, pk: str) -> HttpResponse:
    """Join a space for a city or a body."""
    row = found_space(request, pk, reads=False)
    sides = queries.joinable(request.user, row)
    if not sides:
        raise Http404
    form = shapes.SideForm(request.POST or None, sides=sides)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if is_done(
            request,
            form,
            lambda: acts.join_space(space=row, side=form.chosen(), by=request.user, at=now),
            _("You are a member now."),
        ):
            return redirect("group", row.pk)
    lead = _(
        "All who work there can read, and all but viewers can write. You can leave at any time."
    )
    return show_form(request, form, space=row, title=_("Join"), lead=lead, button=_("Join"))


@login_required
@require_http_methods(FORM)
def leave(request: HttpRequest, pk: str) -> HttpResponse:
    """Leave a space for a city or a body."""
    row = found_space(request, pk)
    sides = queries.own_parties(request.user, row)
    if not sides:
        raise Http404
    form = shapes.SideForm(request.POST or None, sides=sides)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if is_done(
            request,
            form,
            lambda: acts.leave_space(party=form.chosen(), by=request.user, at=now),
            _("You have left."),
        ):
            return redirect("groups")
    lead = _("Your people read nothing more of it. What they wrote stays, with their names.")
    return show_form(request, form, space=row, title=_("Leave"), lead=lead, button=_("Leave"))


@require_http_methods(FORM)
@facilitators_page
def edit(request: HttpRequest, row: Space) -> HttpResponse:
    """Change what a space says of itself."""
    form = shapes.AboutForm(request.POST or None, initial=shapes.AboutForm.given(row))
    if request.method == "POST" and form.is_valid():
        about, now = form.about(row.original), timezone.now()
        if is_done(
            request,
            form,
            lambda: acts.edit_space(space=row, about=about, by=request.user, at=now),
            _("Saved."),
        ):
            return redirect("group", row.pk)
    return show_form(request, form, space=row, title=_("Name and purpose"), button=_("Save"))


@require_http_methods(FORM)
@facilitators_page
def close(request: HttpRequest, row: Space) -> HttpResponse:
    """Close a space with a note."""
    form = shapes.WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, now = form.cleaned_data["words"], timezone.now()
        if is_done(
            request,
            form,
            lambda: acts.close_space(space=row, words=words, by=request.user, at=now),
            _("It is closed. Everything stays readable for whoever read it."),
        ):
            return redirect("group", row.pk)
    lead = _("Nothing can be added afterwards. Everything stays readable for whoever read it.")
    return show_form(
        request, form, space=row, title=_("Close the group"), lead=lead, button=_("Close it")
    )


@require_http_methods(FORM)
@facilitators_page
def invite(request: HttpRequest, row: Space) -> HttpResponse:
    """Ask a city or a partner to join."""
    wanted = {"city": request.GET.get("city", "")[:100]}
    form = shapes.InviteForm(request.POST or None, partners=queries.partners(), initial=wanted)
    if request.method == "POST" and form.is_valid():
        side, now = form.cleaned_data["side"], timezone.now()
        if is_done(
            request,
            form,
            lambda: acts.invite(space=row, side=side, by=request.user, at=now),
            _("Asked. Who decides there gets a notice and answers, or the offer ends by itself."),
        ):
            return redirect("group", row.pk)
    lead = _("They see the name, the purpose and how many members there are, but no names.")
    return show_form(request, form, space=row, title=_("Invite"), lead=lead, button=_("Ask"))
