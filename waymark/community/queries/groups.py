"""What the proposals of groups look at: gaps of reports and diagnostics, topics of needs.

For the platform's own clock alone: no page shows any of it, and a proposal keeps no names that
somebody else could read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import translation

from waymark.assessments.models import Report
from waymark.assessments.queries.diagnosing import newest_gaps
from waymark.assessments.queries.report import document_of, public_reports
from waymark.assessments.rules.consulting import gaps_in
from waymark.community.models import Need, Offer, Party, Proposal, Space
from waymark.community.rules.groups import REST, City, Kind, Subject
from waymark.community.rules.needs import NeedState, Visible
from waymark.community.rules.spaces import SpaceState
from waymark.indicators.lake.layout import size_of
from waymark.kernel.text import LANGUAGES
from waymark.library.wording import TOPICS
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
    """Return what is known of each city that has somebody who decides and something to learn.

    From its newest report the gaps, from its diagnostics what they found lacking, and the topics of
    the needs that it lets be counted, or that everybody reads.
    """
    leads = Membership.objects.filter(open_at(at), place=OuterRef("pk"), role__in=DECIDERS)
    newest = Report.objects.filter(case__place=OuterRef("pk")).order_by("-made_at", "-pk")
    places = Place.objects.filter(Exists(leads), retired_at=None).defer("boundary")
    places = places.select_related("country").annotate(report=Subquery(newest.values("pk")[:1]))
    known = {place.pk: place for place in places}
    told = _told(known)
    asked, waiting = _asked(at), _waiting(at)
    return Facts(
        tuple(
            City(
                id=pk,
                language=told.languages.get(pk) or known[pk].country.un_language or "en",
                size=size_of(known[pk].population),
                subjects=frozenset(subjects),
                known=frozenset(told.public[pk]),
                asked=frozenset(asked[pk]),
                open=waiting[pk],
            )
            for pk, subjects in told.subjects.items()
        ),
        told.titles,
    )


@dataclass
class _Told:
    """What cities said and what was found, by city."""

    subjects: dict[str, set[Subject]] = field(default_factory=lambda: defaultdict(set))
    public: dict[str, set[Subject]] = field(default_factory=lambda: defaultdict(set))
    languages: dict[str, str] = field(default_factory=dict)
    titles: dict[Subject, Mapping[str, str]] = field(default_factory=dict)


def _told(known: Mapping[str, Any]) -> _Told:
    told = _Told()
    _add_reports(told, {place.report: pk for pk, place in known.items() if place.report})
    for place, code, question in newest_gaps():
        if place in known:
            subject = Subject(Kind.FOUND, code)
            told.subjects[place].add(subject)
            told.titles[subject] = question.title
    _add_needs(told, known)
    return told


def _add_reports(told: _Told, places: Mapping[str, str]) -> None:
    reports = Report.objects.filter(pk__in=places).select_related("case__edition")
    public = set(public_reports(None).filter(pk__in=places).values_list("pk", flat=True))
    for report in reports.iterator(chunk_size=50):
        place, scheme = places[report.pk], scheme_of(report.case.edition)
        told.languages[place] = report.case.language
        told.subjects[place] = set()  # a report without a gap makes the others less alone
        for gap in gaps_in(document_of(report)):
            if gap.criterion in scheme.by_id:
                subject = Subject(Kind.GAP, f"{report.case.scheme_id}/{gap.criterion}")
                told.titles[subject] = scheme.by_id[gap.criterion].title
                told.subjects[place].add(subject)
                if report.pk in public:
                    told.public[place].add(subject)


def _add_needs(told: _Told, known: Mapping[str, Any]) -> None:
    """Add the topics of open needs that are counted or public, and the language that they name."""
    shown = Q(counted=True) | Q(visible=Visible.PUBLIC)
    needs = Need.objects.filter(shown, state=NeedState.OPEN, place__in=known)
    columns = ("place_id", "topics", "languages", "visible")
    for place, topics, languages, visible in needs.order_by("pk").values_list(*columns):
        if languages and place not in told.languages:
            told.languages[place] = languages[0]
        for topic in topics:
            subject = Subject(Kind.TOPIC, topic)
            told.subjects[place].add(subject)
            if subject not in told.titles:
                told.titles[subject] = _in_words(topic)
            if visible == Visible.PUBLIC:
                told.public[place].add(subject)


def _in_words(topic: str) -> dict[str, str]:
    """A topic in each language in which we have a word for it."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language.code):
            said[language.code] = str(TOPICS.get(topic, topic))
    return {code: word for code, word in said.items() if code == "en" or word != said["en"]}


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
