"""Reads of schemes: everything published is public."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from waymark.kernel import canonical
from waymark.schemes.models import Edition, Scheme
from waymark.schemes.rules import Scheme as SchemeRules
from waymark.schemes.rules import parse_scheme

MAX_DOCUMENT = 8 * 1024 * 1024


MAX_PARSED = 32
_parsed: dict[str, SchemeRules] = {}


def scheme_of(edition: Edition) -> SchemeRules:
    """Return the edition's document as dataclasses; parsed once per content.

    Queries may defer the large document: it is fetched only when it has not been parsed yet.
    Raises schemes.rules.InvalidDocument for a draft that is not a valid scheme yet.
    """
    found = _parsed.get(edition.sha256)
    if found is None:
        document = canonical.loads(edition.document.encode(), max_bytes=MAX_DOCUMENT)
        found = parse_scheme(document)
        if len(_parsed) >= MAX_PARSED:
            _parsed.pop(next(iter(_parsed)))
        _parsed[edition.sha256] = found
    return found


def published(viewer: Any) -> QuerySet[Edition]:
    """Return the editions in force with their schemes, by scheme; every viewer sees them."""
    found = Edition.objects.filter(state=Edition.State.PUBLISHED).defer("document")
    return found.select_related("scheme").order_by("scheme_id", "-published_at")


def editions(viewer: Any, slug: str) -> QuerySet[Edition]:
    """Return all editions of a scheme that were ever in force, the newest first."""
    found = Edition.objects.filter(scheme_id=slug).exclude(state=Edition.State.DRAFT)
    found = found.defer("document")
    return found.select_related("scheme").order_by("-published_at", "-pk")


def current_edition(viewer: Any, slug: str) -> Edition | None:
    """Return a scheme's edition in force, or None."""
    return published(viewer).filter(scheme_id=slug).first()


def edition(viewer: Any, slug: str, version: str) -> Edition | None:
    """Return one edition that is or was in force, or None; certificates point to old ones."""
    return editions(viewer, slug).filter(version=version).first()


def schemes(viewer: Any) -> QuerySet[Scheme]:
    """Return the schemes that have an edition in force."""
    return Scheme.objects.filter(editions__state=Edition.State.PUBLISHED).distinct().order_by("pk")
