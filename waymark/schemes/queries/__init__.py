"""Reads of schemes: everything published is public."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from waymark.base import permits
from waymark.kernel import canonical
from waymark.people.queries import user_body_roles
from waymark.schemes.models import Adaptation, Edition, Mechanism, Scheme
from waymark.schemes.rules import InvalidDocument, Problem, parse_scheme
from waymark.schemes.rules import Scheme as SchemeRules
from waymark.schemes.rules.adapting import PUBLIC
from waymark.schemes.rules.overlay import (
    Change,
    Overlay,
    Rebased,
    changes,
    parse_overlay,
    rebase,
    resolve,
)
from waymark.schemes.rules.publishing import Permit
from waymark.schemes.rules.purpose import Purpose

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


CERTIFIES = Q(scheme__purpose=Purpose.CERTIFICATE)
"""Editions by which places are certified, and no others."""


def published(viewer: Any) -> QuerySet[Edition]:
    """Return the editions in force that certify, by scheme; every viewer sees them.

    National editions are left out: they belong to their mechanism (`edition_for`). So are those
    of schemes with another purpose: nobody applies by them on the pages of certification.
    """
    return _in_force().filter(CERTIFIES)


def _in_force() -> QuerySet[Edition]:
    found = Edition.objects.filter(state=Edition.State.PUBLISHED, adaptation=None)
    found = found.defer("document")
    return found.select_related("scheme").order_by("scheme_id", "-published_at")


def editions(viewer: Any, slug: str) -> QuerySet[Edition]:
    """Return all editions of a scheme that were ever in force, the newest first.

    National ones too: certificates point to them.
    """
    found = Edition.objects.filter(scheme_id=slug, published_at__isnull=False)
    found = found.defer("document")
    return found.select_related("scheme").order_by("-published_at", "-pk")


def national(viewer: Any, slug: str) -> QuerySet[Edition]:
    """Return a scheme's national editions in force, by country."""
    found = Edition.objects.filter(
        scheme_id=slug, state=Edition.State.PUBLISHED, adaptation__isnull=False
    )
    return (
        found.defer("document")
        .select_related("scheme", "adaptation__mechanism__country")
        .order_by("adaptation__mechanism__country_id")
    )


def mechanisms(viewer: Any) -> QuerySet[Mechanism]:
    """Return all mechanisms, the global one first; every viewer sees them."""
    found = Mechanism.objects.select_related("country", "issuer")
    return found.order_by("kind", "slug")


def mechanism(viewer: Any, slug: str) -> Mechanism | None:
    """Return one mechanism, or None."""
    return mechanisms(viewer).filter(slug=slug).first()


def mechanism_for(viewer: Any, country: str) -> Mechanism | None:
    """Return who certifies the cities of a country: its own mechanism, else the global one."""
    found = mechanisms(viewer).filter(Q(country=None) | Q(country=country))
    return found.order_by("-kind").first()


def _sees_drafts(viewer: Any) -> Q:
    """Whose drafts a person sees: those of the secretariats and committees that she sits in."""
    held = {role.body_id for role in user_body_roles(viewer, timezone.now())}
    return Q(mechanism__secretariat__in=held) | Q(mechanism__committee__in=held)


def may_adapt(viewer: Any, mechanism: Mechanism) -> bool:
    """Tell whether a person may begin an adaptation: it is a country's, and she is of its desk."""
    held = permits.may(viewer, Permit.DRAFT_ADAPTATION, on=Adaptation(mechanism=mechanism))
    return mechanism.country_id is not None and held


def adaptations(viewer: Any) -> QuerySet[Adaptation]:
    """Return the adaptations that a person may read, the newest first.

    Everybody reads them from the consultation on; those that are returned or drafts, only the
    country's own secretariat and committee.
    """
    may = Q(state__in=PUBLIC) | Q(state=Adaptation.State.REPLACED)
    if getattr(viewer, "is_authenticated", False):
        may |= _sees_drafts(viewer)
    found = Adaptation.objects.filter(may).defer("document")
    return found.select_related("mechanism__country", "scheme", "base").order_by("-made_at", "-pk")


def adaptation(viewer: Any, pk: str) -> Adaptation | None:
    """Return one adaptation that a person may read, or None."""
    return adaptations(viewer).filter(pk=pk).first()


_overlays: dict[str, Overlay] = {}


def overlay_of(row: Adaptation) -> Overlay:
    """Return an adaptation's document as dataclasses; parsed once per content."""
    found = _overlays.get(row.sha256)
    if found is None:
        found = parse_overlay(canonical.loads(row.document.encode(), max_bytes=MAX_DOCUMENT))
        if len(_overlays) >= MAX_PARSED:
            _overlays.pop(next(iter(_overlays)))
        _overlays[row.sha256] = found
    return found


def lying(row: Adaptation) -> tuple[SchemeRules | None, tuple[Problem, ...]]:
    """Return the scheme that an adaptation makes of its base, or what keeps it from lying there."""
    try:
        return resolve(scheme_of(row.base), overlay_of(row)), ()
    except InvalidDocument as error:
        return None, error.problems


def rebased(row: Adaptation, fresh: Edition) -> tuple[Rebased, tuple[Change, ...]]:
    """Return what of an adaptation carries over to a new edition, and what changed in that."""
    old, new = scheme_of(row.base), scheme_of(fresh)
    return rebase(overlay_of(row), old, new), changes(old, new)


def highest_number(row: Adaptation) -> int:
    """Return the highest number that a draft's own names end with, so that the next is free."""
    found = re.findall(rf'"{re.escape(row.mechanism.slug)}:kind-(\d+)"', row.document)
    return max(map(int, found), default=0)


def editions_of(viewer: Any, mechanism: Mechanism) -> list[Edition]:
    """Return the editions by which a mechanism certifies, by scheme."""
    own = Q(adaptation=None) | Q(adaptation__mechanism=mechanism)
    found = Edition.objects.filter(own, CERTIFIES, state=Edition.State.PUBLISHED).defer("document")
    rows = found.select_related("scheme", "adaptation").order_by(
        "scheme_id", F("adaptation").asc(nulls_first=True)
    )
    return list({edition.scheme_id: edition for edition in rows}.values())


def edition_for(viewer: Any, mechanism: Mechanism, slug: str) -> Edition | None:
    """Return the edition by which a mechanism certifies: its national one, else the common one."""
    own = national(viewer, slug).filter(adaptation__mechanism=mechanism).first()
    return own or current_edition(viewer, slug)


def current_edition(viewer: Any, slug: str) -> Edition | None:
    """Return a scheme's edition in force, whatever the scheme is for, or None."""
    return _in_force().filter(scheme_id=slug).first()


def edition(viewer: Any, slug: str, version: str) -> Edition | None:
    """Return one edition that is or was in force, or None; certificates point to old ones."""
    return editions(viewer, slug).filter(version=version).first()


def edition_with(viewer: Any, sha256: str) -> Edition | None:
    """Return the edition that has this content, be it out of force, or None."""
    return Edition.objects.filter(sha256=sha256).order_by("pk").first()


def schemes(viewer: Any) -> QuerySet[Scheme]:
    """Return the schemes that certify and have an edition in force."""
    found = Scheme.objects.filter(purpose=Purpose.CERTIFICATE)
    return found.filter(editions__state=Edition.State.PUBLISHED).distinct().order_by("pk")
