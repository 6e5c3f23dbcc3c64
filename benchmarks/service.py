"""What strangers ask of published data: pages, the JSON API and the SDMX service."""

from __future__ import annotations

import gzip

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import world as worlds
from benchmarks.measure import cpu, line, title
from waymark.indicators.actions.publishing import publish_indicators
from waymark.indicators.actions.values import enter_value
from waymark.indicators.models import Indicator
from waymark.indicators.queries.disclosed import Wish
from waymark.indicators.queries.place import here
from waymark.indicators.queries.publishing import preview
from waymark.indicators.reference import load_frameworks
from waymark.indicators.rules.facts import Value
from waymark.people.actions.persons import create_user
from waymark.people.models import Membership, User
from waymark.places.models import Country, Place
from waymark.places.reference import load_countries

SLUG, LIST, MANY = "bench-open", "umf", 30
YEARS = range(2010, 2025)
GROUPS = ((), (("sex", "female"),), (("sex", "male"),))
PAGES = ("/data/", f"/data/{SLUG}/", f"/data/{SLUG}/{LIST}/{{code}}/")
API = (
    "/api/v1/places",
    f"/api/v1/places/{SLUG}/indicators",
    f"/api/v1/series?place={SLUG}",
    f"/api/v1/observations?place={SLUG}",
    f"/api/v1/progress?place={SLUG}",
    f"/data/{SLUG}/all.csv",
)
SDMX = ("/sdmx/dataflow/all/all/all", "/sdmx/datastructure/all/all/all", "/sdmx/data/DF_CITY")


def _city() -> tuple[User, Place]:
    person = create_user(email="open@bench.invalid", name="Open", at=worlds.NOW)
    place = Place.objects.create(
        slug=SLUG,
        name={"en": "Open City"},
        country=Country.objects.order_by("pk")[0],
        created_at=worlds.NOW,
    )
    Membership.objects.create(user=person, place=place, role="lead", since=worlds.NOW)
    return person, place


def _publish(person: User, place: Place) -> list[Indicator]:
    rows = list(Indicator.objects.filter(framework=LIST, retired_at=None).order_by("order")[:MANY])
    for row in rows:
        for dims in GROUPS:
            for year in YEARS:
                value = Value(str(year), 40.0 + year % 17 + len(dims), source="Census")
                enter_value(
                    place=place, indicator=row, dims=dims, value=value, by=person, at=worlds.NOW
                )
    found = here(person, place.slug)
    assert found is not None
    wishes = [Wish(row) for row in rows]
    seen = preview(found, wishes).seen
    publish_indicators(place=place, wishes=wishes, seen=seen, by=person, at=worlds.NOW)
    return rows


def _measure(path: str, beside: str) -> None:
    client = Client(headers={"host": "127.0.0.1"})

    def ask() -> tuple[int, bytes]:
        answer = client.get(path)
        return answer.status_code, b"".join(answer) if answer.streaming else answer.content

    ask()
    with CaptureQueriesContext(connection) as queries:
        status, body = ask()
    asked = len(queries)
    packed = len(gzip.compress(body, 6))
    weight = f"{status}, {asked} SQL, {len(body) / 1000:.1f} KB, {packed / 1000:.1f} KB packed"
    line(path, cpu(ask, runs=15), f"{weight}; {beside}")


def run() -> None:
    """Publish a city's data and print what each kind of answer costs."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    worlds.migrate()
    load_countries()
    load_frameworks()
    person, place = _city()
    rows = _publish(person, place)
    title(f"Open data of a city: {len(rows)} indicators, {len(YEARS)} years, with groups")
    for path in PAGES:
        _measure(path.format(code=rows[0].code), "budget 4 SQL, 6 ms, 25 KB")
    for path in (*API, *SDMX):
        _measure(path, "")
