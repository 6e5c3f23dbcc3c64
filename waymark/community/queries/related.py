"""Groups that fit a gap or a need: those that a person finds, and what her city is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from waymark.community.models import Offer, Space
from waymark.community.queries.spaces import known, offers
from waymark.community.rules.spaces import SpaceState
from waymark.places.models import Place

MOST = 5


@dataclass(frozen=True)
class Related:
    """Open groups with `members`, the newest first, and unanswered offers of the platform."""

    groups: tuple[Space, ...] = ()
    offers: tuple[Offer, ...] = ()


def related(
    viewer: Any, place: Place, topics: Iterable[str], criteria: Iterable[str], at: datetime
) -> Related:
    """Return the groups on one of these topics, and what a city is asked about these criteria.

    Two queries. Nothing is told of a group that she does not find, and of no other city's offers.
    """
    about, gaps = Q(pk__in=()), Q(pk__in=())
    for topic in topics:
        about |= Q(topics__contains=f" {topic} ")
    for criterion in criteria:
        gaps |= Q(space__proposal__kind="gap", space__proposal__code__endswith=f"/{criterion}")
    there = Count("parties", filter=Q(parties__until=None))
    groups = known(viewer).filter(about, state=SpaceState.OPEN).annotate(members=there)
    asked = offers(viewer, at).filter(gaps, place=place)
    return Related(tuple(groups.order_by("-made_at", "-pk")[:MOST]), tuple(asked[:MOST]))
