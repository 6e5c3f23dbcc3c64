"""What is said in a space: threads, replies, answers; abuse told and taken out of sight; search."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.base import permits
from waymark.community.actions import threads as acts
from waymark.community.forms import threads as shapes
from waymark.community.queries import materials as papers
from waymark.community.queries import threads as queries
from waymark.community.rules.spaces import Permit, SpaceState
from waymark.community.views.spaces import (
    FORM,
    carry_out,
    facilitators_page,
    found_space,
    is_done,
    show_form,
)

if TYPE_CHECKING:
    from waymark.community.models import Post, Space, Thread

POSTS = 50


def writes(request: HttpRequest, row: Space) -> bool:
    """Tell whether the viewer writes in a space now."""
    open_now = row.state == SpaceState.OPEN
    return open_now and permits.may(request.user, Permit.WRITE_IN_SPACE, on=row)


def _thread(request: HttpRequest, row: Space, pk: str) -> Thread:
    found = queries.thread(request.user, row, pk)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(FORM)
def start(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask a question, or begin a subject."""
    row = found_space(request, pk)
    if not writes(request, row):
        raise Http404
    form = shapes.ThreadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[Thread] = []
        words, now = form.cleaned_data, timezone.now()
        if is_done(
            request,
            form,
            lambda: made.append(acts.start_thread(space=row, **words, by=request.user, at=now)),
            _("It is there for everybody who reads here."),
        ):
            return redirect("group_thread", row.pk, made[0].pk)
    return show_form(request, form, space=row, title=_("Ask or begin a subject"), button=_("Send"))


@require_http_methods(FORM)
def thread(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """One thread, and a form to reply."""
    row = found_space(request, pk)
    found, may_write = _thread(request, row, one), writes(request, row)
    if request.method == "POST" and not may_write:
        raise Http404
    form = shapes.ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text, now = form.cleaned_data["text"], timezone.now()
        if is_done(
            request,
            form,
            lambda: acts.reply(thread=found, text=text, by=request.user, at=now),
            _("Your reply is there."),
        ):
            return redirect("group_thread", row.pk, found.pk)
    page = Paginator(queries.posts_in(request.user, found), POSTS).get_page(request.GET.get("page"))
    facilitates = permits.may(request.user, Permit.FACILITATE, on=row)
    context: dict[str, Any] = {
        "space": row,
        "thread": found,
        "page": page,
        "form": form if may_write else None,
        "facilitates": facilitates,
        "writes": may_write,
        "materials": papers.of_thread(request.user, found),
        "marks": found.asks and may_write and (facilitates or found.by_id == request.user.pk),
    }
    status = 422 if form.errors else 200
    return render(request, "community/thread.html", context, status=status)


def _act(request: HttpRequest, pk: str, one: str, done: str, does: Callable[[Post], Any]) -> Any:
    """Do an act on a post of a space that she reads; lead back to it."""
    row, post = found_space(request, pk), queries.post(request.user, one)
    if post is None or post.thread.space_id != row.pk:
        raise Http404
    carry_out(request, lambda: does(post), done)
    return redirect("group_thread", row.pk, post.thread_id)


@login_required
@require_POST
def answer(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Mark a post as the answer (field `answers` is "yes"), or take the mark away."""
    answers, now = request.POST.get("answers") == "yes", timezone.now()
    row, post = found_space(request, pk), queries.post(request.user, one)
    own = post is not None and post.thread.by_id == request.user.pk
    if not (own or permits.may(request.user, Permit.FACILITATE, on=row)):
        raise Http404
    if not writes(request, row):
        raise Http404
    return _act(
        request,
        pk,
        one,
        _("Saved."),
        lambda post: acts.mark_answer(post=post, answers=answers, by=request.user, at=now),
    )


@require_POST
@facilitators_page
def hide(request: HttpRequest, row: Space, one: str) -> HttpResponse:
    """Take the words of a post out of sight."""
    why, now = request.POST.get("why", ""), timezone.now()
    return _act(
        request,
        row.pk,
        one,
        _("Its words are out of sight; your reason stands in their place."),
        lambda post: acts.hide_post(post=post, why=why, by=request.user, at=now),
    )


@require_POST
@facilitators_page
def show(request: HttpRequest, row: Space, one: str) -> HttpResponse:
    """Show a post again."""
    now = timezone.now()
    return _act(
        request,
        row.pk,
        one,
        _("It is in sight again."),
        lambda post: acts.show_post(post=post, by=request.user, at=now),
    )


@login_required
@require_POST
def flag(request: HttpRequest, pk: str, one: str) -> HttpResponse:
    """Tell the facilitators that a post is abuse."""
    why, now = request.POST.get("why", ""), timezone.now()
    return _act(
        request,
        pk,
        one,
        _("The facilitators are told."),
        lambda post: acts.flag_post(post=post, why=why, by=request.user, at=now),
    )


@require_safe
@facilitators_page
def flags(request: HttpRequest, row: Space) -> HttpResponse:
    """What somebody takes for abuse, and nobody has looked at."""
    context = {"space": row, "rows": queries.flags(request.user, row)}
    return render(request, "community/flags.html", context)


@require_POST
@facilitators_page
def settle(request: HttpRequest, row: Space, one: str) -> HttpResponse:
    """Leave a post in sight that somebody took for abuse."""
    found = queries.flags(request.user, row).filter(pk=one).first()
    if found is None:
        raise Http404
    now = timezone.now()
    carry_out(
        request,
        lambda: acts.settle_flag(flag=found, by=request.user, at=now),
        _("It stays in sight."),
    )
    return redirect("group_flags", row.pk)


@require_safe
def search(request: HttpRequest, pk: str) -> HttpResponse:
    """Find words in what is said in a space."""
    row, words = found_space(request, pk), request.GET.get("q", "")[:100]
    rows = queries.found(request.user, row, words)
    page = Paginator(rows, POSTS).get_page(request.GET.get("page"))
    context = {"space": row, "q": words, "page": page, "query": words.strip()}
    return render(request, "community/search.html", context)
