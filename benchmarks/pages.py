"""Pages as their readers ask for them: CPU, SQL, bytes."""

from __future__ import annotations

import gzip
import time

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import world as worlds
from benchmarks.measure import cpu, line, title
from waymark.assessments.models import Report
from waymark.people.models import User

CROWD = 10_000
"""Cases that a secretariat has after some years; most of them are decided and closed."""


def _client(user: User | None) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    if user is not None:
        client.force_login(user)
    return client


def _measure(name: str, client: Client, path: str, beside: str) -> None:
    client.get(path)  # the first one notes in the session that somebody is there
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    asked = len(queries)  # counted now: the next request empties the log
    if response.status_code != 200:
        line(name, f"answered {response.status_code}", path)
        return
    body = response.content
    took = cpu(lambda: client.get(path), runs=7)
    packed = len(gzip.compress(body, 6))
    weight = f"{asked} SQL, {len(body) / 1000:.0f} KB, {packed / 1000:.1f} KB packed"
    line(name, took, f"{weight}; {beside}")


def run(cases: int) -> None:
    """Build the world and print the figures of each kind of page."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    worlds.migrate()
    start = time.process_time()
    world = worlds.build(cases)
    title(f"Pages, {cases} cases with three reviews each (CPU per request, in process)")
    line("building this world", f"{time.process_time() - start:8.1f} s CPU")
    desk, reviewer, officer = map(_client, (world.secretary, world.reviewer, world.officer))
    case = world.case
    report = Report.objects.latest("made_at")
    slug = case.place.slug
    for name, client, path, beside in (
        ("public: home", _client(None), "/", "budget 4 SQL, 6 ms, 25 KB"),
        ("public: registry", _client(None), "/registry/", "budget 4 SQL, 6 ms, 25 KB"),
        ("public: scheme", _client(None), "/schemes/sdg-cities/", "budget 4 SQL, 6 ms, 25 KB"),
        ("desk: list of 50", desk, "/secretariat/", "budget 10 SQL, 40 ms, 50 KB, 7 KB packed"),
        ("desk: case", desk, f"/cases/{report.case_id}/", "budget 15 SQL, 25 ms"),
        ("stage report", desk, f"/reports/{report.pk}/", "budget 15 SQL, 25 ms"),
        ("review inbox", reviewer, "/reviews/", "budget 12 SQL, 60 ms"),
        ("city: journey", officer, f"/workspaces/{slug}/", "budget 15 SQL, 25 ms"),
        (
            "city: criterion",
            officer,
            f"/workspaces/{slug}/case/criteria/A01/",
            "budget 15 SQL, 25 ms",
        ),
        ("city: where we stand", officer, f"/workspaces/{slug}/case/standing/", ""),
        ("city: indicators", officer, f"/workspaces/{slug}/indicators/", "budget 10 SQL"),
    ):
        _measure(name, client, path, beside)
    worlds.crowd(world, CROWD - cases)
    title(f"The desk with {CROWD:,} cases, of which {cases} are not closed")
    _measure("desk: list of 50", desk, "/secretariat/", "budget 10 SQL, 40 ms, 50 KB")
    _measure("desk: by name", desk, "/secretariat/?order=name", "")
    _measure("desk: what waits", desk, "/secretariat/?waits=report", "")
    _measure("desk: a name looked for", desk, "/secretariat/?q=crowd+city+77", "")
