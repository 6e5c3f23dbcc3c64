"""Whether time tells who has an account, or what exists: pairs of answers, known and unknown (S10).

The two of a pair are asked for in turn, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import logging
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count

from django.conf import settings
from django.test import Client
from django.urls import reverse

from benchmarks import world as worlds
from benchmarks.measure import line, title
from waymark.assessments.models import Report
from waymark.people.actions.persons import create_user
from waymark.people.models import Membership, User
from waymark.places.models import Country, Place
from waymark.places.reference import load_countries

PASSWORD = "correct horse 42 battery"
MOST_MS, MOST_SHARE = 5.0, 0.02
Ask = Callable[[str], object]


@dataclass(frozen=True)
class Took:
    """What one answer took: ms of this process's CPU, and ms on the clock."""

    cpu: float
    clock: float


def _took(ask: Ask, name: str) -> Took:
    cpu, clock = time.process_time(), time.perf_counter()
    ask(name)
    return Took((time.process_time() - cpu) * 1000, (time.perf_counter() - clock) * 1000)


def _addresses() -> Iterator[str]:
    return (f"n{number:06}@bench.invalid" for number in count())


def compare(
    ask: Ask, pairs: int, known: str, unknown: Callable[[], Iterator[str]] = _addresses
) -> list[tuple[Took, Took]]:
    """Return what each pair took, for a known name and an unknown one."""
    fresh = unknown()
    taken: list[tuple[Took, Took]] = []
    for turn in range(pairs + 2):
        if turn % 2:
            first = _took(ask, known)
            taken.append((first, _took(ask, next(fresh))))
        else:
            second = _took(ask, next(fresh))
            taken.append((_took(ask, known), second))
    return taken[2:]  # what is loaded once is loaded now


def _judged(pairs: Sequence[tuple[float, float]]) -> tuple[str, str]:
    """Return both medians and how far they are apart, and whether that is within the figures.

    The median of the differences within a pair is the one that a busy machine changes least.
    """
    one, other = (statistics.median(each) for each in zip(*pairs, strict=True))
    apart = abs(statistics.median(a - b for a, b in pairs))
    share = abs(one - other) / max(one, other)
    fine = "within" if apart < MOST_MS and share < MOST_SHARE else "BEYOND"
    return f"{one:8.2f} and {other:8.2f} ms: {apart:.2f} ms, {share:.1%} apart", fine


def _client(user: User | None = None) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    if user is not None:
        client.force_login(user)
    return client


def _asks(lead: User, place: Place) -> dict[str, Ask]:
    inside = _client(lead)

    def invited(email: str) -> object:
        sent = {"email": email, "role": "viewer", "department": ""}
        answer = inside.post(reverse("people:invite", args=[place.slug]), sent)
        place.invitations.all().delete()
        return answer

    return {
        "new password": lambda name: _client().post("/account/password/reset/", {"email": name}),
        "invitation": invited,
        "log-in": lambda name: _client().post(
            "/account/login/", {"login": name, "password": "wrong"}
        ),
        "sign-up": lambda name: _client().post(
            "/account/signup/", {"email": name, "name": "Ana", "password1": PASSWORD}
        ),
    }


def run(pairs: int) -> None:
    """Print, for each way in, the medians of both kinds and their difference."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.ACCOUNT_RATE_LIMITS = False
    logging.getLogger("django.request").setLevel(logging.ERROR)  # each 404 is a warning
    worlds.migrate()
    load_countries()
    known = create_user(email="k000000@bench.invalid", name="Ana", password=PASSWORD, at=worlds.NOW)
    place = Place.objects.create(
        slug="bench-invitations",
        name={"en": "Bench"},
        country=Country.objects.order_by("pk")[0],
        created_at=worlds.NOW,
    )
    lead = create_user(email="lead@bench.invalid", name="Lead", at=worlds.NOW)
    Membership.objects.create(user=lead, place=place, role="lead", since=worlds.NOW)
    title(f"Enumeration ({pairs} pairs each; medians for a known and an unknown address)")
    for name, ask in _asks(lead, place).items():
        _print(name, compare(ask, pairs, known.email))
    title(f"Foreign things ({pairs} pairs each; medians for one of others and one that is not)")
    case = worlds.build(3).case
    report = Report.objects.latest("made_at")
    inside = _client(lead)
    for name, path, held in (
        ("case", "/cases/{}/", case.pk),
        ("report", "/reports/{}/", report.pk),
        ("workspace", "/workspaces/{}/", case.place.slug),
    ):
        ask = _opening(inside, path)
        _print(name, compare(ask, pairs, held, partial(_alike, held)))


def _opening(client: Client, path: str) -> Ask:
    return lambda name: client.get(path.format(name))


def _alike(known: str) -> Iterator[str]:
    """Names as long as a known one, that nothing has."""
    return (f"{number:0{len(known)}}" for number in count())


def _print(name: str, taken: list[tuple[Took, Took]]) -> None:
    for kind in ("cpu", "clock"):
        figure, fine = _judged([(getattr(a, kind), getattr(b, kind)) for a, b in taken])
        line(f"{name}, {kind}", figure, f"{fine} 5 ms and 2 %")
