"""How the indicators that a city sees stand to each other, and under which names each answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from waymark.base.fields import Words
from waymark.indicators import models
from waymark.places.models import Place

EXACT = models.Link.Kind.EXACT
NEAR = (models.Link.Kind.ADAPTED, models.Link.Kind.PROXY)


@dataclass(frozen=True)
class Linked:
    """What is said of an indicator and another one, seen from the first. `pk` is the other's.

    Without an other (`name` is "") it says that there is none.
    """

    kind: str
    pk: int | None
    name: str
    label: Words
    former: tuple[str, ...]
    note: str
    source: str
    verified: bool

    @property
    def framework(self) -> str:
        """The list of the other."""
        return self.name.partition(":")[0]

    @property
    def code(self) -> str:
        """The code of the other in its list."""
        return self.name.partition(":")[2]


def visible(place: Place | None, prefix: str = "") -> Q:
    """What a place may see: shared indicators and, if any, its own local ones."""
    shared = Q(**{f"{prefix}owner": None})
    return shared | Q(**{f"{prefix}owner": place}) if place else shared


_ENDS = ("indicator", "other")
_END = ("pk", "framework_id", "code", "label", "former_codes")


def links_of(place: Place | None, **about: Any) -> dict[int, list[Linked]]:
    """Return the links of indicators by their pk, both ways, in one query.

    `about` are conditions on indicators. Links with another place's local ones are left out.
    """
    ends = [Q(**{f"{end}__{name}": value for name, value in about.items()}) for end in _ENDS]
    fields = [f"{end}__{name}" for end in _ENDS for name in _END]
    rows = (
        models.Link.objects.filter(ends[0] | ends[1])
        .filter(visible(place, "indicator__"))
        .filter(Q(other=None) | visible(place, "other__"))
        .order_by("other__framework__order", "other__order", "pk")
        .values_list("kind", "note", "source", "verified", *fields)
    )
    found: dict[int, list[Linked]] = defaultdict(list)
    for kind, note, source, verified, *ends in rows:
        one, other = ends[: len(_END)], ends[len(_END) :]
        for this, that in ((one, other), (other, one)):
            if this[0] is not None:
                found[this[0]].append(_linked(kind, that, note, source, verified))
    return found


def _linked(kind: str, end: list[Any], note: str, source: str, verified: bool) -> Linked:
    pk, framework, code, label, former = end
    name = f"{framework}:{code}" if pk is not None else ""
    return Linked(kind, pk, name, Words(label or {}), tuple(former or ()), note, source, verified)


def names_of(place: Place, indicators: Collection[models.Indicator]) -> dict[int, list[str]]:
    """Return under which other names each indicator answers, sorted.

    Those are its former names, and the names of indicators to which it is linked exactly, present
    and former. A former code that another indicator of the list has now is no name of this one.
    """
    links = links_of(place, pk__in=[row.pk for row in indicators])
    found: dict[int, set[str]] = {}
    old: dict[int, set[str]] = {}
    for row in indicators:
        exact = [link for link in links.get(row.pk, ()) if link.kind == EXACT]
        found[row.pk] = {link.name for link in exact}
        old[row.pk] = {f"{row.framework_id}:{code}" for code in row.former_codes}
        old[row.pk] |= {f"{link.framework}:{code}" for link in exact for code in link.former}
    used = in_use({name for names in old.values() for name in names})
    return {pk: sorted(names | (old[pk] - used)) for pk, names in found.items()}


def in_use(names: Iterable[str]) -> set[str]:
    """Return those of the names (`list:code`) that shared indicators have now."""
    wanted = set(names)
    if not wanted:
        return set()
    codes = {name.partition(":")[2] for name in wanted}
    rows = models.Indicator.objects.filter(owner=None, code__in=codes)
    return wanted & {f"{one}:{code}" for one, code in rows.values_list("framework_id", "code")}


@dataclass(frozen=True)
class Answer:
    """The latest value by which an exactly linked indicator answers another one."""

    by: Linked
    value: float
    unit: str
    period: str


def answers(place: Place, links: Iterable[Linked]) -> list[Answer]:
    """Return by which of its exact links an indicator is answered in a place, in one query.

    Only what is about the whole place and everybody counts; of several units the latest value.
    """
    exact = {link.pk: link for link in links if link.kind == EXACT and link.pk is not None}
    if not exact:
        return []
    rows = models.Observation.objects.filter(
        series__place=place,
        series__indicator__in=exact,
        series__area=None,
        series__dimensions_key="",
        retired_at=None,
        value__isnull=False,
    ).order_by("year", "period", "pk")
    found: dict[int, Answer] = {}
    told = rows.values_list(
        "series__indicator", "series__indicator__unit", "series__unit", "period", "value"
    )
    for pk, listed, unit, period, value in told:
        found[pk] = Answer(exact[pk], float(value or 0), unit or listed, period)
    return [found[pk] for pk in exact if pk in found]
