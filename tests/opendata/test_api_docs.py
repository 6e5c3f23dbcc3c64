"""The page about the API is true: every example is run against a running service, and compared."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.indicators.cities import City
from tests.needs import missing
from tests.opendata.published import WATER, harbour
from tests.readers_needed import need_readers
from tools import readers
from waymark.base.jobs import run_due
from waymark.indicators.actions.targets import set_target
from waymark.indicators.rules.facts import Goal
from waymark.opendata.rules.endpoints import ENDPOINTS

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = Path(__file__).resolve().parents[2] / "docs/reference/api.md"
TEXT = PAGE.read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(match[1], match[2]) for match in _BLOCK.finditer(TEXT)]
EXAMPLES = [
    (kind, code, *answer) for (kind, code), answer in pairwise(BLOCKS) if kind in ("sh", "python")
]
FREE = {"label", "name", "components", "thresholds", "aim", "facts", "breakdown", "area_name"}
"""Objects whose names differ from answer to answer."""


def differs(told: Any, found: Any, at: str = "") -> list[str]:
    """Where an answer has other names, or things of another kind, than the page says."""
    if told is None or (isinstance(told, int | float) and is_number(found) and is_number(told)):
        return []
    if type(told) is not type(found):
        return [f"{at}: {found!r} in place of {told!r}"]
    if isinstance(told, dict):
        free = at.rpartition(".")[2] in FREE
        names = told.keys() & found.keys() if free else told.keys() | found.keys()
        lacking = [f"{at}.{name}" for name in names if name not in told or name not in found]
        both = (name for name in names if name in told and name in found)
        return lacking + [
            one for name in both for one in differs(told[name], found[name], f"{at}.{name}")
        ]
    if isinstance(told, list) and told:
        if not found:
            return [f"{at}: nothing"]
        return [one for item in found for one in differs(told[0], item, f"{at}[]")]
    return []


def is_number(thing: Any) -> bool:
    return isinstance(thing, int | float) and not isinstance(thing, bool)


def city_of_the_page() -> City:
    """What the page speaks of."""
    city = harbour()
    set_target(
        place=city.place,
        indicator=city.indicator(WATER),
        goal=Goal("2019", 58.0, 2030, 90.0, ((2025, 75.0),)),
        by=city.editor,
        at=city.later(),
    )
    run_due(timezone.now())
    return city


def run(kind: str, code: str, address: str) -> str:
    """What an example prints."""
    command = ["sh", "-c", code]
    if kind == "python":
        if "import sdmx" in code:
            need_readers()
        python = str(readers.SDMX.python()) if "import sdmx" in code else sys.executable
        command = [python, "-W", "ignore", "-c", code]
    elif shutil.which("curl") is None:
        missing("curl")
    env = {name: text for name, text in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        command,
        env=env | {"WAYMARK": address, "PLACE": "harbour-city"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_every_example_gives_what_the_page_says(live_server: Any) -> None:
    city_of_the_page()
    assert len(EXAMPLES) >= 20
    wrong = []
    for kind, code, form, told in EXAMPLES:
        found = run(kind, code, live_server.url)
        if form == "json":
            wrong += [f"{code}{one}" for one in differs(json.loads(told), json.loads(found))]
        elif found.lstrip("\ufeff").split() != told.split():
            wrong.append(f"{code}{found}")
    assert wrong == []


def test_another_answer_than_the_page_says_is_noticed() -> None:
    told = {"items": [{"a": 1, "name": {"en": "x"}, "b": None}], "next": None}
    same = {"items": [{"a": 2.5, "name": {"ar": "y"}, "b": "z"}], "next": "/more"}
    assert differs(told, same) == []
    for other in (
        {"items": [{"a": 1, "name": {}}], "next": None},
        {"items": [{"a": 1, "name": {}, "b": None, "c": 1}], "next": None},
        {"items": [{"a": "1", "name": {}, "b": None}], "next": None},
        {"items": [{"a": True, "name": {}, "b": None}], "next": None},
        {"items": [], "next": None},
        {"items": [{"a": 1, "name": {}, "b": None}]},
    ):
        assert differs(told, other), other


def test_the_page_has_every_address_and_an_example_of_each() -> None:
    asked = re.findall(r"\$WAYMARK(/[^\"?]*)|f\"(/api[^\"?]*)", TEXT)
    paths = {(one or other).replace("$PLACE", "{place}") for one, other in asked}
    for endpoint in ENDPOINTS:
        path = endpoint.path.replace("{list}", "umf").replace("{code}", "UMF-1.1.2")
        assert f"/api/v1{path}" in paths, endpoint.path
        assert endpoint.path == "/" or f"`{endpoint.path}`" in TEXT, endpoint.path
        for param in endpoint.params:
            assert param.name in TEXT, (endpoint.path, param.name)
    for status in (400, 404, 405, 413, 429, 503):
        assert f"| {status} |" in TEXT
