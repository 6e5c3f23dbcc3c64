"""Needs in figures, for donors and trainers, and those that everybody reads.

Figures count open needs that are public or whose city lets them be counted; no private need
without that consent is in them, whoever looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.base.fields import Words
from waymark.community.models import Need
from waymark.community.queries.needs import needs
from waymark.community.rules.figures import Counted, Figure, figures
from waymark.community.rules.needs import NeedState, Visible
from waymark.places.models import Country


@dataclass(frozen=True)
class Told:
    """The figures, and the names of their countries."""

    figures: tuple[Figure, ...]
    countries: dict[str, Words]


def counted() -> list[Counted]:
    """Return what figures are made of: nothing of it is for anybody to read."""
    open_ones = Need.objects.filter(
        Q(counted=True) | Q(visible=Visible.PUBLIC), state=NeedState.OPEN
    )
    columns = ("pk", "topics", "place__country_id", "place_id", "visible")
    return [
        Counted(pk, one, land, city, visible == Visible.PUBLIC)
        for pk, topics, land, city, visible in open_ones.order_by().values_list(*columns)
        for one in topics
    ]


def told(viewer: Any, *, topic: str = "", country: str = "") -> Told:
    """Return the figures, of one topic or country if asked for. They are alike for everybody.

    What is withheld is found over all of them, so that no filter gives away more.
    """
    rows = counted()
    found = tuple(
        one for one in figures(rows) if topic in ("", one.topic) and (country in ("", one.country))
    )
    lands = {row.country for row in rows}
    return Told(found, dict(Country.objects.filter(pk__in=lands).values_list("pk", "name")))


def public_needs(
    viewer: Any, at: datetime, *, topic: str = "", country: str = ""
) -> QuerySet[Need]:
    """Return the open needs that everybody reads, the newest first."""
    found = needs(viewer, at).filter(visible=Visible.PUBLIC, state=NeedState.OPEN)
    if topic:
        found = found.filter(topics__contains=f" {topic} ")
    return found.filter(place__country=country) if country else found
