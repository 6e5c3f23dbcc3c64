"""Joint trainings of a space: planned, who took part, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.community.actions import trainings as acts
from waymark.community.actions.events import plan_event
from waymark.community.forms.events import ClosingForm, PartsForm, TrainingForm
from waymark.community.queries import events as queries
from waymark.community.queries.spaces import people_in
from waymark.community.rules.events import EventKind
from waymark.community.views.spaces import (
    FORM,
    carry_out,
    facilitators_page,
    found_space,
    is_done,
    show_form,
)

if TYPE_CHECKING:
    from waymark.community.models import Event, Space


@require_http_methods(FORM)
@facilitators_page
def plan(request: HttpRequest, row: Space) -> HttpResponse:
    """Plan a joint training."""
    form = TrainingForm(request.POST or None, initial={"zone": request.user.time_zone})  # type: ignore[union-attr]
    made: list[Event] = []
    if request.method == "POST" and form.is_valid():
        training, now = EventKind.TRAINING, timezone.now()
        if is_done(
            request,
            form,
            lambda: made.append(
                plan_event(space=row, plan=form.plan(), by=request.user, at=now, kind=training)
            ),
            _("It is planned. Put its materials here: files, entries of the library, courses."),
        ):
            return redirect("group_event", row.pk, made[0].pk)
    return show_form(
        request,
        form,
        space=row,
        title=_("Plan a joint training"),
        lead=_("Afterwards you note who took part, and close it with what came of it."),
        button=_("Plan it"),
    )


def _training(request: HttpRequest, row: Space, pk: str) -> Event:
    found = queries.event(request.user, row, pk)
    if found is None or found.kind != EventKind.TRAINING:
        raise Http404
    return found


@login_required
@require_POST
def part(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Say that one took part (field `took_part` is "yes"), or did not."""
    row = found_space(request, pk)
    found = _training(request, row, one)
    if not queries.attends(request.user, found):
        raise Http404
    took_part, now = request.POST.get("took_part") == "yes", timezone.now()
    carry_out(
        request,
        lambda: acts.say_part(event=found, took_part=took_part, by=request.user, at=now),
        _("Saved."),
    )
    return redirect("group_event", row.pk, found.pk)


@require_http_methods(FORM)
@facilitators_page
def parts(request: HttpRequest, row: Space, one: str) -> HttpResponse:
    """Note who took part."""
    found, now = _training(request, row, one), timezone.now()
    noted = queries.parts(request.user, found).values_list("user", flat=True)
    form = PartsForm(
        request.POST if request.method == "POST" else None,
        people=people_in(row, now),
        initial={"there": list(noted)},
    )
    if request.method == "POST" and form.is_valid():
        there = [user.pk for user in form.cleaned_data["there"]]
        if is_done(
            request,
            form,
            lambda: acts.record_parts(event=found, there=there, by=request.user, at=now),
            _("Saved."),
        ):
            return redirect("group_event", row.pk, found.pk)
    lead = _("Members see this list. Who has left the group stays as noted.")
    return show_form(
        request, form, space=row, title=_("Who took part"), lead=lead, button=_("Save")
    )


@require_http_methods(FORM)
@facilitators_page
def close(request: HttpRequest, row: Space, one: str) -> HttpResponse:
    """Close a training with a note."""
    found = _training(request, row, one)
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, now = form.cleaned_data["words"], timezone.now()
        if is_done(
            request,
            form,
            lambda: acts.close_training(event=found, words=words, by=request.user, at=now),
            _("It is closed, and its note stands on its page."),
        ):
            return redirect("group_event", row.pk, found.pk)
    lead = _("The note is for everybody who reads in this group. Nothing changes afterwards.")
    return show_form(
        request, form, space=row, title=_("Close the training"), lead=lead, button=_("Close it")
    )
