"""Reads of crosswalks: from the proposal on everybody reads them, drafts only the desk."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from waymark.base import permits
from waymark.kernel import canonical
from waymark.schemes.models import Crosswalk, Edition, Scheme
from waymark.schemes.queries import MAX_PARSED, published, scheme_of
from waymark.schemes.queries.drafts import of_the_desk
from waymark.schemes.rules import Scheme as SchemeRules
from waymark.schemes.rules import crosswalk as rules
from waymark.schemes.rules.crosswalk.flow import PUBLIC
from waymark.schemes.rules.publishing import Permit

MAX_DOCUMENT = 2 * 1024 * 1024
_parsed: dict[str, rules.Crosswalk] = {}


def our_criteria() -> dict[str, frozenset[str]]:
    """Return the criteria of each of our schemes, by the edition in force."""
    return {row.scheme_id: frozenset(scheme_of(row).by_id) for row in published(None)}


def crosswalk_of(row: Crosswalk) -> rules.Crosswalk:
    """Return a crosswalk's document as dataclasses; parsed once per content.

    It was checked against our criteria when it was taken in, so that they are not asked again: a
    criterion that is gone since stays readable in it.
    """
    found = _parsed.get(row.sha256)
    if found is None:
        document = canonical.loads(row.document.encode(), max_bytes=MAX_DOCUMENT)
        named = frozenset(one["criterion"] for one in document["rows"])
        found = rules.parse_crosswalk(document, ours={row.scheme_id: named})
        if len(_parsed) >= MAX_PARSED:
            _parsed.pop(next(iter(_parsed)))
        _parsed[row.sha256] = found
    return found


def all_known(row: Crosswalk) -> bool:
    """Tell whether our edition in force has every criterion that a crosswalk names."""
    known = our_criteria().get(row.scheme_id, frozenset())
    return all(one.criterion in known for one in crosswalk_of(row).rows)


def crosswalks(viewer: Any) -> QuerySet[Crosswalk]:
    """Return the crosswalks that a person may read, by the other scheme's name."""
    found = Crosswalk.objects.select_related("scheme", "made_by")
    if not of_the_desk(viewer):
        found = found.filter(state__in=PUBLIC)
    return found.order_by("name", "other", "-version")


def crosswalk(viewer: Any, pk: str) -> Crosswalk | None:
    """Return one crosswalk that a person may read, or None."""
    return crosswalks(viewer).filter(pk=pk).first()


def in_force(scheme: str) -> QuerySet[Crosswalk]:
    """Return the crosswalks in force to a scheme of ours, by the other scheme's name."""
    found = Crosswalk.objects.filter(scheme=scheme, state=Crosswalk.State.IN_FORCE)
    return found.order_by("name", "other")


def edition_beside(row: Crosswalk) -> SchemeRules | None:
    """Return our edition in force, whose criteria a crosswalk leads to."""
    found = Edition.objects.filter(
        scheme=row.scheme_id, state=Edition.State.PUBLISHED, adaptation=None
    )
    edition = found.defer("document").first()
    return scheme_of(edition) if edition else None


def may_begin(viewer: Any) -> bool:
    """Tell whether a person takes crosswalks in: the global secretariat does."""
    return permits.may(viewer, Permit.DRAFT_CROSSWALK, on=Scheme())
