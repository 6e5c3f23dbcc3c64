"""One cooperation record: read, written, its sides named, and what each of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.base import face, permits
from waymark.community import shown_cooperation as shown
from waymark.community import wording_cooperation as wording
from waymark.community.actions import cooperation as acts
from waymark.community.forms.cooperation import CooperationForm, TurnForm, given
from waymark.community.forms.needs import put_on
from waymark.community.forms.spaces import InviteForm
from waymark.community.queries import cooperation as queries
from waymark.community.queries.spaces import partners
from waymark.community.rules.cooperation import CooperationState, Permit, turns
from waymark.community.views.needs import FORM, of_the_city
from waymark.community.views.spaces import carry_out
from waymark.kernel.flow import Refused

if TYPE_CHECKING:
    from waymark.community.models import Cooperation
    from waymark.people.models import Body
    from waymark.places.models import Place


def _found(request: HttpRequest, pk: str) -> Cooperation:
    row = queries.record_of(request.user, pk, timezone.now())
    if row is None:
        raise Http404
    return row


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _draft(request: HttpRequest, pk: str) -> Cooperation:
    """A draft of the reader's side."""
    row = _found(request, pk)
    if not _may_edit(request, row):
        raise Http404
    return row


def _may_edit(request: HttpRequest, row: Cooperation) -> bool:
    may = permits.may(request.user, Permit.KEEP_COOPERATION, on=queries.drafting(row))
    return may and row.state == CooperationState.DRAFT


def _turns(request: HttpRequest, row: Cooperation) -> list[tuple[str, Any]]:
    """What the reader can do next, for each side that she speaks for."""
    now = timezone.now()
    sides = queries.acting(request.user, row, now)
    several = len(sides) > 1
    return [
        (
            f"{step.name}.{side.pk}",
            f"{side.name}: {wording.DO[step.name]}" if several else wording.DO[step.name],
        )
        for side in sides
        for step in turns(row.state, queries.standing(row, side))
        if queries.may(request.user, step.permit, side, now)
    ]


@require_http_methods(FORM)
def one(request: HttpRequest, pk: str) -> HttpResponse:
    """A record for whoever reads it, and the form for what its side does next."""
    row = _found(request, pk)
    choices = _turns(request, row)
    if request.method == "POST" and not choices:
        raise Http404
    form = TurnForm(request.POST or None, turns=choices)
    if request.method == "POST" and form.is_valid() and _taken(request, row, form):
        return redirect("cooperation", pk)
    invite = InviteForm(partners=partners()) if _may_edit(request, row) else None
    return _draw(request, row, form if choices else None, invite)


def _draw(
    request: HttpRequest, row: Cooperation, form: TurnForm | None, invite: InviteForm | None
) -> HttpResponse:
    now, user = timezone.now(), request.user
    mine = queries.acting(user, row, now)
    context = {
        "row": row,
        "line": shown.line(row),
        "base": "base/workspace.html" if user.is_authenticated else "base/page.html",
        "form": form,
        "invite": invite,
        "inside": bool(mine),
        "home": _home(mine[0].place or mine[0].body) if mine else "",
        "events": [shown.event(one) for one in queries.said(user, row, now)],
    }
    wrong = any(one is not None and one.errors for one in (form, invite))
    return render(request, "community/cooperation/one.html", context, status=422 if wrong else 200)


def _home(side: Any) -> str:
    """The list of a side's own records."""
    if hasattr(side, "slug"):
        return face.address("city_cooperation", side.slug)
    return face.address("partner_cooperation", side.pk)


def _taken(request: HttpRequest, row: Cooperation, form: TurnForm) -> bool:
    step, pk = form.chosen()
    side = next(one for one in row.sides.all() if one.pk == pk)
    try:
        moved = acts.move_cooperation(
            side=side, step=step, why=form.cleaned_data["why"], by=request.user, at=timezone.now()
        )
    except Refused as refused:
        put_on(form, refused)
        return False
    public = moved.state == CooperationState.PUBLIC
    said = _("Every side has said yes: it is public.") if public else _("Saved.")
    messages.success(request, said)
    return True


@require_http_methods(FORM)
@of_the_city
def add_for_city(request: HttpRequest, place: Place) -> HttpResponse:
    """Write a record for a city."""
    return _add(request, place)


@login_required
@require_http_methods(FORM)
def add_for_partner(request: HttpRequest, body: str) -> HttpResponse:
    """Write a record for a partner; the address can name (`with`) a partner as the other side."""
    found = queries.body_of(request.user, body, timezone.now())
    if found is None:
        raise Http404
    other = partners().exclude(pk=body).filter(pk=request.GET.get("with", "")).first()
    return _add(request, found, other)


def _add(request: HttpRequest, side: Place | Body, other: Body | None = None) -> HttpResponse:
    if not permits.may(request.user, Permit.KEEP_COOPERATION, on=side):
        raise Http404
    form, who = CooperationForm(request.POST or None), _who(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = acts.draft_cooperation(side=side, told=form.written(), **who)
            if other is not None:
                acts.name_side(cooperation=made, side=other, **who)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Your draft is kept. Name the other sides, then ask them."))
            return redirect("cooperation", made.pk)
    context = {"form": form, "back": _home(side), "other": other, "up": _home(side)}
    status = 422 if form.errors else 200
    return render(request, "community/cooperation/edit.html", context, status=status)


@login_required
@require_http_methods(FORM)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a draft otherwise."""
    row = _draft(request, pk)
    form = CooperationForm(request.POST or None, initial=given(queries.told_of(row), row.version))
    if request.method == "POST" and form.is_valid():
        told, seen = form.written(), form.cleaned_data["seen"] or 0
        who = _who(request)
        try:
            acts.change_cooperation(cooperation=row, told=told, seen=seen, **who)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("cooperation", pk)
    side = queries.drafting(row)
    here = face.address("cooperation", pk)
    context = {"form": form, "back": here, "row": row, "up": _home(side.place or side.body)}
    status = 422 if form.errors else 200
    return render(request, "community/cooperation/edit.html", context, status=status)


@login_required
@require_POST
def name_side(request: HttpRequest, pk: str) -> HttpResponse:
    """Name a further side: a city by its name, or a partner."""
    row = _draft(request, pk)
    form = InviteForm(request.POST, partners=partners())
    if form.is_valid():
        side, who = form.cleaned_data["side"], _who(request)
        try:
            acts.name_side(cooperation=row, side=side, **who)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("cooperation", pk)
    choices = _turns(request, row)
    return _draw(request, row, TurnForm(turns=choices) if choices else None, form)


@login_required
@require_POST
def drop_side(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Take a side from a draft."""
    row = _draft(request, pk)
    side = next((each for each in row.sides.all() if each.pk == one), None)
    if side is None:
        raise Http404
    carry_out(
        request,
        lambda: acts.drop_side(side=side, by=request.user, at=timezone.now()),
        _("Saved."),
    )
    return redirect("cooperation", pk)
