"""Reads of editions that are being written: who sees them, what came before, whom they touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from waymark.base import permits
from waymark.people.queries import user_body_roles
from waymark.people.rules import Role
from waymark.schemes.models import Adaptation, Comment, Edition
from waymark.schemes.queries import overlay_of, rebased, scheme_of
from waymark.schemes.rules import Scheme as SchemeRules
from waymark.schemes.rules.adapting import PUBLIC
from waymark.schemes.rules.drafting import Used, used
from waymark.schemes.rules.overlay import Rebased
from waymark.schemes.rules.publishing import Permit

DESK = frozenset({Role.SECRETARIAT, Role.STEWARD, Role.CHAIR, Role.COMMITTEE})
MOST_KEPT = 8
_used: dict[tuple[str, ...], Used] = {}


def of_the_desk(viewer: Any) -> bool:
    """Whether a person sits in the global secretariat or committee, who read drafts."""
    held = user_body_roles(viewer, timezone.now())
    return any(role.country_id is None and role.role in DESK for role in held)


def workbench(viewer: Any) -> QuerySet[Edition]:
    """Return the common editions that a person may read in their making, the newest first.

    Everybody reads them from the consultation on; drafts, those of the global secretariat and
    committee. Editions that ship came by no workbench and are left out.
    """
    found = Edition.objects.filter(adaptation=None, made_at__isnull=False)
    if not of_the_desk(viewer):
        found = found.exclude(state="draft").exclude(state="retired", published_at=None)
    return found.select_related("scheme", "base", "made_by").order_by("-made_at", "-pk")


def draft(viewer: Any, pk: str) -> Edition | None:
    """Return one edition of the workbench that a person may read, or None."""
    return workbench(viewer).filter(pk=pk).first()


def base_rules(row: Edition) -> SchemeRules | None:
    """Return the edition that one starts from; None for the first of its scheme."""
    return scheme_of(row.base) if row.base is not None else None


def used_before(row: Edition) -> Used:
    """Return every id that common editions of the scheme have given that were ever in force."""
    line = Edition.objects.filter(scheme_id=row.scheme_id, adaptation=None)
    line = line.filter(published_at__isnull=False).exclude(pk=row.pk)
    rows = list(line.defer("document").order_by("published_at", "pk"))
    key = tuple(one.sha256 for one in rows)
    found = _used.get(key)
    if found is None:
        found = used(map(scheme_of, rows))
        if len(_used) >= MOST_KEPT:
            _used.clear()
        _used[key] = found
    return found


@dataclass(frozen=True)
class Touched:
    """A national adaptation that an edition would leave behind, and what of it carries over."""

    row: Adaptation
    moved: Rebased


def touched(row: Edition) -> list[Touched]:
    """Return what would become of the adaptations of a draft's base that are public, by country.

    Each stays in force until its next version is endorsed; `moved` says what that can keep.
    """
    laid = Adaptation.objects.filter(base=row.base_id, state__in=PUBLIC - {"refused", "withdrawn"})
    rows = laid.select_related("mechanism__country", "base").order_by("mechanism__country_id")
    return [Touched(one, rebased(one, row)[0]) for one in rows if overlay_of(one).ops]


def discussed(viewer: Any) -> QuerySet[Edition]:
    """Return the common editions on which comments are open today."""
    today = timezone.now().date()
    found = Edition.objects.filter(Q(comments_until__gte=today), state="consultation")
    return found.defer("document").select_related("scheme").order_by("comments_until", "pk")


def comment_to_answer(viewer: Any, pk: str) -> Comment | None:
    """Return a comment on what a person answers for, or None."""
    rows = Comment.objects.select_related("adaptation__mechanism", "edition__scheme")
    row = rows.filter(pk=pk).first()
    if row is None:
        return None
    if row.edition is not None:
        held = permits.may(viewer, Permit.DRAFT_EDITION, on=row.edition.scheme)
    else:
        held = permits.may(viewer, Permit.DRAFT_ADAPTATION, on=row.adaptation)
    return row if held else None
