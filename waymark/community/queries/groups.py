"""What the proposals of groups look at: which gaps each city's newest report names.

For the platform's own clock alone: no page shows any of it, and a proposal keeps no names that
somebody else could read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery

from waymark.assessments.models import Report
from waymark.assessments.queries.report import document_of
from waymark.assessments.rules.consulting import gaps_in
from waymark.community.models import Offer, Party, Proposal, Space
from waymark.community.rules.groups import REST, City, Kind, Subject
from waymark.community.rules.spaces import SpaceState
from waymark.indicators.lake.layout import size_of
from waymark.people.models import Membership
from waymark.people.queries import open_at
from waymark.people.rules import WorkspaceRole
from waymark.places.models import Place
from waymark.schemes.queries import scheme_of

DECIDERS = (WorkspaceRole.LEAD, WorkspaceRole.SIGNATORY)


@dataclass(frozen=True)
class Facts:
    """The cities, and what their subjects are called in all languages."""

    cities: tuple[City, ...]
    titles: Mapping[Subject, Mapping[str, str]]


def facts(at: datetime) -> Facts:
    """Return what is known of each city that has a report and somebody who decides."""
    newest = Report.objects.filter(case__place=OuterRef("pk")).order_by("-made_at", "-pk")
    leads = Membership.objects.filter(open_at(at), place=OuterRef("pk"), role__in=DECIDERS)
    places = Place.objects.filter(Exists(leads), retired_at=None).defer("boundary")
    rows = places.annotate(report=Subquery(newest.values("pk")[:1])).exclude(report=None)
    found = {place.report: place for place in rows}
    asked, waiting = _asked(at), _waiting(at)
    cities: list[City] = []
    titles: dict[Subject, Mapping[str, str]] = {}
    reports = Report.objects.filter(pk__in=found).select_related("case__edition")
    for report in reports.iterator(chunk_size=50):
        place, scheme = found[report.pk], scheme_of(report.case.edition)
        subjects = {}
        for gap in gaps_in(document_of(report)):
            if gap.criterion in scheme.by_id:
                subject = Subject(Kind.GAP, f"{report.case.scheme_id}/{gap.criterion}")
                subjects[subject] = scheme.by_id[gap.criterion].title
        titles |= subjects
        cities.append(
            City(
                id=place.pk,
                language=report.case.language,
                size=size_of(place.population),
                subjects=frozenset(subjects),
                asked=frozenset(asked[place.pk]),
                open=waiting[place.pk],
            )
        )
    return Facts(tuple(cities), titles)


def _asked(at: datetime) -> dict[str, set[Subject]]:
    """Subjects by city: of proposals to it in the last year, and of groups that it is in."""
    lately = Offer.objects.filter(made_at__gt=at - REST).exclude(space__proposal=None)
    there = Party.objects.filter(until=None, space__state=SpaceState.OPEN)
    columns = ("place_id", "space__proposal__kind", "space__proposal__code")
    found: dict[str, set[Subject]] = defaultdict(set)
    for rows in (lately, there.exclude(space__proposal=None)):
        for place, kind, code in rows.exclude(place=None).order_by().values_list(*columns):
            found[place].add(Subject(kind, code))
    return found


def _waiting(at: datetime) -> dict[str, int]:
    """How many proposals each city has not answered yet."""
    open_ones = Q(answer="", ends_on__gte=at.date(), space__state=SpaceState.PROPOSED)
    found: dict[str, int] = defaultdict(int)
    for place in Offer.objects.filter(open_ones).order_by().values_list("place_id", flat=True):
        found[place] += 1
    return found


def over(at: datetime) -> list[Space]:
    """Return the proposals whose time has passed, and which have not become groups."""
    late = Proposal.objects.filter(ends_on__lt=at.date(), space__state=SpaceState.PROPOSED)
    return [one.space for one in late.select_related("space").order_by("pk")]
