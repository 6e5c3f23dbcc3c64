"""Reads of schemes: everything published is public."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from waymark.kernel import canonical
from waymark.schemes.models import Edition, Scheme
from waymark.schemes.rules import Scheme as SchemeRules
from waymark.schemes.rules import parse_scheme

MAX_DOCUMENT = 8 * 1024 * 1024


@lru_cache(maxsize=32)
def _parsed(sha256: str, document: str) -> SchemeRules:
    return parse_scheme(canonical.loads(document.encode(), max_bytes=MAX_DOCUMENT))


def scheme_of(edition: Edition) -> SchemeRules:
    """Return the edition's document as dataclasses; parsed once per content.

    Raises schemes.rules.InvalidDocument for a draft that is not a valid scheme yet.
    """
    return _parsed(edition.sha256, edition.document)


def published(viewer: Any) -> QuerySet[Edition]:
    """Return the editions in force with their schemes, by scheme; every viewer sees them."""
    found = Edition.objects.filter(state=Edition.State.PUBLISHED)
    return found.select_related("scheme").order_by("scheme_id", "-published_at")


def editions(viewer: Any, slug: str) -> QuerySet[Edition]:
    """Return all editions of a scheme that were ever in force, the newest first."""
    found = Edition.objects.filter(scheme_id=slug).exclude(state=Edition.State.DRAFT)
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
