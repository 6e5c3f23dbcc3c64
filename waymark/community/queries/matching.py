"""What answers a gap or a need of a city: entries of the library, providers, and peers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from waymark.assessments.models import Decision
from waymark.assessments.queries.checks import checked
from waymark.assessments.queries.criterion import criterion_page
from waymark.assessments.queries.report import document_of, public_reports
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.evaluate_report import SATISFIED
from waymark.awards import queries as awards
from waymark.awards.rules.lifecycle import AwardState
from waymark.base.fields import short_language
from waymark.community.models.matching import PeerConsent, SuggestionSaid
from waymark.community.rules.matching import Peer, PeerFacts, peers
from waymark.kernel import text
from waymark.library.help import gap_ask, shelves
from waymark.library.queries.items import may_curate
from waymark.library.rules.matching import Ask, CityFacts, Match, matches
from waymark.library.rules.vocabulary import size_of
from waymark.places.models import CountryGroup, Place
from waymark.schemes.rules import Criterion

MOST_PEERS = 30
"""Cities whose reports are looked at for one criterion."""


@dataclass(frozen=True)
class Found:
    """All that answers an ask, and the entries behind it by code."""

    ask: Ask
    matches: tuple[Match, ...]
    rows: Mapping[str, Any]
    peers: tuple[Peer, ...]


def gap_of(here: Here, criterion: Criterion) -> Ask:
    """Return a criterion of a city's case as an ask; closed where nothing is left to do."""
    seen = checked(here, criterion_page(here, criterion))
    found = gap_ask(criterion.id, criterion.stage, here.at.date())
    return Ask(found.criteria, found.stage, found.topics, open=not seen.satisfied, on=found.on)


def answers(viewer: Any, place: Place, ask: Ask, at: datetime) -> Found:
    """Return what fits a city's ask, and the cities that closed it and want to be named."""
    shelved = shelves(viewer, place)
    found = matches(ask, shelved.catalogue, shelved.city)
    return Found(ask, found, shelved.rows, peers_of(viewer, place, ask, shelved.city, at))


def peers_of(
    viewer: Any, place: Place, ask: Ask, city: CityFacts, at: datetime
) -> tuple[Peer, ...]:
    """Return the cities that met a criterion of an ask and agreed to be named for it, by name."""
    if not ask.open or not ask.criteria:
        return ()
    told = [row for one in ask.criteria for row in _agreed(one).exclude(place=place)[:MOST_PEERS]]
    if not told:
        return ()
    met = met_by(viewer, [row.place_id for row in told], at)
    groups = _groups({row.place.country_id for row in told})
    others = [_facts(row, met.get(row.place_id, frozenset()), groups) for row in _once(told)]
    return peers(ask, others, city, own=place.pk, country=place.country_id)


def _agreed(criterion: str) -> QuerySet[PeerConsent]:
    found = PeerConsent.objects.filter(criteria__contains=f" {criterion} ")
    return found.select_related("place__country").defer("place__boundary").order_by("place")


def _once(rows: Collection[PeerConsent]) -> list[PeerConsent]:
    return list({row.place_id: row for row in rows}.values())


def _groups(countries: Collection[str]) -> dict[str, frozenset[str]]:
    rows = CountryGroup.objects.filter(country__in=countries, until=None)
    found: dict[str, frozenset[str]] = {}
    for country, group in rows.values_list("country", "group"):
        found[country] = found.get(country, frozenset()) | {group}
    return found


def _facts(row: PeerConsent, met: frozenset[str], groups: dict[str, frozenset[str]]) -> PeerFacts:
    place = row.place
    facts = CityFacts(
        tuple(filter(None, [place.country.un_language])),
        place.country.region.lower(),
        groups.get(place.country_id, frozenset()),
        size_of(place.population),
    )
    name = text.pick(place.name, short_language()).text
    return PeerFacts(
        place.pk, name, frozenset(row.criteria), met, country=place.country_id, facts=facts
    )


def met_by(viewer: Any, places: Collection[str], at: datetime) -> dict[str, frozenset[str]]:
    """Return the criteria that places meet by public reports behind certificates that stand."""
    standing = awards.registry(viewer, awards.Wanted(state=AwardState.ACTIVE), at=at)
    given = [name.partition(":")[2] for name in standing.values_list("decision", flat=True)]
    reports = Decision.objects.filter(pk__in=given, case__place__in=places).values("report")
    found: dict[str, frozenset[str]] = {}
    for report in public_reports(viewer).filter(pk__in=reports):
        met = {one["id"] for one in document_of(report)["criteria"] if one["status"] in SATISFIED}
        place = report.case.place_id
        found[place] = found.get(place, frozenset()) | met
    return found


def consent(place: Place) -> frozenset[str]:
    """Return the criteria for which a city wants to be named; none unless it has said so."""
    row = PeerConsent.objects.filter(place=place).first()
    return frozenset(row.criteria) if row else frozenset()


def said_of(place: Place, about: str) -> dict[str, str]:
    """Return what a city has said of suggestions for a gap or a need, by the entry's code."""
    rows = SuggestionSaid.objects.filter(place=place, about=about)
    return dict(rows.values_list("item__code", "said"))


@dataclass(frozen=True)
class Figure:
    """How many cities said something of an entry."""

    code: str
    title: Mapping[str, str]
    original: str
    said: str
    cities: int


def figures(viewer: Any) -> list[Figure]:
    """Return how many cities said what of each entry, by code; for curators alone."""
    if not may_curate(viewer):
        return []
    rows = SuggestionSaid.objects.values("item__code", "item__title", "item__original", "said")
    rows = rows.annotate(cities=Count("place", distinct=True)).order_by("item__code", "said")
    return [
        Figure(
            row["item__code"],
            row["item__title"],
            row["item__original"],
            row["said"],
            row["cities"],
        )
        for row in rows
    ]


def named(viewer: Any, place: Place, peer: str, criterion: str, at: datetime) -> bool:
    """Tell whether a city is a peer of another one for a criterion now."""
    row = _agreed(criterion).exclude(place=place).filter(place=peer).first()
    return row is not None and criterion in met_by(viewer, [peer], at).get(peer, frozenset())


def peer(viewer: Any, place: Place, peer: str, criterion: str, at: datetime) -> Place | None:
    """Return a city that is a peer of another one for a criterion now, or None."""
    if not named(viewer, place, peer, criterion, at):
        return None
    return Place.objects.defer("boundary").filter(pk=peer).first()
