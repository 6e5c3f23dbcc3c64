"""What helps with gaps, put into words for the pages of higher rooms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from waymark.base.face import address, open_address
from waymark.base.fields import Words, short_language
from waymark.library.data import shipped
from waymark.library.models import Item
from waymark.library.queries.items import visible
from waymark.library.rules.matching import Ask, Catalogue, CityFacts, Group, Known, Match
from waymark.library.rules.suggest import suggest
from waymark.library.rules.vocabulary import Address, size_of
from waymark.library.wording import why
from waymark.places.models import CountryGroup, Place

COLUMNS = (
    *("code", "shelf", "kinds", "topics", "stages", "languages", "criteria", "named", "only_for"),
    *("sizes", "cost", "title", "publisher", "url", "address", "checked_on", "basis", "original"),
    "private",
)


@dataclass(frozen=True)
class Helper:
    """One suggestion as pages show it."""

    code: str
    url: str
    title: Words
    publisher: Words
    original: str
    why: str
    state: str  # how sure the entry is, as a status


@dataclass(frozen=True)
class Help:
    """What helps with one gap: a few of each group, and where all of it stands."""

    criterion: str
    tools: tuple[Helper, ...]
    offers: tuple[Helper, ...]
    cases: tuple[Helper, ...]
    communities: tuple[Helper, ...]
    fitting: int
    url: str

    @property
    def shown(self) -> tuple[Helper, ...]:
        """All that are named."""
        return (*self.tools, *self.offers, *self.cases, *self.communities)


@dataclass(frozen=True)
class Shelves:
    """The library as it stands for one page: what may be suggested, and how it is called."""

    catalogue: Catalogue
    rows: Mapping[str, Item]
    city: CityFacts


def shelves(
    viewer: Any, place: Place | None = None, *, most: Mapping[str, int] | None = None
) -> Shelves:
    """Read the library once for all gaps of a page: one query, and one for a place's groups.

    Only where something is private, one more says to which audiences the viewer belongs.
    """
    rows = {row.code: row for row in Item.objects.filter(hidden_at=None).only(*COLUMNS)}
    if any(row.private for row in rows.values()):
        seen = set(visible(viewer).values_list("code", flat=True))
        rows = {code: row for code, row in rows.items() if code in seen}
    items = tuple(_known(rows[code]) for code in sorted(rows))
    catalogue = Catalogue(items, most) if most else Catalogue(items)
    return Shelves(catalogue, rows, city_facts(place))


def _known(row: Item) -> Known:
    return Known(
        code=row.code,
        shelf=row.shelf,
        kinds=row.kinds,
        topics=row.topics,
        stages=row.stages,
        languages=row.languages,
        criteria=row.criteria,
        named=row.named,
        only_for=row.only_for,
        sizes=row.sizes,
        cost=row.cost,
        gone=row.address == Address.GONE,
        works_on=row.checked_on if row.address == Address.WORKS else None,
    )


def city_facts(place: Place | None) -> CityFacts:
    """What matching looks at: the reader's language, the country's, region, groups and size."""
    if place is None:
        return CityFacts((short_language(),))
    country = place.country
    read = dict.fromkeys((short_language(), country.un_language))
    groups = CountryGroup.objects.filter(country=country, until=None)
    return CityFacts(
        tuple(code for code in read if code),
        country.region.lower(),
        frozenset(groups.values_list("group", flat=True)),
        size_of(place.population),
    )


def help_with(
    shelved: Shelves, gaps: Iterable[tuple[str, str]], *, named: Collection[str] | None = None
) -> dict[str, Help]:
    """Return what helps with each open gap (criterion, stage), by criterion; none where nothing.

    named: the criteria for which entries are named; for others it is only said where they stand.
    """
    base, to, today = address("library"), open_address("library_item"), timezone.localdate()
    found = {}
    for criterion, stage in gaps:
        told = suggest(gap_ask(criterion, stage, today), shelved.catalogue, shelved.city)
        if not told.fitting:
            continue
        groups: dict[Group, list[Helper]] = {group: [] for group in Group}
        for one in told.shown if named is None or criterion in named else ():
            row = shelved.rows[one.item.code]
            groups[one.item.group].append(helper(row, one, to(one.item.code)))
        found[criterion] = Help(
            criterion=criterion,
            tools=tuple(groups[Group.TOOLS]),
            offers=tuple(groups[Group.OFFERS]),
            cases=tuple(groups[Group.CASES]),
            communities=tuple(groups[Group.COMMUNITIES]),
            fitting=told.fitting,
            url=f"{base}?criterion={criterion}",
        )
    return found


def gap_ask(criterion: str, stage: str, on: date) -> Ask:
    """Return a gap as matching sees it, with the topics that lead to its criterion."""
    return Ask((criterion,), stage, shipped().topics.get((criterion, stage), ()), on=on)


def helper(row: Item, one: Match, url: str) -> Helper:
    """Return a match as pages show it."""
    title, publisher = row.title, row.publisher
    return Helper(row.code, url, title, publisher, row.original, why(one), standing(row))


def standing(row: Item) -> str:
    """How sure an entry is, as a status: by its address, or where it has none by its basis."""
    return f"library.{row.address if row.url else row.basis}"
