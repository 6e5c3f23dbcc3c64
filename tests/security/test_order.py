"""Nobody is ranked: whatever one asks for, cities come by name or by date, and nothing sums up."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.security.story import Everything
from tests.security.table import DOORS
from waymark.base.fields import new_id

pytestmark = pytest.mark.django_db
WISHES = ("level", "-level", "score", "-score", "points", "rank", "progress", "-population", "met")
NAMES = ("order", "sort", "order_by", "ordering", "o", "by")
RANKING = re.compile(
    r"\b(rank(ed|ing|s)?|league|leaderboard|top \d+|best (city|cities)|score(s|d|board)?|"
    r"points? out of|overall (score|result|index)|percentile)\b",
    re.IGNORECASE,
)
DENIED = re.compile(r"(no|never|not|without|nor)\b[^.<]{0,60}$", re.IGNORECASE)


def text_of(response: Any) -> str:
    """What a page says to its reader."""
    page = response.content.decode("utf-8", "replace")
    return re.sub(r"<[^>]+>", " ", re.sub(r"<(style|script)[^>]*>.*?</\1>", " ", page, flags=re.S))


def boasts(text: str) -> list[str]:
    """Words of a ranking that are not there to say that there is none."""
    return [
        text[max(0, found.start() - 60) : found.end() + 20]
        for found in RANKING.finditer(text)
        if not DENIED.search(text[max(0, found.start() - 60) : found.start()])
    ]


@pytest.fixture
def three(world: Everything) -> Everything:
    """Two more certificates, in an order that is neither that of their names nor of their days."""
    row = world.granted.award
    for turn, name in enumerate(("Zeta", "Alpha"), 1):
        row.pk = new_id()
        row.number, row.subject_name = f"WM-2026-AAAAA{turn}", {"en": name}
        row.decision, row.status_index = f"decision:{turn}", (row.status_index or 0) + 1
        row.level = "platinum" if turn == 1 else "gold"
        row.save(force_insert=True)
    return world


def in_registry(world: Everything, query: str = "") -> list[str]:
    """The names in the registry, in their order."""
    page = world.client("anonymous").get(f"/registry/?{query}").content.decode()
    return list(dict.fromkeys(re.findall(r"Alpha|Granted|Zeta", page)))


def test_certificates_come_by_name_whatever_is_asked_for(three: Everything) -> None:
    for wish in ("", *WISHES):
        query = "&".join(f"{name}={wish}" for name in NAMES)
        assert in_registry(three, query) == ["Alpha", "Granted", "Zeta"], wish


def test_another_order_is_noticed(three: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    from waymark.awards import queries

    usual = queries.published
    monkeypatch.setattr(queries, "published", lambda viewer: usual(viewer).order_by("-level"))
    assert in_registry(three) != ["Alpha", "Granted", "Zeta"]


def test_cases_on_the_desk_come_by_day_or_name(world: Everything) -> None:
    client = world.client("secretary")

    def shown(order: str) -> list[str]:
        query = "&".join(f"{name}={order}" for name in NAMES)
        page = client.get(f"/secretariat/?{query}").content.decode()
        return list(dict.fromkeys(re.findall(r"/cases/([0-9a-z]{26})/", page)))

    by_day, by_name = shown(""), shown("name")
    assert len(by_day) >= 3
    for wish in WISHES:
        assert shown(wish) in (by_day, by_name), wish


OWN_PACE = {"indicators:progress_json", "opendata:api_progress", "opendata:api_document"}
"""Answers that tell the pace of one series, by itself, with the points that it goes through."""


def test_no_page_speaks_of_a_ranking_and_none_sums_up(world: Everything) -> None:
    wrong = {}
    for door in DOORS:
        if not door.see or door.slow:
            continue
        response = world.client(min(door.see)).get(door.path(world))
        kind = response.headers.get("Content-Type", "")
        if response.status_code == 200 and not response.streaming and "html" in kind:
            said = text_of(response)
            if door.name.startswith(
                ("indicators:", "indicator_list")
            ):  # some are measured in scores, each by itself
                said = re.sub(r"\bscores?\b", " ", said)
            if found := boasts(said):
                wrong[str(door)] = found
        elif response.status_code == 200 and not response.streaming and "json" in kind:
            names = re.findall(r'"(\w+)"\s*:', response.content.decode())
            if door.name in OWN_PACE:
                names = [name for name in names if name not in ("score", "points")]
            if found := [name for name in names if re.search(r"score|rank|points", name)]:
                wrong[str(door)] = found
    assert not wrong


def test_a_ranking_is_noticed() -> None:
    assert boasts("The ranking of cities: 1. Alpha")
    assert boasts("Alpha scores 82")
    assert not boasts("There is no ranking of cities here.")
