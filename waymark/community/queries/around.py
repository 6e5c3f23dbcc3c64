"""All support around a city that a partner may see, so that partners work as one.

Whoever is asked by a city, or reads a need because the city shares it with her organisation, sees
here what else is known to her: the needs, whom the city has asked about them and how far that is,
her own consultations, and the city's policy issues. What others said to each other stays theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from waymark.assessments.models import Consultation
from waymark.assessments.queries.consulting import asked_of as consultations_of
from waymark.community.models import Need, PolicyIssue, SupportRequest
from waymark.community.queries import policy
from waymark.community.queries.needs import needs, shared_with
from waymark.community.queries.requests import asked_of, is_partner
from waymark.places.models import Place


@dataclass(frozen=True)
class Around:
    """What a partner may see around one city."""

    place: Place
    needs: tuple[Need, ...]
    requests: tuple[SupportRequest, ...]
    own: frozenset[str]  # requests to the viewer's partner
    consultations: tuple[Consultation, ...]
    issues: tuple[PolicyIssue, ...]  # of policy, that the city shares or made public


def around(viewer: Any, slug: str, at: datetime) -> Around | None:
    """Return it; None for whoever sits for no partner with which the city shares anything."""
    if not is_partner(viewer, at):
        return None
    place = Place.objects.filter(slug=slug).select_related("country").defer("boundary").first()
    if place is None:
        return None
    shared = list(shared_with(viewer, at).filter(place=place))
    own = list(asked_of(viewer, at).filter(place=place))
    put = policy.shared_with(viewer, at).filter(place=place)
    if not shared and not own and not put.exists():
        return None
    ids = {row.pk for row in shared}
    public = needs(viewer, at).filter(place=place).exclude(pk__in=ids)
    return Around(
        place,
        (*shared, *public),
        tuple(_requests(ids, {row.pk for row in own})),
        frozenset(row.pk for row in own),
        tuple(consultations_of(viewer, at).filter(case__place=place)),
        tuple(policy.of_place(viewer, place, at)),
    )


def _requests(needs: Collection[str], own: Collection[str]) -> Any:
    """Those about needs that are shared with the viewer's partner, and those to it."""
    found = SupportRequest.objects.filter(Q(need__in=needs) | Q(pk__in=own))
    return found.select_related("partner", "offer").order_by("-moved_at", "-pk")
