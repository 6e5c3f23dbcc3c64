"""Interface languages: what a half-filled catalogue shows, and how plurals come out."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.support import Translations
from django.conf import settings
from django.test import Client
from django.utils.translation import ngettext, override

from tools import messages
from waymark.base import context

PROBLEMS = ("There is a problem", "There are %(n)s problems")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_plural_is_ever_empty(language: str) -> None:
    with override(language):
        for n in (0, 1, 2, 5, 11, 100):
            assert ngettext(*PROBLEMS, n).strip()


def test_an_untranslated_plural_is_left_to_english() -> None:
    catalog = Catalog(locale="fr")
    catalog.add(("%(n)s city", "%(n)s cities"), ("", ""))
    catalog.add(("%(n)s day", "%(n)s days"), ("%(n)s jour", "%(n)s jours"))
    found = Translations(io.BytesIO(messages.compiled(catalog)))
    assert found.ngettext("%(n)s city", "%(n)s cities", 2) == "%(n)s cities"
    assert found.ngettext("%(n)s day", "%(n)s days", 2) == "%(n)s jours"


def test_each_language_of_the_switch_has_a_catalogue() -> None:
    folders = {path.parts[-3] for path in messages.po_files()}
    assert folders == {"ar", "es", "fr", "ru", "zh_Hans"}
    assert set(messages.COMPLETE) | {"en"} == context.COMPLETE


def said_in(code: str) -> Iterator[str]:
    """The texts that a piece of code asks a translation for, wherever it stands in it."""
    tree = ast.parse(code)
    names = set(messages.KEYWORDS) | {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname and "gettext" in alias.name
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = node.args[1:] if "pgettext" in node.func.id else node.args
            if node.func.id in names and texts and isinstance(texts[0], ast.Constant):
                yield str(texts[0].value)


def test_no_text_is_asked_for_in_a_way_that_the_catalogues_do_not_see() -> None:
    hidden = "from django.utils.translation import gettext as _now\nf\"{_now('Boo')}\""
    assert list(said_in(hidden)) == ["Boo"], "the control"
    known = {one.id if isinstance(one.id, str) else one.id[0] for one in messages.collect()}
    found = {
        f"{path}: {text}"
        for path in messages.SOURCES.glob("**/*.py")
        for text in said_in(path.read_text())
        if text and text not in known
    }
    assert not found


@pytest.mark.django_db
def test_languages_in_part_say_so(client: Client) -> None:
    html = client.get("/").content.decode()
    for code, name in settings.LANGUAGES:
        button = html.partition(f'value="{code}"')[2].partition("</button>")[0]
        assert str(name) in button
        assert ("in part" in button) is (code not in context.COMPLETE)
