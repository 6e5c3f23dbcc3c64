"""Events: the common list, its calendar, one announcement, and announcing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import reasons
from waymark.base.fields import listed, short_language
from waymark.kernel import text
from waymark.kernel.flow import Refused
from waymark.learning import shown_events as shown
from waymark.learning.actions import events as acts
from waymark.learning.forms.courses import TONGUES, put_on
from waymark.learning.forms.events import AnnounceForm, FindForm, HideForm, wanted
from waymark.learning.queries import events as queries
from waymark.learning.queries.courses import may_begin_own, may_publish, publishers
from waymark.library import wording

if TYPE_CHECKING:
    from waymark.learning.models.events import Announcement

PER_PAGE = 30


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What takes place anywhere here and the reader may know of, month by month."""
    now, asked = timezone.now(), wanted(request.GET)
    found = queries.happenings(request.user, asked, now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "months": shown.by_month(shown.line(one) for one in page.object_list),
        "form": FindForm(asked),
        "narrowed": asked != type(asked)(),
        "asked": asked,
        "announces": may_publish(request.user, now),
    }
    return render(request, "learning/events/list.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What everybody may know of, as a calendar to subscribe to; filters as in the list."""
    found = queries.happenings(AnonymousUser(), wanted(request.GET), timezone.now())
    return _calendar(shown.calendar_file(found), "events.ics", "public, max-age=300")


def _calendar(content: bytes, name: str, caching: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = caching
    return response


def _found(request: HttpRequest, pk: str) -> Announcement:
    row = queries.announcement(request.user, pk, timezone.now())
    if row is None:
        raise Http404
    return row


@require_safe
def event(request: HttpRequest, pk: str) -> HttpResponse:
    """One announcement."""
    return _draw(request, _found(request, pk), HideForm())


def _draw(request: HttpRequest, row: Announcement, form: HideForm) -> HttpResponse:
    now = timezone.now()
    context = {
        "row": row,
        "line": shown.line(shown.of(row, "")),
        "host": row.body.name if row.body else None,
        "topics": listed(str(wording.name(wording.TOPICS, tag)) for tag in row.topics),
        "languages": wording.languages(row.languages),
        "over": row.ends_at < now,
        "writes": queries.may_write(request.user, row, now) and row.cancelled_at is None,
        "hides": queries.may_hide(request.user, row),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "learning/events/one.html", context, status=status)


@require_safe
def calendar(request: HttpRequest, pk: str) -> HttpResponse:
    """One announcement as a file for calendars."""
    row = _found(request, pk)
    one = shown.of(row, request.path.removesuffix("event.ics"))
    content = shown.calendar_file([one], cancelled=row.cancelled_at is not None)
    return _calendar(content, "event.ics", "private, no-store")


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """What one's own organisation has announced."""
    now = timezone.now()
    if not may_publish(request.user, now):
        raise Http404
    page = Paginator(queries.own(request.user, now), PER_PAGE).get_page(request.GET.get("page"))
    lines = [(row, shown.line(shown.of(row, ""))) for row in page.object_list]
    return render(request, "learning/events/own.html", {"page": page, "lines": lines, "now": now})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def announce(request: HttpRequest) -> HttpResponse:
    """Announce an event in somebody's name."""
    now = timezone.now()
    if not may_publish(request.user, now):
        raise Http404
    bodies = {body.pk: body for body in publishers(request.user, now)}
    names = [(pk, text.pick(body.name, short_language()).text) for pk, body in bodies.items()]
    if may_begin_own(request.user):
        names.append(("own", _("The secretariat")))
    language = short_language() if short_language() in dict(TONGUES) else "en"
    start = {
        "language": language,
        "languages": [language],
        "zone": getattr(request.user, "time_zone", "UTC"),
        "topics": request.GET.getlist("topic"),
    }
    form = AnnounceForm(request.POST or None, publishers=names, initial=start)
    if request.method == "POST" and form.is_valid():
        body = bodies.get(form.cleaned_data["publisher"])
        try:
            made = acts.announce_event(body=body, told=form.told(), by=request.user, at=now)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("It is announced. Everybody finds it among the events."))
            return redirect("event", made.pk)
    return _edited(request, form, None)


def _edited(request: HttpRequest, form: AnnounceForm, row: Announcement | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "learning/events/edit.html", context, status=status)


def _written(request: HttpRequest, pk: str) -> Announcement:
    row = _found(request, pk)
    if not queries.may_write(request.user, row, timezone.now()):
        raise Http404
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Change an announcement."""
    row = _written(request, pk)
    form = AnnounceForm(request.POST or None, initial=AnnounceForm.given(row))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            acts.change_event(
                row=row, told=form.told(), seen=seen, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved. Calendars that follow the list take the change."))
            return redirect("event", pk)
    return _edited(request, form, row)


@require_POST
@login_required
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Call an event off."""
    row = _written(request, pk)
    try:
        acts.call_off(row=row, by=request.user, at=timezone.now())
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reasons.sentence(reason))
    else:
        messages.success(request, _("It is called off; its page says so."))
    return redirect("event", pk)


@require_POST
@login_required
def hide(request: HttpRequest, pk: str) -> HttpResponse:
    """Take an announcement from the public, or show it again (field `show` is "1")."""
    row = _found(request, pk)
    if not queries.may_hide(request.user, row):
        raise Http404
    shows, form = request.POST.get("show") == "1", HideForm(request.POST)
    if not shows and not form.is_valid():
        return _draw(request, row, form)
    why = "" if shows else form.cleaned_data["why"]
    acts.hide_event(row=row, why=why, by=request.user, at=timezone.now())
    said = _("Everybody reads it again.") if shows else _("It is no longer public.")
    messages.success(request, said)
    return redirect("event", pk)
