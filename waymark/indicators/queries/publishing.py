"""What a city could make public, what is public already, and what everybody would see of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from waymark.base import permits
from waymark.base.permits import require
from waymark.indicators import models
from waymark.indicators.queries.disclosed import (
    Disclosed,
    Wish,
    disclosed,
    limits_of,
    related,
    wishes_of,
)
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.public import fingerprint
from waymark.indicators.rules.suppression import Mark
from waymark.places.models import Place


@dataclass(frozen=True)
class Publishable:
    """An indicator of which the place has values, and its publication, if it is public."""

    indicator: models.Indicator
    values: int
    publication: models.Publication | None

    @property
    def name(self) -> str:
        """The indicator's name: list:code."""
        return f"{self.indicator.framework_id}:{self.indicator.code}"


@dataclass(frozen=True)
class Looked:
    """What everybody would see of one indicator."""

    wish: Wish
    series: tuple[Disclosed, ...]

    @property
    def name(self) -> str:
        """The indicator's name: list:code."""
        return f"{self.wish.indicator.framework_id}:{self.wish.indicator.code}"

    def count(self, *marks: Mark) -> int:
        """How many of its values have one of these marks."""
        return sum(mark in marks for one in self.series for mark in one.marks)

    @property
    def shown(self) -> int:
        """How many values are seen."""
        return self.count(Mark.SHOWN)

    @property
    def small(self) -> int:
        """How many are withheld as small numbers."""
        return self.count(Mark.PRIMARY)

    @property
    def beside(self) -> int:
        """How many are withheld because they would give a small one away."""
        return self.count(Mark.SECONDARY)


@dataclass(frozen=True)
class Preview:
    """What everybody would see of several indicators. `seen` stands for all of it."""

    looked: tuple[Looked, ...]
    seen: str


def may_publish(here: Here) -> bool:
    """Whether the viewer may make the place's data public."""
    return permits.may(here.viewer, Permit.PUBLISH_DATA, on=here.place)


def terms(here: Here) -> models.PublicTerms | None:
    """Return the terms that the place has set, or None where it has not."""
    return models.PublicTerms.objects.filter(place=here.place).first()


def publishable(here: Here) -> list[Publishable]:
    """Return every indicator of which the place has values, by list and order."""
    held = (
        models.Indicator.objects.filter(series__place=here.place)
        .annotate(
            held=Count(
                "series__observations",
                filter=Q(
                    series__place=here.place,
                    series__observations__retired_at__isnull=True,
                    series__observations__isnull=False,
                ),
            )
        )
        .select_related("framework")
        .order_by("framework__order", "order", "code")
    )
    public = {
        row.indicator_id: row
        for row in models.Publication.objects.filter(place=here.place, withdrawn_at=None)
    }
    return [
        Publishable(row, row.held, public.get(row.pk))
        for row in held
        if row.held or row.pk in public
    ]


def preview(here: Here, wishes: Sequence[Wish]) -> Preview:
    """Return exactly what everybody would see if these were public besides what is public now.

    Raises NotPermitted.
    """
    require(here.viewer, Permit.SEE_INDICATORS, on=here.place)
    found = disclosed(here.place, together(here.place, wishes), limits_of(here.place))
    looked = [
        Looked(wish, tuple(one for one in found if one.indicator_id == wish.indicator.pk))
        for wish in wishes
    ]
    return Preview(tuple(looked), seen_of(one for each in looked for one in each.series))


def together(place: Place, wishes: Iterable[Wish]) -> list[Wish]:
    """Return what is to be public and what hangs together with it and is public already."""
    wanted = {wish.indicator.pk: wish for wish in wishes}
    now = [wish for wish in wishes_of(place) if wish.indicator.pk not in wanted]
    return [*related(place, now, wanted), *wanted.values()]


def seen_of(found: Iterable[Disclosed]) -> str:
    """Return what stands for everything that was looked at."""
    return fingerprint(one.public for one in found)
