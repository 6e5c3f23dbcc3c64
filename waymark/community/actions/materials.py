"""Files and links of a space: put there, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.evidence import Content
from waymark.base.permits import NotPermitted, require
from waymark.community.models import Event, Material, Space, Thread
from waymark.community.queries.threads import speaks_for
from waymark.community.rules.materials import refuse_address
from waymark.community.rules.spaces import MOST_TITLE, Permit
from waymark.community.writing_spaces import clean, lock, lock_open, note
from waymark.kernel.flow import Reason, Refused
from waymark.library.rules.catalogue import folded


@dataclass(frozen=True)
class Home:
    """With what a file or link stands: a thread, an event, or neither."""

    thread: Thread | None = None
    event: Event | None = None


@transaction.atomic
def add_material(
    *,
    space: Space,
    content: Content,
    title: str,
    about: str,
    by: Any,
    at: datetime,
    home: Home | None = None,
) -> Material:
    """Put a file or a link into a space, alone or with a thread or an event of it.

    Raises NotPermitted, Refused (no title, an address that is none of the web, not open).
    """
    require(by, Permit.WRITE_IN_SPACE, on=space)
    title = clean("title", title, MOST_TITLE, empty="space.no_title")
    about = clean("about", about)
    if reasons := refuse_address(content.url):
        raise Refused(*reasons)
    row, home = lock_open(space), home or Home()
    party = speaks_for(by, row)
    if party is None:
        raise NotPermitted(Permit.WRITE_IN_SPACE)
    for one in (home.thread, home.event):
        assert one is None or one.space_id == row.pk, "the caller finds it in this space"
    made = Material.objects.create(
        space=row,
        thread=home.thread,
        event=home.event,
        title=title,
        about=about,
        blob=content.blob,
        name=content.name,
        url=content.url,
        search=folded(f"{title} {content.name} {about}"),
        by=by,
        party=party,
        at=at,
    )
    note("material", row, by, at, material=made.pk, file=made.blob_id is not None)
    return made


@transaction.atomic
def take_back(*, material: Material, by: Any, at: datetime) -> Material:
    """Take a file or link back, as who brought it or a facilitator; nobody opens it any more.

    A closed space is no hindrance: who wants her file back gets it. Raises NotPermitted, Refused
    (taken back already).
    """
    permit = Permit.WRITE_IN_SPACE if material.by_id == by.pk else Permit.FACILITATE
    require(by, permit, on=material.space)
    row = lock(material.space_id)
    there = Material.objects.filter(pk=material.pk, taken_at=None)
    if not there.update(taken_at=at, taken_by=by):
        raise Refused(Reason("material.taken_already"))
    material.refresh_from_db()
    note("material_taken", row, by, at, material=material.pk)
    return material
