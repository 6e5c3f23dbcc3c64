"""S13: whatever people type is shown as text. (In a browser: tests/browser/test_scripts.)

In the world of these tests everybody types scripts: see conftest.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from tests.security.doors import Door
from tests.security.scripts import PAYLOADS, WORDS, Speaker, read
from tests.security.story import Everything
from tests.security.table import DOORS
from waymark.base.fields import WordsField

pytestmark = pytest.mark.django_db
TECHNICAL = {
    *("email", "slug", "did", "url", "website", "language", "time_zone", "password", "document"),
    *("criterion", "register", "code", "number", "uid", "verb", "actor", "subject", "scope"),
    *(
        "kind",
        "state",
        "level",
        "target_level",
        "step",
        "once_key",
        "client_key",
        "task",
        "name_skeleton",
    ),
    *("period", "dimensions_key", "unit", "reason_code", "about", "media_type", "sha256", "body"),
}
ROUNDS = 4


def words_of(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The columns of a model that hold what somebody typed."""
    for field in model._meta.concrete_fields:
        if field.name in TECHNICAL or field.primary_key or field.choices or field.remote_field:
            continue
        if "sha256" in field.name or "hash" in field.name or "skeleton" in field.name:
            continue
        if isinstance(field, WordsField | models.TextField) or (
            isinstance(field, models.CharField) and (field.max_length or 0) >= 80
        ):
            yield field


def dress(turn: int) -> int:
    """Put payloads into every text column that may be changed at all; return how many took them."""
    taken = 0
    for model in apps.get_models():
        if model._meta.app_label not in {
            "people",
            "places",
            "assessments",
            "indicators",
            "base",
            "community",
        }:
            continue
        for field in words_of(model):
            most = min(getattr(field, "max_length", None) or 2000, 2000)
            speak = Speaker(turn * 11 + taken, most - 6)
            for pk in model._default_manager.values_list("pk", flat=True)[:40]:
                said: Any = f"{speak()}{str(pk)[-4:]}"[:most]
                if isinstance(field, WordsField):
                    said = {"en": said[:150]}
                try:
                    with transaction.atomic():
                        model._default_manager.filter(pk=pk).update(**{field.name: said})
                except DatabaseError:
                    break  # a record, which nobody can change: the story itself filled it
                taken += 1
    return taken


def broken(world: Everything, doors: list[Door]) -> tuple[dict[str, list[str]], int]:
    """Pages where a payload has become anything but text, and how many show one."""
    wrong, shown = {}, 0
    for door in doors:
        if not door.see or door.slow:
            continue
        response = world.client(max(door.see)).get(door.path(world))
        kind = response.headers.get("Content-Type", "")
        if response.status_code != 200 or response.streaming or "html" not in kind:
            continue
        found = read(response.content.decode())
        shown += bool(found.texts)
        if found.found:
            wrong[str(door)] = found.found[:5]
    return wrong, shown


def test_the_payloads_are_many_and_in_six_languages() -> None:
    assert len(set(PAYLOADS)) >= 200
    assert len(WORDS) == 5, "and English"


def test_what_people_type_is_shown_as_text(world: Everything) -> None:
    wrong, shown = broken(world, DOORS)
    assert not wrong
    assert shown >= 30, "most pages show something that somebody typed"


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_so_is_whatever_stands_in_a_column_for_words(world: Everything, turn: int) -> None:
    assert dress(turn) > 200
    wrong, shown = broken(world, DOORS)
    assert not wrong
    assert shown >= 40


def test_what_was_typed_wrongly_comes_back_as_text(world: Everything) -> None:
    wrong, shown = {}, 0
    for turn, door in enumerate(DOORS):
        if not door.do:
            continue
        words = {name: Speaker(turn)(name) for name in door.words(world)}
        query = "?" + "&".join(f"{name}=%3Cxss%3E%22%3E%27" for name in ("q", "name", "page", "s"))
        path = door.path(world).partition("?")[0] + (door.query or query)
        with transaction.atomic():
            response = world.client(max(door.do)).post(path, words)
            transaction.set_rollback(True)
        if "html" in response.headers.get("Content-Type", ""):
            found = read(response.content.decode())
            shown += bool(found.texts)
            if found.found:
                wrong[str(door)] = found.found[:5]
    assert not wrong
    assert shown >= 15


def running(content: bytes) -> list[str]:
    """What in a PDF would run, open or lead anywhere but to an address of the web."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for held in pdf.objects:
            for one in [held] if isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)) else []:
                found += sorted({"/JS", "/JavaScript", "/AA", "/OpenAction"} & set(one.keys()))
                found += [str(one["/S"])] if str(one.get("/S")) in ACTIONS else []
                address = str(one.get("/URI", "https:"))
                found += [] if address.startswith(("https:", "http:", "mailto:")) else [address]
    return found


ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}


def test_nothing_that_people_type_runs_in_a_pdf(world: Everything) -> None:
    pdfs = 0
    for door in DOORS:
        if door.see and "pdf" in door.name:
            response: Any = world.client(min(door.see)).get(door.path(world))
            assert response.status_code == 200, door
            content = b"".join(response) if response.streaming else response.content
            assert running(content) == [], door
            pdfs += 1
    assert pdfs >= 3


def test_a_pdf_that_runs_something_is_noticed() -> None:
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="xss()")
        pdf.Root.OpenAction = pdf.make_indirect(act)
        pdf.add_blank_page()
        pdf.save(stream)
    assert running(stream.getvalue()) == ["/OpenAction", "/JS", "/JavaScript"]


@pytest.mark.parametrize("payload", PAYLOADS[:6])
def test_a_payload_that_is_not_escaped_is_noticed(payload: str) -> None:
    assert read(f"<p>{payload}</p><input value=\"{payload}\"><i class='{payload}'>").found


def test_neither_are_addresses_and_scripts_overlooked() -> None:
    assert read('<a href="java\tscript:xss()">').found
    assert read("<script>var name = 'xss';</script>").found
    assert read("<!-- xss -->").found
    assert not read("<p>&lt;script&gt;xss()&lt;/script&gt;</p>").found
    assert not read('<input value="&quot;&gt;&lt;xss&gt;">').found
