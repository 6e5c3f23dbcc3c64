"""Events and tasks of a space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import permits
from waymark.community.actions import events as acts
from waymark.community.calendar_file import calendar_file, local
from waymark.community.forms.events import EventForm, TaskForm, TrainingForm
from waymark.community.queries import events as queries
from waymark.community.queries import materials as papers
from waymark.community.queries.spaces import people_in
from waymark.community.rules.events import EventKind
from waymark.community.rules.spaces import Permit
from waymark.community.views.materials import shown
from waymark.community.views.spaces import FORM, carry_out, found_space, is_done, show_form
from waymark.community.views.threads import writes

if TYPE_CHECKING:
    from waymark.community.models import Event, Space


def _event(request: HttpRequest, row: Space, pk: str) -> Event:
    found = queries.event(request.user, row, pk)
    if found is None:
        raise Http404
    return found


def _changes(request: HttpRequest, row: Space, found: Event) -> bool:
    """Whether she may move the event or call it off: whoever planned it, or a facilitator."""
    if found.cancelled_at is not None or found.closed_at is not None or not writes(request, row):
        return False
    own = found.by_id == request.user.pk
    return own or permits.may(request.user, Permit.FACILITATE, on=row)


@login_required
@require_http_methods(FORM)
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    """Plan an event."""
    row = found_space(request, pk)
    if not writes(request, row):
        raise Http404
    form = EventForm(request.POST or None, initial={"zone": request.user.time_zone})  # type: ignore[union-attr]
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(
            request,
            form,
            lambda: acts.plan_event(
                space=row, plan=form.plan(), by=request.user, at=timezone.now()
            ),
            _("It is planned. Members find it on the page of the group."),
        )
    ):
        return redirect("group", row.pk)
    return show_form(request, form, space=row, title=_("Plan an event"), button=_("Plan it"))


@require_safe
def event(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """One event, and who comes."""
    row = found_space(request, pk)
    found = _event(request, row, one)
    now, attends = timezone.now(), queries.attends(request.user, found)
    training = found.kind == EventKind.TRAINING
    running = training and found.cancelled_at is None and found.closed_at is None
    context = {
        "space": row,
        "event": found,
        "local": local(found),
        "attends": found.ends_at > now and attends,
        "coming": queries.coming(request.user, found),
        "changes": _changes(request, row, found),
        "training": training,
        "notes_part": running and attends and found.starts_at <= now,
        "begun": running and found.starts_at <= now,
        "over": running and found.ends_at <= now,
        **shown(request, row, papers.of_event(request.user, found)),
    }
    context["took_part"] = any(
        one.user_id == request.user.pk and one.took_part_at for one in context["coming"]
    )
    return render(request, "community/event.html", context)


@login_required
@require_http_methods(FORM)
def move(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Change an event."""
    row = found_space(request, pk)
    found = _event(request, row, one)
    if not _changes(request, row, found):
        raise Http404
    kind = TrainingForm if found.kind == EventKind.TRAINING else EventForm
    form = kind(request.POST or None, initial=EventForm.given(found))
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(
            request,
            form,
            lambda: acts.move_event(
                event=found, plan=form.plan(), by=request.user, at=timezone.now()
            ),
            _("Saved. Whoever comes is told."),
        )
    ):
        return redirect("group_event", row.pk, found.pk)
    return show_form(request, form, space=row, title=_("Change the event"), button=_("Save"))


@login_required
@require_POST
def cancel(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Call an event off."""
    row = found_space(request, pk)
    found = _event(request, row, one)
    if not _changes(request, row, found):
        raise Http404
    now = timezone.now()
    carry_out(
        request,
        lambda: acts.cancel_event(event=found, by=request.user, at=now),
        _("It is called off. Whoever wanted to come is told."),
    )
    return redirect("group_event", row.pk, found.pk)


@login_required
@require_POST
def sign_up(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Say that one comes (field `comes` is "yes"), or no longer."""
    row = found_space(request, pk)
    found = _event(request, row, one)
    if not queries.attends(request.user, found):
        raise Http404
    comes, now = request.POST.get("comes") == "yes", timezone.now()
    carry_out(
        request,
        lambda: acts.sign_up(event=found, comes=comes, by=request.user, at=now),
        _("You are on the list.") if comes else _("You are off the list."),
    )
    return redirect("group_event", row.pk, found.pk)


@require_safe
def calendar(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """An event as a file for calendars."""
    found = _event(request, found_space(request, pk), one)
    response = HttpResponse(calendar_file(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="event.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(FORM)
def add_task(request: HttpRequest, pk: str) -> HttpResponse:
    """Note something to do."""
    row, now = found_space(request, pk), timezone.now()
    if not writes(request, row):
        raise Http404
    form = TaskForm(request.POST or None, people=people_in(row, now))
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = form.cleaned_data
        if is_done(
            request,
            form,
            lambda: acts.add_task(space=row, **words, by=request.user, at=now),
            _("Saved."),
        ):
            return redirect("group", row.pk)
    return show_form(request, form, space=row, title=_("Add a task"), button=_("Save"))


@login_required
@require_POST
def finish_task(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Say that a task is done (field `done` is "yes"), or not yet."""
    row = found_space(request, pk)
    found = queries.task(request.user, row, one)
    if found is None or not writes(request, row):
        raise Http404
    done, now = request.POST.get("done") == "yes", timezone.now()
    carry_out(
        request,
        lambda: acts.finish_task(task=found, done=done, by=request.user, at=now),
        _("Saved."),
    )
    return redirect("group", row.pk)
