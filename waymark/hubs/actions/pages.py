"""A hub's public page: written by who leads it, in several languages, and shown when they say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.hubs.actions.agreeing import locked
from waymark.hubs.actions.calls import cleaned
from waymark.hubs.models import Hub
from waymark.hubs.rules.agreeing import MOST_WORDS
from waymark.hubs.rules.life import HubState
from waymark.hubs.rules.permits import Permit
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import LANGUAGES

MOST = {"title": MOST_WORDS, "story": 20_000}


@transaction.atomic
def write_page(
    *, hub: Hub, language: str, title: str, story: str, seen: int, by: Any, at: datetime
) -> Hub:
    """Say what a hub is in one language, also after it is public.

    seen: the version that was shown. Raises NotPermitted, Refused (changed meanwhile, no title).
    """
    require(by, Permit.WRITE_HUB, on=hub)
    row = locked(hub)
    if language not in {one.code for one in LANGUAGES}:
        raise Refused(Reason("call.unknown_choice", {"field": "language"}))
    if row.version != seen:
        raise Refused(Reason("hub.changed_meanwhile"))
    for name, value in (("title", title), ("story", story)):
        said = cleaned(name, value, MOST[name])
        words = {code: old for code, old in getattr(row, name).items() if code != language}
        setattr(row, name, words | ({language: said} if said else {}))
    if not row.title.get(row.original):
        raise Refused(Reason("agreement.no_title", {"field": "title"}))
    row.version += 1
    row.save(update_fields=["title", "story", "version"])
    facts = {"language": language, "version": row.version}
    record("hub.page_written", row, by=by, at=at, scope=row.place, facts=facts)
    return row


@transaction.atomic
def publish_page(*, hub: Hub, by: Any, at: datetime) -> Hub:
    """Show a labelled hub's page to everybody. Raises NotPermitted, Refused (no label yet)."""
    require(by, Permit.WRITE_HUB, on=hub)
    row = locked(hub)
    if row.state not in {HubState.LABELLED, HubState.CLOSED}:
        raise Refused(Reason("hub.no_label"))
    if row.published_at is None:
        row.published_at, row.published_by = at, by
        row.save(update_fields=["published_at", "published_by"])
        record("hub.page_published", row, by=by, at=at, scope=row.place, facts={})
    return row


@transaction.atomic
def hide_page(*, hub: Hub, by: Any, at: datetime) -> Hub:
    """Take a page back from the public; what it says stays, and so does the label.

    Raises NotPermitted.
    """
    require(by, Permit.WRITE_HUB, on=hub)
    row = locked(hub)
    if row.published_at is not None:
        row.published_at, row.published_by = None, None
        row.save(update_fields=["published_at", "published_by"])
        record("hub.page_hidden", row, by=by, at=at, scope=row.place, facts={})
    return row
