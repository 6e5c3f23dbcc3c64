"""Searches that a person keeps, and what they find now, for her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from waymark.base import audiences
from waymark.base.fields import short_language
from waymark.kernel import text as texts
from waymark.library.forms.finding import filters_in_words, wanted
from waymark.library.queries import items
from waymark.portal.finding import kinds
from waymark.portal.models import SavedSearch
from waymark.portal.rules import EVERY, LOOKED_AT, NAME, QUERY, Alert, Where
from waymark.search import queries as index

ASKED = {
    Where.SEARCH: ("q", "kind"),
    Where.LIBRARY: ("q", "kind", "topic", "language", "stage", "criterion", "state"),
}
"""What an address asks that is kept; pages and whatever else stands in it are left out."""


def own(viewer: Any) -> QuerySet[SavedSearch]:
    """Return a person's searches, deleted ones apart, by name."""
    if not getattr(viewer, "is_authenticated", False):
        return SavedSearch.objects.none()
    return SavedSearch.objects.filter(user=viewer, deleted_at=None).order_by("name", "pk")


def one(viewer: Any, pk: str, *, deleted: bool = False) -> SavedSearch | None:
    """Return one of a person's searches, or None; deleted: one that can be brought back."""
    if not getattr(viewer, "is_authenticated", False):
        return None
    found = SavedSearch.objects.filter(user=viewer, deleted_at__isnull=not deleted)
    return found.filter(pk=pk).first()


def tidied(where: str, query: str) -> str:
    """What an address asks, without what does not belong to it; "" for nothing."""
    if where not in set(Where) or len(query) > 2 * QUERY:
        return ""
    given, kept = QueryDict(query), QueryDict(mutable=True)
    for name in ASKED[Where(where)]:
        said = given.get(name, "").replace("\x00", " ").strip()
        if said:
            kept[name] = said
    return kept.urlencode() if where != Where.SEARCH or "q" in kept else ""


def address(where: str, query: str) -> str:
    """Return the address of a search."""
    return f"{reverse('search' if where == Where.SEARCH else 'library')}?{query}"


def address_of(row: SavedSearch) -> str:
    """Return the address of the search itself."""
    return address(row.where, row.query)


def name_for(query: str) -> str:
    """Propose a name: what was typed, and by which filters it was narrowed down."""
    asked = QueryDict(query)
    filters = filters_in_words(wanted(asked, curator=False))
    return (filters or asked.get("q", ""))[:NAME]


@dataclass(frozen=True)
class Result:
    """One thing that a search finds."""

    key: str
    title: str


def results(viewer: Any, where: str, query: str) -> list[Result]:
    """Return what a search finds now of what this person may see, the newest first.

    Of very many the newest are returned (`LOOKED_AT`).
    """
    asked, language = QueryDict(query), short_language()
    if where == Where.SEARCH:
        kind = asked.get("kind", "")
        found = index.holding(
            asked.get("q", ""),
            language=language,
            audiences=audiences.of(viewer),
            narrowed={"kind": kind} if kind in kinds() else {},
            most=LOOKED_AT,
        )
        return [Result(each.key, each.title) for each in found]
    rows = items.shown(viewer, wanted(asked, curator=items.may_curate(viewer)))
    return [
        Result(row.code, texts.pick(row.title, language, original=row.original).text)
        for row in rows.order_by("-made_at", "-code")[:LOOKED_AT]
    ]


def due(at: datetime) -> list[SavedSearch]:
    """Return the searches of which somebody should hear by now, the longest waiting first."""
    found: list[SavedSearch] = []
    for alert in (Alert.DAILY, Alert.WEEKLY):
        rows = SavedSearch.objects.filter(
            alert=alert, deleted_at=None, looked_at__lte=at - EVERY[alert], user__is_active=True
        )
        found += rows.select_related("user").order_by("looked_at")
    return found
