"""What is said in a space: asked, answered, marked as the answer, hidden, flagged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.base.hiding import bring_back, put_out_of_sight
from waymark.base.permits import NotPermitted, require
from waymark.community.models import Flag, Post, Space, Thread
from waymark.community.queries import threads as queries
from waymark.community.rules.spaces import MOST_TITLE, Permit
from waymark.community.writing_spaces import clean, lock_open, note
from waymark.kernel.flow import Reason, Refused
from waymark.library.rules.catalogue import folded


def _said(thread: Thread, text: str, by: Any, at: datetime, title: str = "") -> Post:
    party = queries.speaks_for(by, thread.space)
    if party is None:
        raise NotPermitted(Permit.WRITE_IN_SPACE)
    return Post.objects.create(
        thread=thread, text=text, search=folded(f"{title} {text}"), by=by, party=party, at=at
    )


@transaction.atomic
def start_thread(
    *, space: Space, title: str, text: str, asks: bool, by: Any, at: datetime
) -> Thread:
    """Ask a question, or begin a subject. Raises NotPermitted, Refused (no words, not open)."""
    require(by, Permit.WRITE_IN_SPACE, on=space)
    title = clean("title", title, MOST_TITLE, empty="space.no_title")
    text = clean("text", text, empty="space.nothing_said")
    row = lock_open(space)
    made = Thread.objects.create(space=row, title=title, asks=asks, by=by, at=at, last_at=at)
    _said(made, text, by, at, title)
    note("thread", row, by, at, thread=made.pk, asks=asks)
    return made


@transaction.atomic
def reply(*, thread: Thread, text: str, by: Any, at: datetime) -> Post:
    """Say something on a thread. Raises NotPermitted, Refused (no words, not open)."""
    require(by, Permit.WRITE_IN_SPACE, on=thread.space)
    text = clean("text", text, empty="space.nothing_said")
    space = lock_open(thread.space_id)
    row = Thread.objects.select_for_update().get(pk=thread.pk)
    row.last_at = at
    row.save(update_fields=["last_at"])
    made = _said(row, text, by, at)
    note("reply", space, by, at, thread=row.pk, post=made.pk)
    return made


@transaction.atomic
def mark_answer(*, post: Post, answers: bool, by: Any, at: datetime) -> Thread:
    """Say that a post answers its question, or that it does not: who asked, or a facilitator.

    Raises NotPermitted, Refused (no question, the question itself, hidden, not open).
    """
    thread = post.thread
    permit = Permit.WRITE_IN_SPACE if thread.by_id == by.pk else Permit.FACILITATE
    require(by, permit, on=thread.space)
    space = lock_open(thread.space_id)
    row = Thread.objects.select_for_update().get(pk=thread.pk)
    first = row.posts.order_by("at", "pk").first()
    if not row.asks or post == first or post.hidden_at is not None:
        raise Refused(Reason("space.no_answer"))
    row.answer = post if answers else None
    row.save(update_fields=["answer"])
    note("answer", space, by, at, thread=row.pk, post=post.pk, answers=answers)
    return row


def _lock(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("thread").get(pk=post.pk)


@transaction.atomic
def hide_post(*, post: Post, why: str, by: Any, at: datetime) -> Post:
    """Take the words of a post out of sight; the reason stands in their place, flags are settled.

    Raises NotPermitted, Refused (no reason, hidden already).
    """
    space = post.thread.space
    require(by, Permit.FACILITATE, on=space)
    row = _lock(post)
    put_out_of_sight(row, why=clean("why", why, 500, empty="space.no_reason"), by=by, at=at)
    row.flags.filter(settled_at=None).update(settled_at=at, settled_by=by)
    Thread.objects.filter(answer=row).update(answer=None)
    note("post_hidden", space, by, at, post=row.pk)
    return row


@transaction.atomic
def show_post(*, post: Post, by: Any, at: datetime) -> Post:
    """Show a post again. Raises NotPermitted, Refused (it is not hidden)."""
    space = post.thread.space
    require(by, Permit.FACILITATE, on=space)
    row = _lock(post)
    bring_back(row)
    note("post_shown", space, by, at, post=row.pk)
    return row


@transaction.atomic
def flag_post(*, post: Post, why: str, by: Any, at: datetime) -> Flag:
    """Tell the facilitators that a post is abuse. Raises NotPermitted, Refused (told already)."""
    require(by, Permit.FLAG_POST, on=post)
    if queries.post(by, post.pk) is None:
        raise NotPermitted(Permit.FLAG_POST)
    why = clean("why", why, 500, empty="space.no_reason")
    try:
        with transaction.atomic():
            made = Flag.objects.create(post=post, why=why, by=by, at=at)
    except IntegrityError:
        raise Refused(Reason("space.flagged_already")) from None
    note("flagged", post.thread.space, by, at, flag=made.pk)
    return made


@transaction.atomic
def settle_flag(*, flag: Flag, by: Any, at: datetime) -> Flag:
    """Leave a post in sight that somebody took for abuse. Raises NotPermitted, Refused."""
    space = flag.post.thread.space
    require(by, Permit.FACILITATE, on=space)
    waiting = Flag.objects.filter(pk=flag.pk, settled_at=None)
    if not waiting.update(settled_at=at, settled_by=by):
        raise Refused(Reason("space.settled_already"))
    flag.refresh_from_db()
    note("flag_settled", space, by, at, flag=flag.pk)
    return flag
