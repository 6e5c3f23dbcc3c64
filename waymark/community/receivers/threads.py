"""Who is told of what is said in a space: people of its members at the moment of telling."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from waymark.base import notices
from waymark.base.models import Record
from waymark.base.record import receives
from waymark.community.models import Post, Space, Thread
from waymark.community.queries.spaces import facilitators, people_in
from waymark.community.receivers.spaces import space_of
from waymark.people.models import User


def _tell(row: Record, users: Iterable[User], url: str, space: Space, **params: Any) -> None:
    actor = row.actor.partition(":")[2]
    notices.send(
        row.verb,
        [user for user in users if user.pk != actor],
        {"space": dict(space.title), **params},
        url=url,
        about=row.subject,
        once_key=f"{row.verb}:{row.uid}",
        at=row.at,
    )


@receives("space.thread", "space.reply")
def tell_of_words(row: Record) -> None:
    """All members of a new thread; of a reply, whoever has written there and still belongs."""
    space, facts = space_of(row), json.loads(row.body)["facts"]
    thread = Thread.objects.filter(pk=facts["thread"]).first()
    if space is None or thread is None:
        return
    users = people_in(space, timezone.now())
    if row.verb == "space.reply":
        users = users.filter(pk__in=thread.posts.values("by"))
    url = reverse("group_thread", args=[space.pk, thread.pk])
    _tell(row, users, url, space, thread=thread.title)


@receives("space.flagged")
def tell_facilitators(row: Record) -> None:
    """The facilitators of the moment."""
    space = space_of(row)
    if space is not None:
        users = [one.user for one in facilitators(space)]
        _tell(row, users, reverse("group_flags", args=[space.pk]), space)


@receives("space.post_hidden")
def tell_the_author(row: Record) -> None:
    """Whoever wrote it, if she still belongs."""
    space, facts = space_of(row), json.loads(row.body)["facts"]
    post = Post.objects.filter(pk=facts["post"]).first()
    if space is None or post is None:
        return
    users = people_in(space, timezone.now()).filter(pk=post.by_id)
    _tell(row, users, reverse("group_thread", args=[space.pk, post.thread_id]), space)
